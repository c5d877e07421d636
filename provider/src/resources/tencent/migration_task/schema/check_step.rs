//! A step of the check, as the task shows it.

use tfplugin::{Model, model::Attr};

/// A step of a check that did not pass.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CheckStep {
    /// ID of the step, such as `BinlogParamCheck`.
    #[attr(computed)]
    pub(crate) step_id: Attr<String>,
    /// `pass`, `warning`, `failed`, `blocked` or `notStarted`.
    #[attr(computed)]
    pub(crate) state: Attr<String>,
    /// What is wrong, as DTS says.
    #[attr(computed)]
    pub(crate) message: Attr<String>,
    /// What DTS recommends.
    #[attr(computed)]
    pub(crate) solution: Attr<String>,
    /// Whether it is skipped.
    #[attr(computed)]
    pub(crate) skipped: Attr<bool>,
}
