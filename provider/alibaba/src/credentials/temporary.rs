//! What all sources of temporary credentials share.

use cloud_core::{CallContext, Client, Endpoint, Environment, Error, Secret, SigningCredentials};
use jiff::Timestamp;

use super::model::fits_in_headers;
use super::{Credentials, CredentialsError};
use crate::action::{Action, call_of, read};
use crate::endpoint::Endpoints;
use crate::protocol::AlibabaProtocol;
use crate::sts;

/// What a source of credentials needs to obtain them.
#[derive(Clone, Copy)]
pub(super) struct ProvideContext<'a> {
    pub(super) client: &'a Client<AlibabaProtocol>,
    pub(super) endpoints: &'a Endpoints,
    /// The metadata service of ECS instances.
    pub(super) metadata: &'a Endpoint,
    pub(super) ctx: &'a CallContext,
    pub(super) environment: &'a Environment,
    /// The time by the clock of the client.
    pub(super) now: Timestamp,
}

/// Calls STS for the temporary credentials of a role. `wrap` adds to an error what was tried.
pub(super) async fn assume<A>(
    request: &A,
    role_arn: &str,
    signing: &impl SigningCredentials<Credentials>,
    provide: ProvideContext<'_>,
    wrap: impl FnOnce(Box<Error>) -> CredentialsError,
) -> Result<Credentials, Error>
where
    A: Action<Answer = sts::AssumedRole>,
{
    let endpoint = provide.endpoints.of(A::SERVICE)?;
    let reply = provide.client.perform(&call_of(request), endpoint, signing, provide.ctx).await;
    let keys =
        read::<sts::AssumedRole>(reply.map_err(|error| wrap_unless_interrupted(error, wrap))?)?.answer.credentials;
    let unusable = |reason| CredentialsError::TemporaryKeys { role_arn: role_arn.to_owned(), reason };
    temporary(keys.access_key_id, keys.access_key_secret, keys.security_token, &keys.expiration)
        .map_err(|reason| unusable(reason).into())
}

/// Adds to an error what was tried, unless the caller ended the call.
fn wrap_unless_interrupted(error: Error, wrap: impl FnOnce(Box<Error>) -> CredentialsError) -> Error {
    match error {
        interrupted @ (Error::Cancelled { .. } | Error::DeadlinePassed { .. }) => interrupted,
        other => wrap(Box::new(other)).into(),
    }
}

/// Temporary credentials, or why they cannot be used.
pub(super) fn temporary(id: String, secret: Secret, token: Secret, expiration: &str) -> Result<Credentials, String> {
    if id.is_empty() || secret.is_empty() || token.is_empty() {
        return Err("the answer lacks the key, its secret or its token".to_owned());
    }
    let expires: Timestamp =
        expiration.parse().map_err(|error| format!("their expiration {expiration:?} is not a time: {error}"))?;
    let keys =
        Credentials { security_token: Some(token), expires: Some(expires), ..Credentials::permanent(id, secret) };
    if fits_in_headers(&keys) {
        Ok(keys)
    } else {
        Err("they contain a character that an HTTP header cannot contain".to_owned())
    }
}
