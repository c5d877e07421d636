//! From the block and the environment to the settings of a client.

use std::{path::PathBuf, sync::Arc};

use ::tencent::{
    AssumeRole, AssumeRoleWithWebIdentity, Cloud, Config, CredentialsConfig, CredentialsError, EndpointOverrides,
    Environment, Error, Secret, Site,
};
use tfplugin::model::Attr;

use super::{
    Tencent,
    block::{HTTP, INTERNATIONAL},
};
use crate::{
    accounts::Client as _,
    config::{
        cloud_block::{Arguments, CloudBlock},
        general::General,
    },
    rules::tencent as rules,
};

/// The variable that names the region.
const REGION_VARIABLE: &str = "TENCENTCLOUD_REGION";

impl CloudBlock for Tencent {
    type Client = Cloud;

    fn arguments(&self) -> Arguments<'_> {
        Arguments {
            block: Cloud::BLOCK,
            key: [("secret_id", &self.secret_id), ("secret_key", &self.secret_key)],
            security_token: &self.security_token,
            other_sources: [
                ("profile", self.profile.is_known()),
                ("cam_role_name", self.cam_role_name.is_known()),
                ("assume_role_with_web_identity", self.assume_role_with_web_identity.is_known()),
            ],
            profiles_at: ("shared_credentials_dir", self.shared_credentials_dir.is_known()),
            account_id: &self.account_id,
            role: match (&self.assume_role, &self.assume_role_with_web_identity) {
                (Attr::Known(role), _) => Some(("assume_role", &role.role_arn)),
                (Attr::Null, Attr::Known(role)) => Some(("assume_role_with_web_identity", &role.role_arn)),
                _ => None,
            },
            account_of_role: |arn| rules::parse_role_arn(arn).map(|(account, _)| account),
            region: &self.region,
            region_rule: rules::region(),
            profile: &self.profile,
            profile_region: "The region of the profile",
        }
    }

    fn region_in<'e>(&self, environment: &'e Environment) -> Option<(&'static str, &'e str)> {
        environment.first(&[REGION_VARIABLE])
    }

    async fn region_of_profile(&self, environment: &Environment) -> Result<Option<String>, Error> {
        Ok(credentials_of(self).profile_region(environment).await?)
    }

    /// The hosts of Tencent Cloud do not have the region in their names.
    fn unknown_region(_region: &str) -> Option<String> {
        None
    }

    fn is_error_of_profiles(error: &Error) -> bool {
        matches!(error.credentials_error(), Some(CredentialsError::ProfileFile { .. }))
    }

    fn client(&self, region: String, general: General) -> Result<Cloud, Error> {
        let defaults = Config::new(region);
        Cloud::new(Config {
            credentials: credentials_of(self),
            endpoints: endpoints_of(self),
            max_retries: general.max_retries.unwrap_or(defaults.max_retries),
            request_timeout: general.request_timeout.unwrap_or(defaults.request_timeout),
            rate_limiter: Arc::new(general.rate_limiter()),
            user_agent: general.user_agent,
            environment: general.environment,
            ..defaults
        })
    }
}

fn credentials_of(block: &Tencent) -> CredentialsConfig {
    let secret = |value: &Attr<String>| value.as_str().map(Secret::from);
    CredentialsConfig {
        secret_id: block.secret_id.clone().into_option(),
        secret_key: secret(&block.secret_key),
        security_token: secret(&block.security_token),
        profile: block.profile.clone().into_option(),
        shared_credentials_dir: block.shared_credentials_dir.as_str().map(PathBuf::from),
        cam_role_name: block.cam_role_name.clone().into_option(),
        assume_role_with_web_identity: block.assume_role_with_web_identity.get().map(|role| {
            AssumeRoleWithWebIdentity {
                role_arn: role.role_arn.clone().into_option(),
                provider_id: role.provider_id.clone().into_option(),
                web_identity_token_file: role.web_identity_token_file.as_str().map(PathBuf::from),
                session_name: role.session_name.clone().into_option(),
                duration_seconds: role.session_duration.get().copied(),
            }
        }),
        assume_role: block.assume_role.get().map(|role| AssumeRole {
            role_arn: role.role_arn.or(String::new()),
            session_name: role.session_name.clone().into_option(),
            duration_seconds: role.session_duration.get().copied(),
            external_id: secret(&role.external_id),
            policy: role.policy.clone().into_option(),
        }),
    }
}

fn endpoints_of(block: &Tencent) -> EndpointOverrides {
    let endpoints = block.endpoints.clone().into_option().unwrap_or_default();
    let plain = block.protocol.as_str() == Some(HTTP);
    let with_protocol = |domain: String| {
        if plain && !domain.contains("://") { format!("http://{domain}") } else { domain }
    };
    EndpointOverrides {
        dts: endpoints.dts.into_option(),
        cam: endpoints.cam.into_option(),
        sts: endpoints.sts.into_option(),
        domain: block.domain.clone().into_option().map(with_protocol),
        site: if block.site.as_str() == Some(INTERNATIONAL) { Site::International } else { Site::China },
    }
}
