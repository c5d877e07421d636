//! Errors and warnings for the user, with the attribute that causes them.

use crate::path::AttributePath;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The operation fails.
    Error,
    /// The operation continues.
    Warning,
}

/// A message for the user.
///
/// ```
/// use tfplugin::diagnostic::{Diagnostic, Diagnostics};
/// use tfplugin::path::AttributePath;
///
/// let path = AttributePath::of(&["port"]);
/// let error = Diagnostic::error("Invalid port", "port is 0. Valid values: 1 to 65535.").at(path);
/// let mut diagnostics = Diagnostics::from(error);
/// diagnostics.push(Diagnostic::warning("No encryption", "The connection does not use TLS."));
/// assert!(diagnostics.has_errors());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A short title without a full stop.
    pub summary: String,
    /// The cause, what was attempted on which object, and what the user can do.
    pub detail: String,
    /// The attribute that causes it. The root path if no single attribute does.
    pub path: AttributePath,
}

impl Diagnostic {
    /// An error about the complete configuration.
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { severity: Severity::Error, summary: summary.into(), detail: detail.into(), path: AttributePath::root() }
    }

    /// A warning about the complete configuration.
    pub fn warning(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(summary, detail) }
    }

    /// An error that only a change of the provider can fix.
    pub fn bug(detail: impl AsRef<str>) -> Self {
        Self::error(
            "Bug in the provider",
            format!(
                "{}\n\nThis is a bug in the provider, not an error in your configuration. Please report it with this text.",
                detail.as_ref()
            ),
        )
    }

    /// Sets the attribute that causes it.
    #[must_use]
    pub fn at(mut self, path: AttributePath) -> Self {
        self.path = path;
        self
    }
}

/// Diagnostics in the order they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No diagnostics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds an error about an attribute.
    pub fn error(&mut self, path: AttributePath, summary: impl Into<String>, detail: impl Into<String>) {
        self.push(Diagnostic::error(summary, detail).at(path));
    }

    /// Adds a warning about an attribute.
    pub fn warning(&mut self, path: AttributePath, summary: impl Into<String>, detail: impl Into<String>) {
        self.push(Diagnostic::warning(summary, detail).at(path));
    }

    /// Adds several diagnostics.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether at least one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}
