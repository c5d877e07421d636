//! The actions of Alibaba Cloud, one file each.

mod cut_over;
mod precheck;
mod resume;
mod suspend;

use tfplugin::{
    action::Progress,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    registry::RegisteredAction,
};

use super::outcome;
use crate::{
    accounts::{Clouds, account},
    resources::shared::{OperationError, Session},
};

/// All actions of Alibaba Cloud.
pub(super) fn all() -> Vec<RegisteredAction<Clouds>> {
    vec![
        RegisteredAction::new(cut_over::CutOver),
        RegisteredAction::new(precheck::Precheck),
        RegisteredAction::new(resume::Resume),
        RegisteredAction::new(suspend::Suspend),
    ]
}

/// The session of an action in the account of the provider block.
async fn session<'c>(
    context: &'c Context<Clouds>,
    timeout: &Attr<String>,
    progress: &'c Progress,
) -> Result<Session<'c>, Diagnostic> {
    outcome::session(account(context)?, context, timeout, progress).await
}

fn diagnostics(result: Result<(), OperationError>) -> Diagnostics {
    outcome::diagnostics(result, "task_id")
}
