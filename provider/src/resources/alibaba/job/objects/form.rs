//! The two forms of a selection.

/// A form of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `objects`.
    Hcl,
    /// `objects_json`.
    Json,
}

impl Form {
    /// The argument.
    pub(crate) fn argument(self) -> &'static str {
        match self {
            Form::Hcl => "objects",
            Form::Json => "objects_json",
        }
    }
}
