//! Changes from outside Terraform.

use acceptance_harness::profiles::Key;
use alibaba::ram::{AttachPolicyToRole, CreateRole, DeleteRole, DetachPolicyFromRole, UpdateRole};
use alibaba::{Action, CallContext, Cloud, Config, CredentialsConfig, EndpointOverrides, Secret};
use tokio_util::sync::CancellationToken;

/// A client with one account's key.
pub(crate) struct ExternalClient(Cloud);

impl ExternalClient {
    pub(crate) fn new(url: &str, key: Key) -> Self {
        let address = Some(url.to_owned());
        let config = Config {
            credentials: CredentialsConfig {
                access_key_id: Some(key.id.to_owned()),
                access_key_secret: Some(Secret::from(key.secret)),
                ..CredentialsConfig::default()
            },
            endpoints: EndpointOverrides { dts: address.clone(), ram: address.clone(), sts: address },
            ..Config::new("cn-hangzhou")
        };
        Self(Cloud::new(config).unwrap())
    }

    pub(crate) async fn call<A: Action>(&self, action: A) -> A::Answer {
        self.0.call(&action, &CallContext::new(CancellationToken::new())).await.unwrap().answer
    }

    pub(crate) async fn create_role(&self, name: &str, trust: &str) {
        let action = CreateRole {
            role_name: name.to_owned(),
            assume_role_policy_document: trust.to_owned(),
            ..CreateRole::default()
        };
        self.call(action).await;
    }

    pub(crate) async fn set_trust(&self, name: &str, trust: &str) {
        let action = UpdateRole {
            role_name: name.to_owned(),
            new_assume_role_policy_document: Some(trust.to_owned()),
            ..UpdateRole::default()
        };
        self.call(action).await;
    }

    pub(crate) async fn attach(&self, role: &str, policy: &str) {
        self.call(AttachPolicyToRole {
            policy_type: "System".to_owned(),
            policy_name: policy.to_owned(),
            role_name: role.to_owned(),
        })
        .await;
    }

    pub(crate) async fn detach(&self, role: &str, policy: &str) {
        self.call(DetachPolicyFromRole {
            policy_type: "System".to_owned(),
            policy_name: policy.to_owned(),
            role_name: role.to_owned(),
        })
        .await;
    }

    pub(crate) async fn delete_role(&self, name: &str) {
        self.call(DeleteRole { role_name: name.to_owned() }).await;
    }
}
