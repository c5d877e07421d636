//! The identity of a policy: its account and its name.

use async_trait::async_trait;
use tfplugin::{
    Model, context::Context, diagnostic::Diagnostics, identity::Identified, model::Attr, private::Private,
    resource::Resource as _,
};

use super::{CamAssumeRoleGrant, TYPE, model::GrantModel, policy_name};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::identity::{must_be_own_account, owner},
    rules::tencent as rules,
};

/// The identity of a policy.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct PolicyIdentity {
    /// UIN of the root account that owns the policy. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(rules::uin()))]
    account_id: Attr<String>,
    /// Name of the policy.
    #[attr(required, validate(policy_name()))]
    policy_name: Attr<String>,
}

impl PolicyIdentity {
    /// The identity of a listed policy.
    pub(super) fn new(account_id: &str, policy_name: &str) -> Self {
        Self { account_id: account_id.into(), policy_name: policy_name.into() }
    }
}

#[async_trait]
impl Identified for CamAssumeRoleGrant {
    type Identity = PolicyIdentity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &GrantModel,
        private: &Private,
    ) -> Option<PolicyIdentity> {
        let account_id = match state.account_id.as_str() {
            Some(id) => id.to_owned(),
            None => owner(account(context).ok()?, context, private).await?,
        };
        Some(PolicyIdentity { account_id: account_id.into(), policy_name: state.policy_name.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: PolicyIdentity,
    ) -> Result<GrantModel, Diagnostics> {
        must_be_own_account(account(context)?, context, TYPE, identity.account_id.as_str()).await?;
        self.import(context, identity.policy_name.as_str().unwrap_or_default()).await
    }
}
