//! Why a step of an apply did not come to its end.

use alibaba::Error;
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::{diagnostics::cloud_error, resources::shared::Stopped};

/// The user's wish to stop, or something to tell.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Interrupted while doing this.
    Interrupted(String),
    /// Told to the user.
    Told(Diagnostics),
}

impl From<Diagnostic> for Trouble {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Told(diagnostic.into())
    }
}

impl From<Diagnostics> for Trouble {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Told(diagnostics)
    }
}

impl Trouble {
    /// Of a call: `tried` begins a sentence, and `tell` makes the message.
    pub(super) fn of_call(error: &Error, tried: &str, tell: impl FnOnce(&Error) -> Diagnostic) -> Self {
        if error.is_cancelled() { Self::Interrupted(tried.to_owned()) } else { tell(error).into() }
    }

    /// Of a wait in which `doing` went on, which may take as long as the timeout of `operation`.
    pub(super) fn of_wait(stopped: Stopped<Error>, doing: &str, task_id: &str, operation: &str) -> Self {
        match stopped {
            Stopped::Failed(error) => {
                let tried = format!("{doing}: reading migration task {task_id}");
                Self::of_call(&error, doing, |error| cloud_error("Cannot watch the migration", &tried, error))
            }
            Stopped::TimedOut => Diagnostic::error(
                "The change takes longer than allowed",
                format!(
                    "{doing} (migration task {task_id}) is not done within the time allowed. DTS goes on; apply again to wait \
                     further, with a longer timeouts {{ {operation} }} if need be."
                ),
            )
            .into(),
            Stopped::Cancelled => Self::Interrupted(doing.to_owned()),
        }
    }
}

/// The job is not there any more.
pub(super) fn gone(task_id: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration instance is gone",
        format!(
            "The instance of migration task {task_id} vanished while it was waited for or changed: somebody released it. \
             Plan again to see what is left."
        ),
    )
}
