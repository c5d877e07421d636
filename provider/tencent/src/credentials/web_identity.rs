//! A role for the token of an identity provider. The call has no signature: the token identifies the caller.

use cloud_core::{Anonymous, Error, Secret, read_token};

use super::model::WebIdentityRole;
use super::temporary::{ProvideContext, assume};
use super::{Credentials, CredentialsError};
use crate::sts;

/// Assumes the role. The file is read each time, because the identity provider replaces the token before it expires.
pub(super) async fn assume_role(
    role: &WebIdentityRole,
    origin: &str,
    provide: ProvideContext<'_>,
) -> Result<Credentials, Error> {
    let request = sts::AssumeRoleWithWebIdentity {
        provider_id: role.provider_id.clone(),
        web_identity_token: token(role, origin).await?,
        role_arn: role.role_arn.clone(),
        role_session_name: role.session_name.clone(),
        duration_seconds: role.duration_seconds,
    };
    let wrap = |source| CredentialsError::AssumeRoleWithWebIdentity {
        role_arn: role.role_arn.clone(),
        provider_id: role.provider_id.clone(),
        token_file: role.token_file.clone(),
        origin: origin.to_owned(),
        source,
    };
    assume(&request, &role.role_arn, &Anonymous, provide, wrap).await
}

async fn token(role: &WebIdentityRole, origin: &str) -> Result<Secret, CredentialsError> {
    let failed = |reason: String| CredentialsError::WebIdentityToken {
        origin: origin.to_owned(),
        path: role.token_file.clone(),
        reason,
    };
    read_token(&role.token_file).await.map_err(failed)
}
