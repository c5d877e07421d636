//! What is wrong with a selection.

use tfplugin::path::{AttributePath, PathRef};

use super::form::Form;

/// Longest text of a configuration in a message.
const SHOWN: usize = 80;

/// The kinds of problems; each is a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// A key that nothing has there.
    Key,
    /// A kind of objects that does not exist.
    ObjectKind,
    /// A value of another type.
    Type,
    /// An empty name.
    Name,
    /// Both the complete database and parts of it, or nothing of it.
    Way,
    /// An empty map.
    Empty,
    /// A filter that is no condition.
    Filter,
}

/// A problem, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: ProblemKind,
    /// Where, to the last step.
    pub(crate) place: AttributePath,
    /// What is wrong: a complete sentence.
    pub(crate) found: String,
    /// What is allowed.
    pub(crate) allowed: String,
    /// What to do.
    pub(crate) fix: String,
}

impl Problem {
    pub(super) fn new(kind: ProblemKind, place: &PathRef<'_>, found: &str, allowed: &str, fix: String) -> Self {
        let place = place.to_path();
        let found = format!("{place} {found}");
        Self { kind, place, found, allowed: allowed.to_owned(), fix }
    }

    /// The path that a diagnostic can have. Terraform shows the line of an argument or of a key in it, and for a longer path only
    /// the line of the resource.
    pub(crate) fn line(&self, form: Form) -> AttributePath {
        line_of(&self.place, form)
    }
}

/// The beginning of a path for which Terraform shows a line.
pub(crate) fn line_of(place: &AttributePath, form: Form) -> AttributePath {
    let argument = AttributePath::of(&[form.argument()]);
    match place.steps().get(1) {
        Some(tfplugin::path::Step::Key(name)) if form == Form::Hcl => argument.key(name),
        _ => argument,
    }
}

/// A text of the configuration in quotation marks; a long one is cut.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// A name as the key of an HCL object.
pub(super) fn hcl_key(name: &str) -> String {
    let is_identifier = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_identifier { name.to_owned() } else { quoted(name) }
}
