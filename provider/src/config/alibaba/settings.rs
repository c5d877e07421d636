//! From the block and the environment to the settings of a client.

use std::{path::PathBuf, sync::Arc};

use ::alibaba::{
    AssumeRole, AssumeRoleWithOidc, Cloud, Config, CredentialsConfig, CredentialsError, EndpointOverrides, Environment,
    Error, Secret,
};
use tfplugin::model::Attr;

use super::Alibaba;
use crate::{
    accounts::{Client as _, REGION_VARIABLES},
    config::{
        cloud_block::{Arguments, CloudBlock},
        general::General,
    },
    facts::alibaba as facts,
    rules::alibaba as rules,
};

impl CloudBlock for Alibaba {
    type Client = Cloud;

    fn arguments(&self) -> Arguments<'_> {
        Arguments {
            block: Cloud::BLOCK,
            key: [("access_key_id", &self.access_key_id), ("access_key_secret", &self.access_key_secret)],
            security_token: &self.security_token,
            other_sources: [
                ("profile", self.profile.is_known()),
                ("ecs_role_name", self.ecs_role_name.is_known()),
                ("assume_role_with_oidc", self.assume_role_with_oidc.is_known()),
            ],
            profiles_at: ("shared_credentials_file", self.shared_credentials_file.is_known()),
            account_id: &self.account_id,
            role: match (&self.assume_role, &self.assume_role_with_oidc) {
                (Attr::Known(role), _) => Some(("assume_role", &role.role_arn)),
                (Attr::Null, Attr::Known(role)) => Some(("assume_role_with_oidc", &role.role_arn)),
                _ => None,
            },
            account_of_role: |arn| rules::parse_role_arn(arn).map(|(account, _)| account),
            region: &self.region,
            region_rule: rules::region(),
            profile: &self.profile,
            profile_region: "region_id of the profile",
        }
    }

    fn region_in<'e>(&self, environment: &'e Environment) -> Option<(&'static str, &'e str)> {
        environment.first(&REGION_VARIABLES)
    }

    async fn region_of_profile(&self, environment: &Environment) -> Result<Option<String>, Error> {
        Ok(credentials_of(self).profile_region(environment).await?)
    }

    fn unknown_region(region: &str) -> Option<String> {
        let is_unknown = facts::region(region).is_none();
        is_unknown.then(|| rules::similar_region(region).unwrap_or(region).to_owned())
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

fn credentials_of(alibaba: &Alibaba) -> CredentialsConfig {
    let secret = |value: &Attr<String>| value.as_str().map(Secret::from);
    CredentialsConfig {
        access_key_id: alibaba.access_key_id.clone().into_option(),
        access_key_secret: secret(&alibaba.access_key_secret),
        security_token: secret(&alibaba.security_token),
        profile: alibaba.profile.clone().into_option(),
        ecs_role_name: alibaba.ecs_role_name.clone().into_option(),
        assume_role_with_oidc: alibaba.assume_role_with_oidc.get().map(|role| AssumeRoleWithOidc {
            role_arn: role.role_arn.clone().into_option(),
            oidc_provider_arn: role.oidc_provider_arn.clone().into_option(),
            oidc_token_file: role.oidc_token_file.as_str().map(PathBuf::from),
            session_name: role.session_name.clone().into_option(),
            duration_seconds: role.duration_seconds.get().copied(),
            policy: None,
        }),
        config_file: alibaba.shared_credentials_file.as_str().map(PathBuf::from),
        assume_role: alibaba.assume_role.get().map(|role| AssumeRole {
            role_arn: role.role_arn.or(String::new()),
            session_name: role.session_name.clone().into_option(),
            duration_seconds: role.duration_seconds.get().copied(),
            external_id: role.external_id.clone().into_option(),
            policy: role.policy.clone().into_option(),
        }),
    }
}

fn endpoints_of(alibaba: &Alibaba) -> EndpointOverrides {
    let endpoints = alibaba.endpoints.clone().into_option().unwrap_or_default();
    EndpointOverrides {
        dts: endpoints.dts.into_option(),
        ram: endpoints.ram.into_option(),
        sts: endpoints.sts.into_option(),
    }
}
