//! One operation's calls: the client, the time limit and the cancellation.

use std::time::Duration;

use cloud_core::{CallContext, Error};
use jiff::Timestamp;
use tfplugin::action::Progress;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::client::{Client, Identity};

/// A client within one operation.
pub(crate) struct Session<'c, C> {
    pub(super) client: &'c C,
    pub(crate) cancel: CancellationToken,
    pub(crate) deadline: Instant,
    /// Where an action shows its progress.
    progress: Option<&'c Progress>,
}

impl<'c, C: Client> Session<'c, C> {
    /// A session with a time limit.
    pub(crate) fn new(client: &'c C, cancel: &CancellationToken, limit: Duration) -> Self {
        Self { client, cancel: cancel.clone(), deadline: Instant::now() + limit, progress: None }
    }

    /// The same session with a shorter time limit.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.clone() }
    }

    /// The same session for an action: its waits show their progress.
    pub(crate) fn showing(self, progress: &'c Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// Shows the progress of a wait, if an action waits.
    pub(crate) fn show(&self, line: impl FnOnce() -> String) {
        if let Some(progress) = self.progress {
            progress.report(line());
        }
    }

    /// What a call within this operation has to observe.
    pub(super) fn context(&self) -> CallContext {
        CallContext::new(self.cancel.clone()).until(self.deadline)
    }

    /// The account of the credentials. Each client looks it up once.
    ///
    /// # Errors
    /// As a call.
    pub(crate) async fn identity(&self) -> Result<Identity, Error> {
        self.client.identity(&self.context()).await
    }

    /// Where the credentials come from, for messages; none before they are found.
    pub(super) fn credentials_origin(&self) -> Option<String> {
        self.client.credentials_origin()
    }

    /// The time by the clock of the cloud; none before its first response.
    pub(crate) fn server_time(&self) -> Option<Timestamp> {
        self.client.server_time()
    }

    /// Region of the tasks.
    pub(crate) fn region(&self) -> String {
        self.client.region().to_owned()
    }
}

impl<C> Clone for Session<'_, C> {
    fn clone(&self) -> Self {
        Self { client: self.client, cancel: self.cancel.clone(), deadline: self.deadline, progress: self.progress }
    }
}
