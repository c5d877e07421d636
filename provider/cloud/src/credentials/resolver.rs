//! Keeps the credentials, becomes roles, and renews what is about to expire.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tracing::warn;

use super::source::{Found, find};
use super::{AssumeRole, Credentials, CredentialsConfig, CredentialsError};
use crate::action::{Action as _, Service};
use crate::call::{CallContext, Caller, Keys, Outgoing};
use crate::cloud::read;
use crate::environment::Environment;
use crate::error::Error;
use crate::stamps::Stamps;
use crate::sts;

/// Renewed when no longer than this is left.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
const SESSION_NAME: &str = "terraform";

/// Finds credentials on first use and keeps them.
pub(crate) struct Resolver {
    config: CredentialsConfig,
    environment: Environment,
    stamps: Arc<dyn Stamps>,
    current: Mutex<Option<Arc<Credentials>>>,
    /// Held while searching or renewing, so that it happens once; holds what the search found.
    search: tokio::sync::Mutex<Option<Arc<Found>>>,
}

impl Resolver {
    pub(crate) fn new(config: CredentialsConfig, environment: Environment, stamps: Arc<dyn Stamps>) -> Self {
        let (current, search) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { config, environment, stamps, current, search }
    }

    fn current(&self) -> Option<Arc<Credentials>> {
        // An Option is whole even if a holder panicked: a poisoned lock may be used.
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, credentials: Option<Arc<Credentials>>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = credentials;
    }

    fn current_with(&self, left: SignedDuration) -> Option<Arc<Credentials>> {
        let now = self.stamps.now();
        let lasts = |keys: &Arc<Credentials>| keys.expires.is_none_or(|end| end.duration_since(now) > left);
        self.current().filter(lasts)
    }

    async fn resolve(&self, caller: &Caller, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        if let Some(current) = self.current_with(MARGIN) {
            return Ok(current);
        }
        let mut search = self.turn(ctx).await?;
        if let Some(current) = self.current_with(MARGIN) {
            return Ok(current);
        }
        let found = match &*search {
            Some(found) => Arc::clone(found),
            None => Arc::clone(search.insert(Arc::new(find(&self.config, &self.environment)?))),
        };
        match become_roles(&found, caller, ctx).await {
            Ok(credentials) => {
                self.keep(Some(Arc::clone(&credentials)));
                Ok(credentials)
            }
            Err(error) => self.last_minutes(error),
        }
    }

    /// Waits while another call searches or renews.
    async fn turn(&self, ctx: &CallContext) -> Result<tokio::sync::MutexGuard<'_, Option<Arc<Found>>>, Error> {
        let (service, action) = (Service::Sts, sts::AssumeRole::NAME);
        let late = async {
            match ctx.deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = ctx.cancel.cancelled() => Err(Error::Cancelled { service, action, in_flight: false }),
            guard = self.search.lock() => Ok(guard),
            () = late => Err(Error::DeadlinePassed { service, action }),
        }
    }

    /// Renewing failed, but what we have may still live for a while.
    fn last_minutes(&self, error: Error) -> Result<Arc<Credentials>, Error> {
        match self.current_with(SignedDuration::ZERO) {
            Some(current) if !error.is_cancelled() => {
                warn!(%error, "temporary credentials could not be renewed; using them until they expire");
                Ok(current)
            }
            _ => Err(error),
        }
    }
}

/// Credentials as the call path asks for them.
pub(crate) struct ResolverKeys<'a> {
    pub(crate) resolver: &'a Resolver,
    pub(crate) caller: &'a Caller,
}

impl Keys for ResolverKeys<'_> {
    async fn keys(&self, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        self.resolver.resolve(self.caller, ctx).await
    }

    fn forget(&self, stale: &Arc<Credentials>) -> bool {
        let renewable = stale.expires.is_some();
        if renewable && self.resolver.current().is_some_and(|current| Arc::ptr_eq(&current, stale)) {
            self.resolver.keep(None);
        }
        renewable
    }
}

/// Credentials given once and for all.
struct Fixed(Arc<Credentials>);

impl Keys for Fixed {
    async fn keys(&self, _ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
        Ok(Arc::clone(&self.0))
    }

    fn forget(&self, _stale: &Arc<Credentials>) -> bool {
        false
    }
}

async fn become_roles(found: &Found, caller: &Caller, ctx: &CallContext) -> Result<Arc<Credentials>, Error> {
    let mut credentials = Arc::new(found.credentials.clone());
    let mut origin = found.origin.clone();
    for role in &found.roles {
        credentials = Arc::new(assume(role, Fixed(credentials), &origin, caller, ctx).await?);
        origin = format!("the role {}", role.role_arn);
    }
    Ok(credentials)
}

async fn assume(
    role: &AssumeRole,
    keys: Fixed,
    origin: &str,
    caller: &Caller,
    ctx: &CallContext,
) -> Result<Credentials, Error> {
    let request = sts::AssumeRole {
        role_arn: role.role_arn.clone(),
        role_session_name: role.session_name.clone().unwrap_or_else(|| SESSION_NAME.to_owned()),
        duration_seconds: role.duration_seconds,
        policy: role.policy.clone(),
        external_id: role.external_id.clone(),
    };
    let reply = match caller.perform(&Outgoing::of(&request), &keys, ctx).await {
        Ok(reply) => reply,
        Err(cancelled @ (Error::Cancelled { .. } | Error::DeadlinePassed { .. })) => {
            return Err(cancelled);
        }
        Err(source) => {
            let (role_arn, origin) = (role.role_arn.clone(), origin.to_owned());
            return Err(CredentialsError::AssumeRole { role_arn, origin, source: Box::new(source) }.into());
        }
    };
    let answer = read::<sts::AssumedRole>(reply)?.answer;
    temporary(role, answer.credentials).map_err(Error::from)
}

fn temporary(role: &AssumeRole, keys: sts::TemporaryCredentials) -> Result<Credentials, CredentialsError> {
    let unusable = |reason: String| CredentialsError::TemporaryKeys { role_arn: role.role_arn.clone(), reason };
    if keys.access_key_id.is_empty() || keys.access_key_secret.is_empty() || keys.security_token.is_empty() {
        return Err(unusable("the answer lacks the key, its secret or its token".to_owned()));
    }
    let expires: Timestamp = keys
        .expiration
        .parse()
        .map_err(|error| unusable(format!("their end {:?} is no time: {error}", keys.expiration)))?;
    Ok(Credentials {
        security_token: Some(keys.security_token),
        expires: Some(expires),
        ..Credentials::lasting(keys.access_key_id, keys.access_key_secret)
    })
}
