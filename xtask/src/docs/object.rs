//! Pages of what has a schema: resources, data sources and the provider itself.

use super::arguments;
use super::markdown::{first, page};
use super::schema::Schema;

/// A kind of object that has one page for each object.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Its folder in `docs/` and `templates/`.
    pub(super) folder: &'static str,
    /// As its pages are titled.
    pub(super) title: &'static str,
}

/// The section with all arguments.
pub(super) fn section(schema: &Schema) -> String {
    format!("## Schema\n\n{}", arguments::section(&schema.block))
}

/// A page; `body` stands below the description.
pub(super) fn object(kind: Kind, name: &str, schema: &Schema, body: &str) -> String {
    let (title, description) = (kind.title, &schema.block.description);
    let text = format!("# {name} ({title})\n\n{description}\n\n{}", body.trim());
    page(&format!("{name} {title} - dts"), first(description), &text)
}
