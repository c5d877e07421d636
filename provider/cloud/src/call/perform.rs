//! The loop around the attempts of one call.

use std::fmt;
use std::sync::Arc;

use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::trace;

use super::CallContext;
use super::attempt::{signed, unsigned};
use super::backoff;
use super::decode::decode;
use super::judge::{Again, Reply, Verdict, header_id, judge};
use super::limiter::Limiter;
use crate::action::{Action, Safety, Service};
use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, Endpoints};
use crate::error::{Attempted, Error};
use crate::stamps::Stamps;
use crate::transport::{Exchange, Failure, Response};
use crate::wire::Parameters;

/// A call without its types.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) service: Service,
    pub(crate) action: &'static str,
    pub(crate) safety: Safety,
    pub(crate) parameters: Parameters,
}

impl Outgoing {
    pub(crate) fn of<A: Action>(action: &A) -> Self {
        Self { service: A::SERVICE, action: A::NAME, safety: action.safety(), parameters: action.parameters() }
    }
}

/// Where the credentials of a call come from.
pub(crate) trait Keys: Sync {
    /// Credentials to sign the next attempt with; none for a call that anybody may make.
    fn keys(&self, ctx: &CallContext) -> impl Future<Output = Result<Option<Arc<Credentials>>, Error>> + Send;

    /// Called when the cloud said these are expired. Whether others can be had.
    fn forget(&self, stale: &Arc<Credentials>) -> bool;
}

/// Signs and sends calls with whatever credentials it is given.
pub(crate) struct Caller {
    pub(crate) exchange: Box<dyn Exchange>,
    pub(crate) endpoints: Endpoints,
    pub(crate) region: String,
    pub(crate) max_retries: u32,
    pub(crate) stamps: Arc<dyn Stamps>,
    limiter: Limiter,
}

impl Caller {
    pub(crate) fn new(
        exchange: Box<dyn Exchange>,
        endpoints: Endpoints,
        region: String,
        max_retries: u32,
        stamps: Arc<dyn Stamps>,
    ) -> Self {
        Self { exchange, endpoints, region, max_retries, stamps, limiter: Limiter::default() }
    }

    /// Makes one call and returns its raw answer.
    pub(crate) async fn perform<K: Keys>(&self, call: &Outgoing, keys: &K, ctx: &CallContext) -> Result<Reply, Error> {
        let endpoint = self.endpoints.of(call.service);
        let started = Instant::now();
        // Whether an attempt of ours may have changed something.
        let mut lost = false;
        let mut attempts = 0;
        trace!(service = call.service.key(), action = call.action, parameters = ?call.parameters, "calling the cloud");
        loop {
            attempts += 1;
            let turn = self.limiter.reserve(call.service, call.action);
            pause(call, ctx, turn, lost).await?;
            let credentials = keys.keys(ctx).await?;
            let result = self.attempt(call, credentials.as_deref(), endpoint, ctx).await?;
            let attempted = Attempted {
                service: call.service,
                action: call.action,
                safety: call.safety,
                host: endpoint.host().to_owned(),
                attempts,
                elapsed: started.elapsed(),
            };
            self.log(&attempted, &result);
            let again = match judge(call, attempted, lost, result) {
                Verdict::Done(reply) => return Ok(reply),
                Verdict::GiveUp(error) => return Err(error),
                Verdict::Again(again) => again,
            };
            lost |= again.lost && call.safety != Safety::Read;
            let next = self.next_attempt(&again, attempts, ctx);
            let renewable = || credentials.as_ref().is_some_and(|stale| keys.forget(stale));
            let Some(next) = next.filter(|_| !again.stale || renewable()) else {
                return Err(again.error);
            };
            pause(call, ctx, next, lost).await?;
        }
    }

    /// One attempt, ended by cancellation or the deadline.
    async fn attempt(
        &self,
        call: &Outgoing,
        credentials: Option<&Credentials>,
        endpoint: &Endpoint,
        ctx: &CallContext,
    ) -> Result<Result<Response, Failure>, Error> {
        let stamps = self.stamps.as_ref();
        let request = match credentials {
            Some(credentials) => signed(call, credentials, endpoint, stamps),
            None => unsigned(call, endpoint, stamps),
        };
        let exchange = self.exchange.exchange(endpoint, request);
        let bounded = async {
            match ctx.deadline {
                Some(deadline) => timeout_at(deadline, exchange)
                    .await
                    .unwrap_or_else(|_| Err(Failure::Lost("the operation's time was up".to_owned()))),
                None => exchange.await,
            }
        };
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(cancelled(call, call.safety != Safety::Read)),
            result = bounded => Ok(result),
        }
    }

    /// When to try again; `None` when the attempts or the time are used up.
    fn next_attempt(&self, again: &Again, attempts: u32, ctx: &CallContext) -> Option<Instant> {
        if attempts > self.max_retries {
            return None;
        }
        let next = Instant::now() + backoff::wait(attempts, fastrand::f64(), again.asked);
        ctx.deadline.is_none_or(|deadline| next < deadline).then_some(next)
    }

    fn log(&self, attempted: &Attempted, result: &Result<Response, Failure>) {
        let Attempted { service, action, host, attempts, elapsed, .. } = attempted;
        let elapsed_ms = elapsed.as_secs_f64() * 1000.0;
        let (service, region) = (service.key(), &self.region);
        match result {
            Ok(response) => {
                let (http_status, bytes, request_id) = (response.status, response.body.len(), RequestId(response));
                trace!(service, action, host, region, attempts, elapsed_ms, http_status, bytes, %request_id, "answered");
            }
            Err(failure) => {
                trace!(service, action, host, region, attempts, elapsed_ms, ?failure, "no answer");
            }
        }
    }
}

/// The request id of an answer, looked for only when somebody reads the log.
struct RequestId<'a>(&'a Response);

impl fmt::Display for RequestId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Response { status, headers, body } = self.0;
        f.write_str(&decode(*status, header_id(headers), body).request_id)
    }
}

fn cancelled(call: &Outgoing, in_flight: bool) -> Error {
    Error::Cancelled { service: call.service, action: call.action, in_flight }
}

/// Waits for an instant, or until cancellation or the deadline.
async fn pause(call: &Outgoing, ctx: &CallContext, until: Instant, lost: bool) -> Result<(), Error> {
    if ctx.cancel.is_cancelled() {
        return Err(cancelled(call, lost));
    }
    if ctx.deadline.is_some_and(|deadline| deadline <= until.max(Instant::now())) {
        return Err(Error::DeadlinePassed { service: call.service, action: call.action });
    }
    if until <= Instant::now() {
        return Ok(());
    }
    tokio::select! {
        biased;
        () = ctx.cancel.cancelled() => Err(cancelled(call, lost)),
        () = sleep_until(until) => Ok(()),
    }
}
