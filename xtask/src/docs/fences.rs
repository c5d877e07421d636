//! HCL in pages, and the frames that complete it to a configuration.
//!
//! A block is complete, unless the line above its fence says otherwise:
//!
//! | mark | the block is |
//! |---|---|
//! | `<!-- from: examples/x/main.tf -->` | this file, and the files beside it complete it |
//! | `<!-- frame: task -->` | a piece of `templates/frames/task.tf`, where that says `# HERE` |
//! | `<!-- newer: 1.12 -->` | for Terraform from this version on, so that an older one cannot say whether it is valid |

use super::DocsError;
use super::sources::Sources;

/// Languages of fences that hold HCL.
const LANGUAGES: [&str; 3] = ["hcl", "terraform", "tf"];
/// The line of a frame in place of which the piece stands.
const HERE: &str = "# HERE";

/// A block of HCL in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The line its first line is on, counted from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// What completes it.
    pub mark: Mark,
}

/// What completes a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: it is a complete configuration.
    Complete,
    /// It is this file.
    From(String),
    /// It is a piece of this frame.
    Frame(String),
    /// It is for Terraform from this version on.
    Newer(String),
}

/// The blocks of HCL in a page.
#[must_use]
pub fn fences(page: &str) -> Vec<Fence> {
    let lines: Vec<&str> = page.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (indent, opening) = split_indent(lines[at]);
        let Some(language) = opening.strip_prefix("```") else {
            at += 1;
            continue;
        };
        let inside = &lines[at + 1..];
        let length = inside.iter().position(|line| line.trim() == "```").unwrap_or(inside.len());
        if LANGUAGES.contains(&language.trim()) {
            let text: Vec<&str> =
                inside[..length].iter().map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
            let above = at.checked_sub(1).map_or("", |above| lines[above].trim());
            found.push(Fence { line: at + 2, text: format!("{}\n", text.join("\n")), mark: mark(above) });
        }
        at += length + 2;
    }
    found
}

fn split_indent(line: &str) -> (&str, &str) {
    line.split_at(line.len() - line.trim_start().len())
}

fn mark(above: &str) -> Mark {
    let inside = above.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")).unwrap_or_default();
    match inside.split_once(": ") {
        Some(("from", path)) => Mark::From(path.to_owned()),
        Some(("frame", name)) => Mark::Frame(name.to_owned()),
        Some(("newer", version)) => Mark::Newer(version.to_owned()),
        _ => Mark::Complete,
    }
}

/// The complete configuration that a block is, or is a part of.
///
/// # Errors
/// The mark names no file or no frame, or the block is not the file it says it is.
pub fn complete(sources: &Sources, page: &str, fence: &Fence) -> Result<String, DocsError> {
    let wrong = |reason: String| DocsError::Fence { page: page.to_owned(), line: fence.line, reason };
    match &fence.mark {
        Mark::Complete | Mark::Newer(_) => Ok(fence.text.clone()),
        Mark::From(path) => {
            let same = sources.file(path)? == fence.text;
            if same { Ok(fence.text.clone()) } else { Err(wrong(format!("the block is not {path}"))) }
        }
        Mark::Frame(name) => {
            let frame = sources.file(&format!("templates/frames/{name}.tf"))?;
            let place = frame.lines().find(|line| line.trim() == HERE);
            let place = place.ok_or_else(|| wrong(format!("the frame {name} has no line {HERE}")))?;
            Ok(frame.replacen(place, &fence.text, 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_with_their_marks() {
        let page = "a\n```hcl\nx = 1\n```\n<!-- frame: task -->\n```terraform\n\n  y {}\n```\n```sh\nls\n```\n- item\n\n  <!-- from: a/b.tf -->\n  ```hcl\n  z = 1\n    w = 2\n  ```\n<!-- newer: 1.12 -->\n```tf\nn {}\n```\n";
        let found = fences(page);
        let marks: Vec<_> = found.iter().map(|fence| (fence.line, fence.text.as_str(), fence.mark.clone())).collect();
        assert_eq!(marks[0], (3, "x = 1\n", Mark::Complete));
        assert_eq!(marks[1], (7, "\n  y {}\n", Mark::Frame("task".into())));
        assert_eq!(marks[2], (17, "z = 1\n  w = 2\n", Mark::From("a/b.tf".into())));
        assert_eq!(marks[3], (22, "n {}\n", Mark::Newer("1.12".into())));
        assert_eq!(marks.len(), 4);
    }
}
