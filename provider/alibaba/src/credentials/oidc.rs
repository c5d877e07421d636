//! A role for a token of an identity provider. The call has no signature: the token says who calls.

use std::fs;
use std::sync::Arc;

use super::obtain::{Way, of_role, unless_ended};
use super::source::OidcRole;
use super::{Credentials, CredentialsError};
use crate::call::{CallContext, Keys, Outgoing};
use crate::cloud::read;
use crate::error::Error;
use crate::secret::Secret;
use crate::sts;

/// Nobody signs.
struct Nobody;

impl Keys for Nobody {
    async fn keys(&self, _ctx: &CallContext) -> Result<Option<Arc<Credentials>>, Error> {
        Ok(None)
    }

    fn forget(&self, _stale: &Arc<Credentials>) -> bool {
        false
    }
}

/// Takes on the role. The file is read each time, since whoever writes it replaces tokens before they expire.
pub(super) async fn assume(role: &OidcRole, origin: &str, way: Way<'_>) -> Result<Credentials, Error> {
    let request = sts::AssumeRoleWithOIDC {
        oidc_provider_arn: role.provider_arn.clone(),
        role_arn: role.role_arn.clone(),
        oidc_token: token(role, origin)?,
        role_session_name: role.session_name.clone(),
        duration_seconds: role.duration_seconds,
        policy: role.policy.clone(),
    };
    let refused = |source| CredentialsError::AssumeRoleWithOidc {
        role_arn: role.role_arn.clone(),
        provider_arn: role.provider_arn.clone(),
        token_file: role.token_file.clone(),
        origin: origin.to_owned(),
        source,
    };
    let reply = way.caller.perform(&Outgoing::of(&request), &Nobody, way.ctx).await;
    let reply = reply.map_err(|error| unless_ended(error, refused))?;
    of_role(&role.role_arn, read::<sts::AssumedRole>(reply)?.answer).map_err(Error::from)
}

fn token(role: &OidcRole, origin: &str) -> Result<Secret, CredentialsError> {
    let failed = |reason: String| CredentialsError::OidcToken {
        origin: origin.to_owned(),
        path: role.token_file.clone(),
        reason,
    };
    let text = fs::read_to_string(&role.token_file).map(Secret::from).map_err(|error| failed(error.to_string()))?;
    match text.expose().trim() {
        "" => Err(failed("it is empty".to_owned())),
        token => Ok(Secret::from(token)),
    }
}
