//! The error of a malformed document, and reading of its texts.

use serde_json::Value;

/// Why a document is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Malformed {
    what: String,
    element: Element,
}

/// The element of a document that is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    Document,
    Version,
    Statement,
    Effect,
    /// A statement has no action.
    NoAction,
    Action,
    Resource,
    Principal,
    Condition,
}

impl Malformed {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), element: Element::Document }
    }

    /// The same about another element.
    pub(super) fn about(self, element: Element) -> Self {
        Self { element, ..self }
    }

    /// The element that is not valid.
    pub(crate) fn element(&self) -> Element {
        self.element
    }
}

/// The error with this text.
pub(super) fn malformed<T>(what: &str) -> Result<T, Malformed> {
    Err(Malformed::new(what))
}

/// Reads a text or a list of texts: both have the same meaning.
pub(super) fn texts(value: &Value, what: &str) -> Result<Vec<String>, Malformed> {
    let wrong = || Malformed::new(format!("{what} must be a text or a list of texts"));
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) if !items.is_empty() => {
            items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        _ => Err(wrong()),
    }
}
