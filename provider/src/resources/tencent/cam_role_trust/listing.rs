//! The list of the roles that other accounts may assume.

use async_trait::async_trait;
use tencent::cam::{DescribeRoleList, RoleInfo, Tag};
use tfplugin::{
    Model,
    context::Context,
    diagnostic::Diagnostics,
    list_resource::{Found, ListResource},
    model::{Attr, Map},
};

use super::{TYPE, identity::RoleIdentity, trust_policy::trusted_accounts};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::listing::{Place, cannot_list, has_prefix, has_tags},
    rules::{
        name_length, no_space_around,
        tencent::{tag_filter, uin},
    },
};

/// Selects roles of the account. Only roles whose trust policy lets another account assume the role are listed.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct RoleFilter {
    /// Lists only roles whose name begins with this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name_prefix: Attr<String>,
    /// Lists only roles that trust the root account with this UIN.
    #[attr(optional, validate(uin()))]
    trusted_account_id: Attr<String>,
    /// Lists only roles that have all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
}

/// The list.
pub(in crate::resources::tencent) struct Roles;

#[async_trait]
impl ListResource for Roles {
    type Model = RoleFilter;
    type Identity = RoleIdentity;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn list(
        &self,
        context: &Context<Clouds>,
        config: RoleFilter,
        found: &mut Found<RoleIdentity>,
    ) -> Result<(), Diagnostics> {
        let Place { session, account_id } = Place::of(account(context)?, context, TYPE).await?;
        let tags = config.tags.get().into_iter().flat_map(Map::known);
        let filter = DescribeRoleList {
            tags: tags.map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect(),
            ..DescribeRoleList::default()
        };
        let roles = session
            .roles(&filter)
            .await
            .map_err(|error| cannot_list(&format!("the CAM roles of account {account_id}"), &error))?;
        for role in roles.into_iter().filter(|role| matches(&config, role, &account_id)) {
            found.add(&RoleIdentity::new(&account_id, &role.role_name), role.role_name).await;
        }
        Ok(())
    }
}

fn matches(config: &RoleFilter, role: &RoleInfo, own_account: &str) -> bool {
    let trusted = trusted_accounts(&role.policy_document, own_account);
    !trusted.is_empty()
        && config.trusted_account_id.as_str().is_none_or(|id| trusted.contains(id))
        && has_prefix(&config.name_prefix, &role.role_name)
        && has_tags(&config.tags, role.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{super::trust_policy::document, *};

    #[test]
    fn only_roles_that_other_accounts_may_assume_are_listed() {
        let role = |name: &str, trusted: &str| RoleInfo {
            role_name: name.into(),
            policy_document: document(&[trusted.to_owned()].into(), None),
            tags: vec![Tag { key: "team".into(), value: "a".into() }],
            ..RoleInfo::default()
        };
        let (own, other) = ("700000000001", "700000000002");
        let (all, trusting) = (RoleFilter::default(), role("dts", other));
        assert!(matches(&all, &trusting, own) && !matches(&all, &role("dts", own), own));
        let selecting = RoleFilter {
            name_prefix: "d".into(),
            trusted_account_id: other.into(),
            tags: Attr::Known(Map::from_iter([("team".to_owned(), "a".to_owned())])),
        };
        assert!(matches(&selecting, &trusting, own));
        assert!(!matches(&RoleFilter { trusted_account_id: "700000000003".into(), ..all.clone() }, &trusting, own));
        assert!(!matches(&RoleFilter { name_prefix: "ts".into(), ..all }, &trusting, own));
    }
}
