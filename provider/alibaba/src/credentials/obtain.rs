//! From what the search found to credentials that sign.

use std::sync::Arc;

use cloud_core::{Error, Static};

use super::model::{Base, Found};
use super::temporary::{ProvideContext, assume};
use super::{AssumeRole, Credentials, CredentialsError, SESSION_NAME, ecs_metadata, external, oidc, uri};
use crate::sts;

/// Obtains the keys of the base and assumes the roles one after the other.
pub(super) async fn obtain(found: &Found, provide: ProvideContext<'_>) -> Result<Credentials, Error> {
    let printed = match &found.base {
        Base::External(external) => Some(external::obtain(external, &found.origin, provide.environment).await?),
        _ => None,
    };
    let base = printed.as_ref().map_or(&found.base, |printed| &printed.base);
    let mut credentials = match base {
        Base::Keys(keys) if keys.expires.is_some_and(|end| end <= provide.now) => {
            return Err(CredentialsError::SessionExpired { origin: found.origin.clone() }.into());
        }
        Base::Keys(keys) => keys.clone(),
        Base::Uri(uri) => uri::obtain(uri, &found.origin, provide).await?,
        // The program does not print such a profile.
        Base::External(_) => return Err(CredentialsError::SessionExpired { origin: found.origin.clone() }.into()),
        Base::Oidc(role) => oidc::assume_role(role, &found.origin, provide).await?,
        Base::Instance(role) => ecs_metadata::obtain(role, &found.origin, provide).await?,
    };
    let mut origin = found.origin.clone();
    for role in printed.iter().flat_map(|printed| &printed.roles).chain(&found.roles) {
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
        policy: role.policy.clone(),
        external_id: role.external_id.clone(),
    };
    let wrap = |source| {
        let (role_arn, origin) = (role.role_arn.clone(), origin.to_owned());
        CredentialsError::AssumeRole { role_arn, origin, source }
    };
    assume(&request, &role.role_arn, &Static(Arc::new(keys)), provide, wrap).await
}
