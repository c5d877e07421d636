//! The outcome of a change.

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Applied in place, with these calls.
    InPlace(Vec<String>),
    /// Stored without a call: only the provider uses the argument.
    ProviderOnly,
    /// The object is to be replaced.
    Replaced,
    /// Refused at plan: the rule, or the summary if no rule is named.
    Refused(String),
    /// Refused at apply, with an error that says what to do.
    RefusedAtApply(String),
    /// Wrong: the unexpected result.
    Wrong(String),
}

impl Outcome {
    /// The text in the table.
    pub(super) fn text(&self) -> String {
        match self {
            Self::InPlace(calls) => format!("in place: {}", calls.join(", ")),
            Self::ProviderOnly => "in place, nothing to call".to_owned(),
            Self::Replaced => "replaced".to_owned(),
            Self::Refused(rule) => format!("refused: {rule}"),
            Self::RefusedAtApply(summary) => format!("refused at apply: {summary}"),
            Self::Wrong(what) => format!("WRONG: {what}"),
        }
    }
}
