//! Texts with lines to fill in: `{{ word argument … }}`, alone on its line.

use std::path::Path;

use super::DocsError;

/// The text with its lines filled in by `fill`, which answers nothing where it does not know the words.
///
/// # Errors
/// Nothing fills in a line, or filling it in fails.
pub(super) fn filled(
    template: &Path,
    text: &str,
    mut fill: impl FnMut(&[&str]) -> Result<Option<String>, DocsError>,
) -> Result<String, DocsError> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some(words) = line.strip_prefix("{{").and_then(|rest| rest.trim_end().strip_suffix("}}")) else {
            lines.push(line.to_owned());
            continue;
        };
        let words: Vec<&str> = words.split_whitespace().collect();
        let unknown = || DocsError::Directive { template: template.to_owned(), line: line.to_owned() };
        lines.push(fill(&words)?.ok_or_else(unknown)?);
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_in_and_unknown_ones_refused() {
        let fill = |words: &[&str]| Ok((words == ["name", "x"]).then(|| "filled".to_owned()));
        let text = filled(Path::new("t.md"), "a {{ b }}\n{{ name x }}\nc", fill).unwrap();
        assert_eq!(text, "a {{ b }}\nfilled\nc");
        let refused = filled(Path::new("t.md"), "{{ nam x }}", fill).unwrap_err().to_string();
        assert_eq!(refused, "t.md: nothing fills in \"{{ nam x }}\"");
    }
}
