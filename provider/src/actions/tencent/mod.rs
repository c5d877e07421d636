//! The actions of Tencent Cloud, one file each.

mod check;
mod complete;
mod pause;
mod resume;

use tfplugin::{
    action::Progress,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    registry::RegisteredAction,
};

use super::outcome;
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    resources::shared::OperationError,
};

/// All actions of Tencent Cloud.
pub(super) fn all() -> Vec<RegisteredAction<Clouds>> {
    vec![
        RegisteredAction::new(check::RunCheck),
        RegisteredAction::new(complete::Complete),
        RegisteredAction::new(pause::Pause),
        RegisteredAction::new(resume::Resume),
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
    outcome::diagnostics(result, "instance_id")
}
