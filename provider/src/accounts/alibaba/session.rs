//! One operation's calls: the client, the time limit and the cancellation.

use std::time::Duration;

use ::alibaba::{Action, Answered, CallContext, Cloud, Error, sts::CallerIdentity};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// A client within one operation.
#[derive(Clone)]
pub(crate) struct Session<'c> {
    cloud: &'c Cloud,
    pub(crate) cancel: CancellationToken,
    pub(crate) deadline: Instant,
}

impl<'c> Session<'c> {
    /// A session with a time limit.
    pub(crate) fn new(cloud: &'c Cloud, cancel: &CancellationToken, limit: Duration) -> Self {
        Self { cloud, cancel: cancel.clone(), deadline: Instant::now() + limit }
    }

    /// The same session with a shorter time limit.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.clone() }
    }

    /// Calls the cloud, and repeats the call if that is safe.
    ///
    /// # Errors
    /// As [`Cloud::call`].
    pub(crate) async fn call<A: Action>(&self, action: &A) -> Result<Answered<A::Answer>, Error> {
        let context = CallContext::new(self.cancel.clone()).until(self.deadline);
        self.cloud.call(action, &context).await
    }

    /// The identity of the credentials. Each client sends the call once.
    ///
    /// # Errors
    /// As [`Cloud::caller_identity`].
    pub(crate) async fn caller_identity(&self) -> Result<CallerIdentity, Error> {
        let context = CallContext::new(self.cancel.clone()).until(self.deadline);
        self.cloud.caller_identity(&context).await.cloned()
    }

    /// The time by the clock of the cloud; none before its first response.
    pub(crate) fn server_time(&self) -> Option<Timestamp> {
        self.cloud.server_time()
    }

    /// Region of the tasks.
    pub(crate) fn region(&self) -> String {
        self.cloud.region().to_owned()
    }
}
