//! A role for the token of an identity provider. The call has no signature: the token identifies the caller.

use std::fs;

use cloud_core::{Anonymous, Error, Secret};

use super::model::OidcRole;
use super::temporary::{ProvideContext, assume};
use super::{Credentials, CredentialsError};
use crate::sts;

/// Assumes the role. The file is read each time, because the identity provider replaces the token before it expires.
pub(super) async fn assume_role(
    role: &OidcRole,
    origin: &str,
    provide: ProvideContext<'_>,
) -> Result<Credentials, Error> {
    let request = sts::AssumeRoleWithOIDC {
        oidc_provider_arn: role.provider_arn.clone(),
        role_arn: role.role_arn.clone(),
        oidc_token: token(role, origin)?,
        role_session_name: role.session_name.clone(),
        duration_seconds: role.duration_seconds,
        policy: role.policy.clone(),
    };
    let wrap = |source| CredentialsError::AssumeRoleWithOidc {
        role_arn: role.role_arn.clone(),
        provider_arn: role.provider_arn.clone(),
        token_file: role.token_file.clone(),
        origin: origin.to_owned(),
        source,
    };
    assume(&request, &role.role_arn, &Anonymous, provide, wrap).await
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
