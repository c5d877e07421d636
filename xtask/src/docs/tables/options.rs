//! Options: their words, and what DTS has for them.

use crate::docs::DocsError;
use crate::docs::markdown::{code, table};
use crate::docs::sources::{Row, Sources};

/// Words of arguments, and what is sent for each.
pub(super) fn values(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("option_values", "option")?;
    let rows = rows.iter().map(|row| {
        let sent: Vec<String> = row.list("wire").iter().map(pair).collect();
        vec![code(row.text("argument")), code(row.text("value")), sent.join(", "), confirmed(row).to_owned()]
    });
    Ok(table(&["Argument", "Value", "Sent", "Confirmed by Alibaba Cloud"], rows))
}

fn pair(value: &toml::Value) -> String {
    let part = |at: usize| value.get(at).and_then(toml::Value::as_str).unwrap_or_default();
    code(&format!("{}={}", part(0), part(1)))
}

fn confirmed(row: &Row) -> &'static str {
    if row.flag("confirmed", true) { "yes" } else { "no" }
}

/// Kinds of objects beside tables.
pub(super) fn object_kinds(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("object_kinds", "kind")?;
    let rows = rows.iter().map(|row| vec![code(row.text("argument")), code(row.text("container"))]);
    Ok(table(&["Kind in `other_objects`", "Key in `objects_json`"], rows))
}

/// Keys of `Reserve` that no argument writes and the service does not add automatically.
pub(super) fn reserve_keys(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("reserve_keys", "key")?;
    let free = rows.iter().filter(|row| row.text("argument").is_empty() && !row.flag("server_added", false));
    let rows = free.map(|row| {
        vec![code(row.text("key")), row.text("kind").to_owned(), confirmed(row).to_owned(), row.text("note").to_owned()]
    });
    Ok(table(&["Key", "Kind of value", "Confirmed by Alibaba Cloud", "Note"], rows))
}
