//! One operation's calls: the client, the time limit and the cancellation.

use std::time::Duration;

use cloud_core::{CallContext, Error};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::client::{Client, Identity};

/// A client within one operation.
pub(crate) struct Session<'c, C> {
    pub(super) client: &'c C,
    pub(crate) cancel: CancellationToken,
    pub(crate) deadline: Instant,
}

impl<'c, C: Client> Session<'c, C> {
    /// A session with a time limit.
    pub(crate) fn new(client: &'c C, cancel: &CancellationToken, limit: Duration) -> Self {
        Self { client, cancel: cancel.clone(), deadline: Instant::now() + limit }
    }

    /// The same session with a shorter time limit.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.clone() }
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
        Self { client: self.client, cancel: self.cancel.clone(), deadline: self.deadline }
    }
}
