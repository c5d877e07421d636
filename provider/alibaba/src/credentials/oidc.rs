//! A role for the token of an identity provider. The call has no signature: the token identifies the caller.

use cloud_core::{Anonymous, Error, Secret, read_token};

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
        oidc_token: token(role, origin).await?,
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

async fn token(role: &OidcRole, origin: &str) -> Result<Secret, CredentialsError> {
    let failed = |reason: String| CredentialsError::OidcToken {
        origin: origin.to_owned(),
        path: role.token_file.clone(),
        reason,
    };
    read_token(&role.token_file).await.map_err(failed)
}
