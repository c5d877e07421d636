//! From what was found to credentials that sign: keys are asked for, roles are taken on.

use std::sync::Arc;

use jiff::Timestamp;

use super::source::{Base, Found, can_be_sent};
use super::{AssumeRole, Credentials, CredentialsError, SESSION_NAME, machine, oidc};
use crate::call::{CallContext, Caller, Keys, Outgoing};
use crate::cloud::read;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::secret::Secret;
use crate::sts;

/// Whom to ask.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) caller: &'a Caller,
    pub(super) metadata: &'a Endpoint,
    pub(super) ctx: &'a CallContext,
}

/// Begins with what was found and becomes its roles one after the other.
pub(super) async fn obtain(found: &Found, way: Way<'_>) -> Result<Credentials, Error> {
    let mut credentials = match &found.base {
        Base::Keys(keys) => keys.clone(),
        Base::Oidc(role) => oidc::assume(role, &found.origin, way).await?,
        Base::Machine(role) => machine::ask(role, &found.origin, way).await?,
    };
    let mut origin = found.origin.clone();
    for role in &found.roles {
        credentials = assume(role, Fixed(Arc::new(credentials)), &origin, way).await?;
        origin = format!("the role {}", role.role_arn);
    }
    Ok(credentials)
}

/// Credentials given once and for all.
struct Fixed(Arc<Credentials>);

impl Keys for Fixed {
    async fn keys(&self, _ctx: &CallContext) -> Result<Option<Arc<Credentials>>, Error> {
        Ok(Some(Arc::clone(&self.0)))
    }

    fn forget(&self, _stale: &Arc<Credentials>) -> bool {
        false
    }
}

async fn assume(role: &AssumeRole, keys: Fixed, origin: &str, way: Way<'_>) -> Result<Credentials, Error> {
    let request = sts::AssumeRole {
        role_arn: role.role_arn.clone(),
        role_session_name: role.session_name.clone().unwrap_or_else(|| SESSION_NAME.to_owned()),
        duration_seconds: role.duration_seconds,
        policy: role.policy.clone(),
        external_id: role.external_id.clone(),
    };
    let refused = |source| {
        let (role_arn, origin) = (role.role_arn.clone(), origin.to_owned());
        CredentialsError::AssumeRole { role_arn, origin, source }
    };
    let reply = way.caller.perform(&Outgoing::of(&request), &keys, way.ctx).await;
    let reply = reply.map_err(|error| unless_ended(error, refused))?;
    of_role(&role.role_arn, read::<sts::AssumedRole>(reply)?.answer).map_err(Error::from)
}

/// Gives an error its reason, unless the call was ended from outside.
pub(super) fn unless_ended(error: Error, reason: impl FnOnce(Box<Error>) -> CredentialsError) -> Error {
    match error {
        ended @ (Error::Cancelled { .. } | Error::DeadlinePassed { .. }) => ended,
        other => reason(Box::new(other)).into(),
    }
}

/// The temporary credentials of a role.
pub(super) fn of_role(role_arn: &str, answer: sts::AssumedRole) -> Result<Credentials, CredentialsError> {
    let keys = answer.credentials;
    temporary(keys.access_key_id, keys.access_key_secret, keys.security_token, &keys.expiration)
        .map_err(|reason| CredentialsError::TemporaryKeys { role_arn: role_arn.to_owned(), reason })
}

/// Temporary credentials, or why they are none.
pub(super) fn temporary(id: String, secret: Secret, token: Secret, expiration: &str) -> Result<Credentials, String> {
    if id.is_empty() || secret.is_empty() || token.is_empty() {
        return Err("the answer lacks the key, its secret or its token".to_owned());
    }
    let expires: Timestamp =
        expiration.parse().map_err(|error| format!("their end {expiration:?} is no time: {error}"))?;
    let keys = Credentials { security_token: Some(token), expires: Some(expires), ..Credentials::lasting(id, secret) };
    if can_be_sent(&keys) { Ok(keys) } else { Err("they hold a character no HTTP header can carry".to_owned()) }
}
