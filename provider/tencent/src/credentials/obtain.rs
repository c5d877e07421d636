//! From what the search found to credentials that sign.

use std::sync::Arc;

use cloud_core::{Error, Static};

use super::model::{Base, Found};
use super::temporary::{ProvideContext, assume};
use super::{AssumeRole, Credentials, CredentialsError, SESSION_NAME, cvm_metadata, web_identity};
use crate::sts;

/// Obtains the keys of the base and assumes the roles one after the other.
pub(super) async fn obtain(found: &Found, provide: ProvideContext<'_>) -> Result<Credentials, Error> {
    let mut credentials = match &found.base {
        Base::Keys(keys) => keys.clone(),
        Base::WebIdentity(role) => web_identity::assume_role(role, &found.origin, provide).await?,
        Base::Instance(role) => cvm_metadata::obtain(role, &found.origin, provide).await?,
    };
    let mut origin = found.origin.clone();
    for role in &found.roles {
        credentials = assume_role(role, credentials, &origin, provide).await?;
        origin = format!("the role {}", role.role_arn);
    }
    Ok(credentials)
}

async fn assume_role(
    role: &AssumeRole,
    keys: Credentials,
    origin: &str,
    provide: ProvideContext<'_>,
) -> Result<Credentials, Error> {
    let request = sts::AssumeRole {
        role_arn: role.role_arn.clone(),
        role_session_name: role.session_name.clone().unwrap_or_else(|| SESSION_NAME.to_owned()),
        duration_seconds: role.duration_seconds,
        policy: role.policy.as_deref().map(sts::url_encoded_policy),
        external_id: role.external_id.clone(),
        ..sts::AssumeRole::default()
    };
    let wrap = |source| {
        let (role_arn, origin) = (role.role_arn.clone(), origin.to_owned());
        CredentialsError::AssumeRole { role_arn, origin, source }
    };
    assume(&request, &role.role_arn, &Static(Arc::new(keys)), provide, wrap).await
}
