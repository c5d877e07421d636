//! Signs and sends calls, and repeats them where that is safe.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};
use tracing::trace;

use super::backoff;
use super::rate_limiter::RateLimiter;
use super::retry::{Decision, Reply, Retry, retry_decision};
use crate::clock::{Clock, NonceSource, ServerClock};
use crate::context::CallContext;
use crate::credentials::SigningCredentials;
use crate::endpoint::Endpoint;
use crate::error::{Attempted, Error};
use crate::protocol::{Call, Protocol, Stamp};
use crate::scrub::Scrubber;
use crate::service::Safety;
use crate::transport::{HttpClient, HttpRequest, HttpResponse, TransportFailure};

/// How often one call obtains other credentials after the cloud rejected them.
const MAX_RENEWALS: u32 = 2;

/// What a [`Client`] works with.
pub struct ClientSettings {
    /// Sends the requests.
    pub http: Box<dyn HttpClient>,
    /// Region, for the log.
    pub region: String,
    /// How often a call is repeated after its first attempt.
    pub max_retries: u32,
    /// Time of the signatures.
    pub clock: Arc<dyn Clock>,
    /// Nonces of the signatures.
    pub nonces: Arc<dyn NonceSource>,
    /// Spaces the calls. Clients of the same account may share one.
    pub rate_limiter: Arc<RateLimiter>,
}

/// Why a request has neither a response nor a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// Its context was cancelled.
    Cancelled,
    /// The deadline of its context passed.
    DeadlinePassed,
}

/// Performs the calls of one cloud.
pub struct Client<P> {
    protocol: P,
    settings: ClientSettings,
    server_clock: ServerClock,
}

impl<P: Protocol> Client<P> {
    /// A client. Opens no connection.
    pub fn new(protocol: P, settings: ClientSettings) -> Self {
        Self { protocol, settings, server_clock: ServerClock::default() }
    }

    /// Region of the client.
    pub fn region(&self) -> &str {
        &self.settings.region
    }

    /// The time by the clock of the cloud; none before its first response.
    pub fn server_time(&self) -> Option<Timestamp> {
        self.server_clock.now()
    }

    /// Performs one call: waits for the documented rate, signs, sends, repeats what is safe to repeat.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::outcome_unknown`] shows whether the call may have had an effect all the same.
    pub async fn perform<S: SigningCredentials<P::Credentials>>(
        &self,
        call: &Call<P::Payload>,
        endpoint: &Endpoint,
        signing: &S,
        ctx: &CallContext,
    ) -> Result<Reply, Error> {
        let started = Instant::now();
        let limit = self.protocol.calls_per_second(call.service, call.action);
        // Whether an earlier attempt may have had an effect.
        let mut lost = false;
        let mut attempts = 0;
        // How often the credentials were rejected.
        let mut renewals = 0;
        // The error of the attempt before.
        let mut last = None;
        trace!(service = call.service.key, action = call.action, parameters = ?call.payload, "calling the cloud");
        loop {
            attempts += 1;
            let free = self.settings.rate_limiter.reserve(call.service, call.action, limit);
            let begun = async {
                pause(call, ctx, free, lost).await?;
                signing.credentials(ctx).await
            };
            let credentials = match begun.await {
                Ok(credentials) => credentials,
                Err(error) => return Err(more_informative_error(last, error, lost)),
            };
            let result = self.attempt(call, credentials.as_deref(), endpoint, ctx).await?;
            let attempted = Attempted {
                service: call.service,
                action: call.action,
                safety: call.safety,
                host: endpoint.host().into(),
                attempts,
                elapsed: started.elapsed(),
            };
            self.log(&attempted, &result);
            let scrubber = || Scrubber::of(self.protocol.secrets(call, credentials.as_deref()));
            let retry = match retry_decision(&self.protocol, call, attempted, lost, result, scrubber) {
                Decision::Done(reply) => return Ok(reply),
                Decision::GiveUp(error) => return Err(error),
                Decision::Retry(retry) => retry,
            };
            lost |= retry.may_have_taken_effect && call.safety != Safety::Read;
            let Some(next) = self.next_attempt(&retry, attempts, ctx) else { return Err(retry.error) };
            if retry.credentials_rejected {
                renewals += 1;
                let renewable = match &credentials {
                    Some(rejected) if renewals <= MAX_RENEWALS => signing.invalidate(rejected).await,
                    _ => false,
                };
                if !renewable {
                    return Err(retry.error);
                }
            }
            match pause(call, ctx, next, lost).await {
                Ok(()) => last = Some(retry.error),
                Err(error) => return Err(more_informative_error(Some(retry.error), error, lost)),
            }
        }
    }

