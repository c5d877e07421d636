//! The session of a role, whichever cloud it is in: what renew and close need of it.

mod grant;
mod refusal;
mod renew;

pub(super) use grant::{Grant, SESSION_NAME};
pub(super) use refusal::not_assumed;
pub(super) use renew::{Kind, renew};

use tfplugin::private::Private;
use tracing::debug;

/// Does nothing but write a log record: no call ends the session of a role.
pub(super) fn close(private: &Private) {
    if let Some(Grant { role_arn, expires, .. }) = Grant::from_private(private) {
        debug!(%role_arn, %expires, "the credentials are closed; STS cannot revoke them before they expire");
    }
}
