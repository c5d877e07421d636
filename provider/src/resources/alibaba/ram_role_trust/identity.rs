//! The identity of a role: its account and its name.

use async_trait::async_trait;
use tfplugin::{
    Model, context::Context, diagnostic::Diagnostics, identity::Identified, model::Attr, private::Private,
    resource::Resource as _,
};

use super::{RamRoleTrust, TYPE, model::TrustModel};
use crate::{
    accounts::{Clouds, account},
    resources::shared::identity::{must_be_own_account, owner},
    rules::alibaba as rules,
};

/// The identity of a role.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct RoleIdentity {
    /// The account that owns the role. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Name of the role.
    #[attr(required, validate(rules::role_name()))]
    role_name: Attr<String>,
}

impl RoleIdentity {
    /// The identity of a listed role.
    pub(super) fn new(account_id: &str, role_name: &str) -> Self {
        Self { account_id: account_id.into(), role_name: role_name.into() }
    }
}

#[async_trait]
impl Identified for RamRoleTrust {
    type Identity = RoleIdentity;

    async fn identity(&self, context: &Context<Clouds>, state: &TrustModel, private: &Private) -> Option<RoleIdentity> {
        let account_id = match state.account_id.as_str() {
            Some(id) => id.to_owned(),
            None => owner(account(context).ok()?, context, private).await?,
        };
        Some(RoleIdentity { account_id: account_id.into(), role_name: state.role_name.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: RoleIdentity,
    ) -> Result<TrustModel, Diagnostics> {
        must_be_own_account(account(context)?, context, TYPE, identity.account_id.as_str()).await?;
        self.import(context, identity.role_name.as_str().unwrap_or_default()).await
    }
}
