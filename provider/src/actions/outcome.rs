//! How an action begins and ends, and its time limit.

use std::time::Duration;

use tfplugin::{
    action::Progress,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    validate::parse_duration,
};

use crate::{
    accounts::{AccountOf, Client, Clouds, SessionOf},
    resources::shared::{OperationError, how_to_wait_longer, minutes},
};

/// How long an action may take if its configuration does not say it.
const LIMIT: Duration = minutes(60);
/// What the operations of the resources call the limit of an update.
const OF_RESOURCES: &str = "update";

/// The time limit of an action.
fn limit(timeout: &Attr<String>) -> Duration {
    timeout.as_str().and_then(|text| parse_duration(text).ok()).unwrap_or(LIMIT)
}

/// A session in the account of the provider block, which shows its progress.
///
/// # Errors
/// The provider is offline or has no region, or the credentials do not work or belong to another account.
pub(super) async fn session<'c, C: Client>(
    account: &'c AccountOf<C>,
    context: &'c Context<Clouds>,
    timeout: &Attr<String>,
    progress: &'c Progress,
) -> Result<SessionOf<'c, C>, Diagnostic> {
    account.required_region()?;
    let session = account.session(&context.cancel, limit(timeout))?;
    account.id(&context.cancel).await?;
    Ok(session.showing(progress))
}

/// The diagnostics of an action. `id` is the argument with the ID of the job: an error is about this argument if it is not about one of
/// the `own` arguments of the action, because the other arguments of the resources are not in its configuration.
pub(super) fn diagnostics(result: Result<(), OperationError>, id: &str, own: &[&str]) -> Diagnostics {
    let at = AttributePath::of(&[id]);
    let is_own = |path: &AttributePath| own.iter().any(|name| *path == AttributePath::of(&[name]));
    match result {
        Ok(()) => Diagnostics::new(),
        Err(OperationError::Interrupted(doing)) => Diagnostic::error(
            "Interrupted",
            format!(
                "{doing} was interrupted. DTS continues with what it has accepted. Run the action again to complete it."
            ),
        )
        .at(at)
        .into(),
        Err(OperationError::Failed(failed)) => failed
            .into_iter()
            .map(of_action)
            .map(|one| if is_own(&one.path) { one } else { one.at(at.clone()) })
            .collect(),
    }
}

/// The same diagnostic with what the user of an action can do.
fn of_action(mut diagnostic: Diagnostic) -> Diagnostic {
    let ours = "Run the action again to continue waiting; if necessary, increase its timeout.";
    diagnostic.detail = diagnostic.detail.replace(&how_to_wait_longer(OF_RESOURCES), ours);
    diagnostic
}

#[cfg(test)]
mod tests {
    use cloud_core::Error;

    use super::*;
    use crate::resources::shared::WaitError;

    #[test]
    fn an_error_is_about_the_id_and_says_what_to_do_with_the_action() {
        let late = OperationError::of_wait_for(
            "migration task job1",
            "migration",
            WaitError::<Error>::TimedOut,
            "Suspending",
            OF_RESOURCES,
        );
        let found: Vec<Diagnostic> = diagnostics(Err(late), "task_id", &["ignore"]).into_iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, AttributePath::of(&["task_id"]));
        assert!(found[0].detail.contains("Run the action again to continue waiting"), "{}", found[0].detail);
        assert!(!found[0].detail.contains("timeouts block"), "{}", found[0].detail);
        let interrupted = diagnostics(Err(OperationError::Interrupted("Suspending".to_owned())), "task_id", &[]);
        assert!(interrupted.has_errors());
        assert!(!diagnostics(Ok(()), "task_id", &[]).has_errors());
    }

    #[test]
    fn an_error_about_an_argument_of_the_action_stays_there_and_one_about_another_argument_does_not() {
        for (argument, expected) in [("ignore", "ignore"), ("source", "task_id"), ("task_id", "task_id")] {
            let failed = Diagnostic::error("No", "").at(AttributePath::of(&[argument]));
            let found: Vec<Diagnostic> = diagnostics(Err(failed.into()), "task_id", &["ignore"]).into_iter().collect();
            assert_eq!(found[0].path, AttributePath::of(&[expected]), "{argument}");
        }
    }

    #[test]
    fn the_limit_is_the_one_of_the_configuration() {
        assert_eq!(limit(&"90s".into()), Duration::from_secs(90));
        assert_eq!(limit(&Attr::Null), LIMIT);
    }
}