    /// Sends one request without a signature or a repetition, until the context ends it.
    ///
    /// # Errors
    /// When the context was cancelled or its deadline passed.
    pub async fn send(
        &self,
        endpoint: &Endpoint,
        request: HttpRequest,
        ctx: &CallContext,
    ) -> Result<Result<HttpResponse, TransportFailure>, Interrupted> {
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(Interrupted::Cancelled),
            result = self.settings.http.send(endpoint, request) => Ok(result),
            () = ctx.deadline_passed() => Err(Interrupted::DeadlinePassed),
        }
    }

    async fn attempt(
        &self,
        call: &Call<P::Payload>,
        credentials: Option<&P::Credentials>,
        endpoint: &Endpoint,
        ctx: &CallContext,
    ) -> Result<Result<HttpResponse, TransportFailure>, Error> {
        let stamp = Stamp { now: self.settings.clock.now(), nonce: self.settings.nonces.nonce() };
        let mut request = self.protocol.encode(call, endpoint);
        self.protocol.sign(call, &mut request, credentials, &stamp);
        match self.send(endpoint, request, ctx).await {
            Ok(result) => {
                if let Ok(response) = &result {
                    self.server_clock.read(&response.headers);
                }
                Ok(result)
            }
            Err(Interrupted::Cancelled) => Err(cancelled(call, call.safety != Safety::Read)),
            Err(Interrupted::DeadlinePassed) => {
                Ok(Err(TransportFailure::Lost("the time limit of the operation has passed".to_owned())))
            }
        }
    }

    /// When to try again; `None` when no attempt or no time is left.
    fn next_attempt(&self, retry: &Retry, attempts: u32, ctx: &CallContext) -> Option<Instant> {
        if attempts > self.settings.max_retries {
            return None;
        }
        let next = Instant::now() + backoff::wait(attempts, fastrand::f64(), retry.retry_after);
        ctx.deadline.is_none_or(|deadline| next < deadline).then_some(next)
    }

    fn log(&self, attempted: &Attempted, result: &Result<HttpResponse, TransportFailure>) {
        let Attempted { service, action, host, attempts, elapsed, .. } = attempted;
        let elapsed_ms = elapsed.as_secs_f64() * 1000.0;
        let (service, region) = (service.key, &self.settings.region);
        match result {
            Ok(response) => {
                let (http_status, bytes) = (response.status, response.body.len());
                let request_id = RequestId { protocol: &self.protocol, response };
                trace!(service, action, host, region, attempts, elapsed_ms, http_status, bytes, %request_id, "answered");
            }
            Err(failure) => {
                trace!(service, action, host, region, attempts, elapsed_ms, ?failure, "no answer");
            }
        }
    }
}

/// The request id of a response, decoded only when the log is written.
struct RequestId<'a, P> {
    protocol: &'a P,
    response: &'a HttpResponse,
}

impl<P: Protocol> fmt::Display for RequestId<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.protocol.decode(self.response).request_id)
    }
}

/// Of the last attempt's error and the reason why there is no further attempt, the one that the user needs: why the time was
/// used up is more useful than that it was, and an attempt that may have had an effect is more important than a failure of
/// the credentials.
fn more_informative_error(last: Option<Error>, error: Error, lost: bool) -> Error {
    match (last, error) {
        (Some(last), Error::DeadlinePassed { .. }) => last,
        (_, cancelled @ Error::Cancelled { .. }) => cancelled,
        (Some(last), _) if lost => last,
        (_, error) => error,
    }
}

fn name<P>(call: &Call<P>) -> String {
    format!("{} {}", call.service, call.action)
}

fn cancelled<P>(call: &Call<P>, in_flight: bool) -> Error {
    Error::Cancelled { call: name(call), in_flight }
}

/// Waits for an instant, or until cancellation or the deadline.
async fn pause<P>(call: &Call<P>, ctx: &CallContext, until: Instant, lost: bool) -> Result<(), Error> {
    if ctx.cancel.is_cancelled() {
        return Err(cancelled(call, lost));
    }
    if ctx.deadline.is_some_and(|deadline| deadline <= until.max(Instant::now())) {
        return Err(Error::DeadlinePassed { call: name(call) });
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
