//! What became of a change.

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Carried out in place, by these calls.
    InPlace(Vec<String>),
    /// Taken over without a call: it is about how the provider behaves.
    ProviderOnly,
    /// The object is to be replaced.
    Replaced,
    /// Refused at plan; the rule, or the summary where there is none.
    Refused(String),
    /// Wrong: what happened in place of one of the above.
    Wrong(String),
}

impl Outcome {
    /// As the table has it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::InPlace(calls) => format!("in place: {}", calls.join(", ")),
            Self::ProviderOnly => "in place, nothing to call".to_owned(),
            Self::Replaced => "replaced".to_owned(),
            Self::Refused(rule) => format!("refused: {rule}"),
            Self::Wrong(what) => format!("WRONG: {what}"),
        }
    }
}
