//! The list of the roles that other accounts may assume.

use std::collections::BTreeMap;

use alibaba::{
    Error,
    ram::{GetRole, ListRoles, ListTagResources},
    wire::JsonList,
};
use async_trait::async_trait;
use futures_util::{StreamExt as _, stream};
use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    list_resource::{Found, ListResource},
    model::{Attr, Map},
};

use super::{TYPE, identity::RoleIdentity, role::RESOURCE_TYPE, trust_policy::trusted_accounts};
use crate::{
    accounts::{Clouds, account},
    resources::shared::{
        Session,
        listing::{CONCURRENT_READS, Place, add_selected, cannot_list, has_prefix, has_tags, left_out},
    },
    rules::{
        alibaba::{account_id, tag_filter},
        name_length, no_space_around,
    },
};

/// Roles on a page.
const PAGE: i64 = 100;
/// The most names in one call about tags.
const TAGGED_NAMES: usize = 50;
/// The beginning of the names of roles that services of Alibaba Cloud create. Only their service may assume such a role.
const SERVICE_ROLES: &str = "AliyunServiceRole";

/// Selects roles of the account. Only roles whose trust policy lets another account, or DTS of another account, assume the role are listed.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct RoleFilter {
    /// Lists only roles whose name begins with this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name_prefix: Attr<String>,
    /// Lists only roles that trust this account.
    #[attr(optional, validate(account_id()))]
    trusted_account_id: Attr<String>,
    /// Lists only roles that have all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
}

/// The list.
pub(in crate::resources::alibaba) struct Roles;

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
        let failed =
            |error: Error| Diagnostics::from(cannot_list(&format!("the RAM roles of account {account_id}"), &error));
        let mut request = ListRoles { marker: None, max_items: Some(PAGE) };
        loop {
            let page = session.call(&request).await.map_err(failed)?.answer;
            let names = page.roles.role.into_iter().map(|role| role.role_name);
            let named = names.filter(|name| has_prefix(&config.name_prefix, name) && !name.starts_with(SERVICE_ROLES));
            let selected = with_tags(&session, &config, named.collect()).await.map_err(failed)?;
            let checked = stream::iter(selected)
                .map(|name| trusts(&session, &account_id, &config, name))
                .buffered(CONCURRENT_READS);
            add_selected(found, checked, |name| RoleIdentity::new(&account_id, name)).await;
            // A page without a new marker would start the list again.
            if !page.is_truncated || page.marker.is_empty() || request.marker.as_ref() == Some(&page.marker) {
                return Ok(());
            }
            request.marker = Some(page.marker);
        }
    }
}

/// The name of the role, if its trust policy names an account that the filter selects. None also if the role was deleted meanwhile.
async fn trusts(
    session: &Session<'_>,
    own_account: &str,
    config: &RoleFilter,
    name: String,
) -> Result<Option<String>, Diagnostic> {
    match session.call(&GetRole { role_name: name.clone() }).await {
        Ok(answered) => {
            let trusted = trusted_accounts(&answered.answer.role.assume_role_policy_document, own_account);
            let is_selected = match config.trusted_account_id.as_str() {
                Some(id) => trusted.contains(id),
                None => !trusted.is_empty(),
            };
            Ok(Some(name).filter(|_| is_selected))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(left_out(&format!("RAM role {name:?}"), &error)),
    }
}

/// The names of the roles that have all tags of the filter.
async fn with_tags(session: &Session<'_>, config: &RoleFilter, names: Vec<String>) -> Result<Vec<String>, Error> {
    if config.tags.get().is_none_or(|tags| tags.known().count() == 0) {
        return Ok(names);
    }
    let mut tags: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for names in names.chunks(TAGGED_NAMES) {
        let mut request = ListTagResources {
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_names: JsonList(names.to_vec()),
            ..ListTagResources::default()
        };
        loop {
            let page = session.call(&request).await?.answer;
            for tag in page.tag_resources {
                tags.entry(tag.resource_name).or_default().insert(tag.tag_key, tag.tag_value);
            }
            if page.next_token.is_empty() {
                break;
            }
            request.next_token = Some(page.next_token);
        }
    }
    let none = BTreeMap::new();
    let is_tagged = |name: &String| {
        let tags = tags.get(name).unwrap_or(&none);
        has_tags(&config.tags, tags.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    };
    Ok(names.into_iter().filter(is_tagged).collect())
}
