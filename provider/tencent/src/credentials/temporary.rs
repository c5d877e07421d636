//! What all sources of temporary credentials share.

use cloud_core::{CallContext, Client, Endpoint, Error, Secret, SigningCredentials, read_answer};
use jiff::Timestamp;

use super::model::fits_in_headers;
use super::{Credentials, CredentialsError};
use crate::action::{Action, call_of};
use crate::endpoint::Endpoints;
use crate::protocol::TencentProtocol;
use crate::sts;

/// What a source of credentials needs to obtain them.
#[derive(Clone, Copy)]
pub(super) struct ProvideContext<'a> {
    pub(super) client: &'a Client<TencentProtocol>,
    pub(super) endpoints: &'a Endpoints,
    /// The metadata service of CVM instances.
    pub(super) metadata: &'a Endpoint,
    pub(super) ctx: &'a CallContext,
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
    let reply = reply.map_err(|error| wrap_unless_interrupted(error, wrap))?;
    let sts::AssumedRole { credentials: keys, expired_time, .. } = read_answer::<sts::AssumedRole>(reply)?.answer;
    let unusable = |reason| CredentialsError::TemporaryKeys { role_arn: role_arn.to_owned(), reason };
    temporary(keys.tmp_secret_id.expose(), keys.tmp_secret_key, keys.token, expired_time)
        .map_err(|reason| unusable(reason).into())
}

/// Adds to an error what was tried, unless the caller ended the call.
fn wrap_unless_interrupted(error: Error, wrap: impl FnOnce(Box<Error>) -> CredentialsError) -> Error {
    match error {
        interrupted @ (Error::Cancelled { .. } | Error::DeadlinePassed { .. }) => interrupted,
        other => wrap(Box::new(other)).into(),
    }
}

/// Temporary credentials, or why they cannot be used. The expiry is in Unix seconds.
pub(super) fn temporary(
    id: &str,
    key: Secret,
    token: Secret,
    expired_time: Option<i64>,
) -> Result<Credentials, String> {
    if id.is_empty() || key.is_empty() || token.is_empty() {
        return Err("the answer lacks the key ID, the key or the token".to_owned());
    }
    let seconds = expired_time.ok_or("the answer lacks the expiry")?;
    let expires = Timestamp::from_second(seconds).map_err(|_| format!("their expiry {seconds} is not a time"))?;
    let keys = Credentials { token: Some(token), expires: Some(expires), ..Credentials::permanent(id, key) };
    if fits_in_headers(&keys) {
        Ok(keys)
    } else {
        Err("they contain a character that an HTTP header cannot contain".to_owned())
    }
}
