//! The lock that a killed Terraform leaves on the server of its state.

use crate::kill_matrix::checks::{reported, succeeds};
use crate::kill_matrix::fixture::{APPLY, Fixture};

/// The next apply reports the lock, and the user removes it by the ID in the message.
pub(crate) async fn remove(fixture: &Fixture) -> Result<(), String> {
    let refused = fixture.run(&APPLY).await;
    let id = refused.errors().iter().find_map(|error| lock_id(&error.detail));
    let Some(id) = id else { return Err(format!("the apply did not report the stale lock: {}", reported(&refused))) };
    succeeds(&fixture.terraform.run(&["force-unlock", "-force", &id]).await.unwrap())
}

/// The ID in the description of a lock.
fn lock_id(detail: &str) -> Option<String> {
    let line = detail.lines().find_map(|line| line.trim().strip_prefix("ID:"))?;
    Some(line.trim().to_owned())
}
