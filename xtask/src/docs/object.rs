//! Pages of what has a schema: resources, data sources and the provider itself.

use super::arguments;
use super::heads::Heads;
use super::markdown::{code, first, table};
use super::schema::{Attribute, Schema};

/// A kind of object that has one page for each object.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Its folder in `docs/` and `templates/`.
    pub(super) folder: &'static str,
    /// As its pages are titled.
    pub(super) title: &'static str,
}

/// The section with all arguments, and the one with the time limits.
pub(super) fn section(schema: &Schema) -> String {
    let timeouts = timeouts(schema).map(|text| format!("\n\n{text}")).unwrap_or_default();
    format!("## Schema\n\n{}{timeouts}", arguments::section(&schema.block))
}

/// The time limits of what has a block `timeouts`, with their defaults.
fn timeouts(schema: &Schema) -> Option<String> {
    let block = &schema.block.blocks.get("timeouts")?.block;
    let row = |(name, attribute): (&String, &Attribute)| {
        let default = attribute.description.split_once("Default: ").and_then(|(_, rest)| rest.split_once('.'));
        vec![code(name), default.map_or("", |(value, _)| value).to_owned()]
    };
    let table = table(&["Operation", "Default"], block.attributes.iter().map(row));
    Some(format!("## Timeouts\n\nThe block `timeouts` sets how long an operation may take:\n\n{table}"))
}

/// A page; `body` stands below the description and the links.
pub(super) fn object(heads: &Heads, kind: Kind, path: &str, name: &str, schema: &Schema, body: &str) -> String {
    let (title, description) = (kind.title, &schema.block.description);
    let links = heads.links(path).map(|links| format!("{links}\n\n")).unwrap_or_default();
    let text = format!("# {name} ({title})\n\n{description}\n\n{links}{}", body.trim());
    heads.page(path, &format!("{name} {title} - dts"), first(description), &text)
}
