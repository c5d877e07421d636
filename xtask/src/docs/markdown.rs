//! Pieces of Markdown.

use std::fmt::Write as _;

/// What every page says about itself, unseen by its readers.
const MADE: &str =
    "<!-- Written by `make docs`; to change it, change the schema, templates/, examples/ or schemas/. -->";

/// A page: front matter, the mark, and the text.
pub(super) fn front(title: &str, group: &str, description: &str, body: &str) -> String {
    let description = plain(description);
    format!(
        "---\npage_title: \"{title}\"\nsubcategory: \"{group}\"\ndescription: |-\n  {description}\n---\n\n{MADE}\n\n{}\n",
        body.trim()
    )
}

/// Without marks, on one line.
fn plain(text: &str) -> String {
    text.replace("**", "").replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first paragraph.
pub(super) fn first(text: &str) -> &str {
    text.split("\n\n").next().unwrap_or(text)
}

/// A table.
pub(super) fn table(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = format!("| {} |\n|{}\n", heading.join(" | "), "---|".repeat(heading.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.trim_end().to_owned()
}

/// As code; nothing where there is nothing.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// Several, as code.
pub(super) fn codes<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// The first letter large, unless it begins a name such as `sql_mode`, and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let is_name = text.split_whitespace().next().is_some_and(|word| word.contains('_'));
    let text: String = if is_name { text.to_owned() } else { first.chain(letters).collect() };
    if text.is_empty() || text.ends_with('.') { text } else { format!("{text}.") }
}

/// The description without what it says twice: the words its own sentences list, and that a text has something in it.
pub(super) fn once(description: &str) -> String {
    let description = description.replace(" Must not be empty.", "");
    let Some((before, rest)) = description.split_once(" Valid values: ") else { return description };
    let (words, after) = rest.split_once('.').unwrap_or((rest, ""));
    if words.split(", ").all(|word| before.contains(word)) { format!("{before}{after}") } else { description }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_cells_do_not_end_them() {
        let text = table(&["a", "b"], [vec!["x|y".into(), "two\nlines".into()]]);
        assert_eq!(text, "| a | b |\n|---|---|\n| x\\|y | two lines |");
    }

    #[test]
    fn a_description_is_one_plain_line() {
        let text = front("T", "G", "Runs the **precheck** of\n`x`.", "body\n\n");
        assert!(text.starts_with(
            "---\npage_title: \"T\"\nsubcategory: \"G\"\ndescription: |-\n  Runs the precheck of x.\n---\n"
        ));
        assert!(text.ends_with("\n\nbody\n"));
    }

    #[test]
    fn sentences_begin_large_and_end() {
        assert_eq!(sentence("check it"), "Check it.");
        assert_eq!(sentence("sql_mode is set"), "sql_mode is set.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn nothing_is_said_twice() {
        assert_eq!(once("Tags. Must not be empty."), "Tags.");
        assert_eq!(
            once("Either `a` or `b`. Valid values: `a`, `b`. Default: `a`."),
            "Either `a` or `b`. Default: `a`."
        );
        let new = "Its class, such as `a`. Valid values: `a`, `b`. Default: `a`.";
        assert_eq!(once(new), new, "a word that was not said stays");
    }
}
