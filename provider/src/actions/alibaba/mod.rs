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

use super::outcome::{self, limit};
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
    outcome::diagnostics(result, "task_id")
}
