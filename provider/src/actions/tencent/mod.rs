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

use super::outcome::{self, limit};
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

/// A session in the account of the provider block, which shows its progress.
///
/// # Errors
/// The provider is offline, or the credentials do not work or belong to another account.
async fn session<'c>(
    context: &'c Context<Clouds>,
    timeout: &Attr<String>,
    progress: &'c Progress,
) -> Result<Session<'c>, Diagnostic> {
    let account = account(context)?;
    account.required_region()?;
    let session = account.session(&context.cancel, limit(timeout))?;
    account.id(&context.cancel).await?;
    Ok(session.showing(progress))
}

fn diagnostics(result: Result<(), OperationError>) -> Diagnostics {
    outcome::diagnostics(result, "instance_id")
}
