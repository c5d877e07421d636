//! The lock on the name of an object, for creates and deletes of objects of the same name.

use tfplugin::diagnostic::Diagnostic;
use tokio::sync::OwnedMutexGuard;

use super::Operation;
use crate::accounts::InFlightNames;

/// Locks a name until the guard is dropped. `step` is what the operation does next, for the message: `RAM role "x" was created`.
///
/// # Errors
/// The user interrupted Terraform while another operation held the lock.
pub(crate) async fn lock_name(
    operation: &impl Operation,
    names: &InFlightNames,
    name: &str,
    step: &str,
) -> Result<OwnedMutexGuard<()>, Diagnostic> {
    tokio::select! {
        guard = names.lock_name(name) => Ok(guard),
        () = operation.cancellation().cancelled() => Err(Diagnostic::error(
            "Interrupted",
            format!("Terraform was interrupted before {step}. This resource was not changed."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::resources::shared::testing::{Reply, StubCloud};

    #[tokio::test]
    async fn an_interruption_ends_the_wait_for_a_name() {
        let cloud = StubCloud::start(|_, _| Reply::Drop).await;
        let session = cloud.session(Duration::from_secs(60));
        let names = InFlightNames::default();
        let guard = lock_name(&session, &names, "a", "it was created").await.unwrap();
        let waiting = lock_name(&session, &names, "a", "RAM role \"a\" was deleted");
        let interrupting = async { cloud.interrupt() };
        let (waited, ()) = tokio::join!(waiting, interrupting);
        let text = waited.unwrap_err().detail;
        assert_eq!(text, "Terraform was interrupted before RAM role \"a\" was deleted. This resource was not changed.");
        drop(guard);
    }
}
