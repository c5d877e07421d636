//! Notices that the process which started us is gone.
//!
//! A Terraform that is killed sends no `Shutdown`. Without this the provider would stay behind for ever, and what it was
//! doing would go on beside the next run.

use std::time::Duration;

/// How often the parent is looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// Returns when the process has got another parent, which is how the system shows the death of the first.
#[cfg(unix)]
pub(super) async fn parent_exited() {
    let parent = std::os::unix::process::parent_id();
    while std::os::unix::process::parent_id() == parent {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Never returns: other systems keep the parent's number after its death.
#[cfg(not(unix))]
pub(super) async fn parent_exited() {
    std::future::pending().await
}
