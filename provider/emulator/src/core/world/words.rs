//! The valid words of a field, and the one nearest to a misspelled word.

use toml::Spanned;

use crate::core::nearest::nearest;

use super::error::{Source, WorldError};

/// Rejects a word that is not valid.
pub(super) fn one_of(
    value: &Spanned<String>,
    known: &[&str],
    what: &str,
    source: &Source<'_>,
) -> Result<(), WorldError> {
    let given = value.get_ref().as_str();
    if known.contains(&given) {
        return Ok(());
    }
    let hint = did_you_mean(given, known.iter().copied());
    Err(source.error(value.span(), format!("unknown {what} \"{given}\"{hint}; known are {}", known.join(", "))))
}

pub(super) fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, known).map(|word| format!(", did you mean \"{word}\"?")).unwrap_or_default()
}
