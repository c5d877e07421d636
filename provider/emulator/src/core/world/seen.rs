//! Names that may exist only once.

use std::collections::HashSet;

use toml::Spanned;

use super::error::{Source, WorldError};

/// Names that may exist only once in a world.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) accounts: HashSet<String>,
    pub(super) names: HashSet<String>,
    pub(super) keys: HashSet<String>,
    pub(super) databases: HashSet<String>,
    pub(super) clusters: HashSet<String>,
}

/// Rejects a name that was used before.
pub(super) fn once(
    seen: &mut HashSet<String>,
    value: &Spanned<String>,
    what: &str,
    source: &Source<'_>,
) -> Result<(), WorldError> {
    if seen.insert(value.get_ref().clone()) {
        return Ok(());
    }
    Err(source.error(value.span(), format!("the {what} \"{}\" is used twice; each must be unique", value.get_ref())))
}
