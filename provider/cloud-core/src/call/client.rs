//! The loop around the attempts of one call.

use std::fmt;
use std::sync::{Arc, OnceLock};

use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::trace;

use super::CallContext;
use super::attempt::{signed, unsigned};
use super::backoff;
use super::decode::decode;
use super::judge::{Again, Reply, Verdict, header_id, judge};
use super::limiter::{Limiter, limiter_of};
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
    /// Until the account is known.
    own_limiter: Limiter,
    account_limiter: OnceLock<Arc<Limiter>>,
}

impl Caller {
    pub(crate) fn new(
        exchange: Box<dyn Exchange>,
        endpoints: Endpoints,
        region: String,
        max_retries: u32,
        stamps: Arc<dyn Stamps>,
    ) -> Self {
        let (own_limiter, account_limiter) = (Limiter::default(), OnceLock::new());
        Self { exchange, endpoints, region, max_retries, stamps, own_limiter, account_limiter }
    }

    /// From now on the calls count for this account, together with those of every other client of it.
    pub(crate) fn count_for(&self, account_id: &str) {
        self.account_limiter.get_or_init(|| limiter_of(account_id, self.endpoints.of(Service::Dts)));
    }

    fn limiter(&self) -> &Limiter {
        self.account_limiter.get().map_or(&self.own_limiter, Arc::as_ref)
    }

    /// Makes one call and returns its raw answer.
    pub(crate) async fn perform<K: Keys>(&self, call: &Outgoing, keys: &K, ctx: &CallContext) -> Result<Reply, Error> {
        let endpoint = self.endpoints.of(call.service);
        let started = Instant::now();
        // Whether an attempt of ours may have changed something.
        let mut lost = false;
        let mut attempts = 0;
        // What the attempt before ended with.
        let mut last = None;
        trace!(service = call.service.key(), action = call.action, parameters = ?call.parameters, "calling the cloud");
        loop {
            attempts += 1;
            let turn = self.limiter().reserve(call.service, call.action);
            let begun = async {
                pause(call, ctx, turn, lost).await?;
                keys.keys(ctx).await
            };
            let credentials = match begun.await {
                Ok(credentials) => credentials,
                Err(error) => return Err(weightier(last, error, lost)),
            };
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
            match pause(call, ctx, next, lost).await {
                Ok(()) => last = Some(again.error),
                Err(error) => return Err(weightier(Some(again.error), error, lost)),
            }
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

/// Of the last attempt's error and the reason why there is no further attempt, what the user has to know: that time is up
/// says less than what the time went by with, and an attempt that may have taken effect is not forgotten over trouble
/// with credentials.
fn weightier(last: Option<Error>, error: Error, lost: bool) -> Error {
    match (last, error) {
        (Some(last), Error::DeadlinePassed { .. }) => last,
        (_, cancelled @ Error::Cancelled { .. }) => cancelled,
        (Some(last), _) if lost => last,
        (_, error) => error,
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
