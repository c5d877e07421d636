//! The list of the policies that let sub-users and groups assume roles.

use async_trait::async_trait;
use futures_util::{StreamExt as _, stream};
use tencent::cam::GetPolicy;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    list_resource::{Found, ListResource},
    model::{Attr, Map},
};

use super::{TYPE, document::content_of, identity::PolicyIdentity};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    resources::shared::listing::{CONCURRENT_READS, Place, add_selected, cannot_list, has_prefix, has_tags, left_out},
    rules::{
        name_length, no_space_around,
        tencent::{cam_role_arn, tag_filter},
    },
};

/// Selects custom policies of the account. Only policies that allow to assume roles are listed.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct PolicyFilter {
    /// Lists only policies whose name begins with this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name_prefix: Attr<String>,
    /// Lists only policies that allow to assume the role with this ARN.
    #[attr(optional, validate(cam_role_arn()))]
    role_arn: Attr<String>,
    /// Lists only policies that have all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
}

/// The list.
pub(in crate::resources::tencent) struct Policies;

#[async_trait]
impl ListResource for Policies {
    type Model = PolicyFilter;
    type Identity = PolicyIdentity;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn list(
        &self,
        context: &Context<Clouds>,
        config: PolicyFilter,
        found: &mut Found<PolicyIdentity>,
    ) -> Result<(), Diagnostics> {
        let Place { session, account_id } = Place::of(account(context)?, context, TYPE).await?;
        let policies = session
            .custom_policies()
            .await
            .map_err(|error| cannot_list(&format!("the custom CAM policies of account {account_id}"), &error))?;
        let named = policies.into_iter().filter(|policy| has_prefix(&config.name_prefix, &policy.policy_name));
        let checked = stream::iter(named)
            .map(|policy| grants(&session, &config, policy.policy_name, policy.policy_id.unwrap_or_default()))
            .buffered(CONCURRENT_READS);
        add_selected(found, checked, |name| PolicyIdentity::new(&account_id, name)).await;
        Ok(())
    }
}

/// The name of the policy, if it allows to assume roles that the filter selects. None also if the policy was deleted meanwhile.
async fn grants(
    session: &Session<'_>,
    config: &PolicyFilter,
    name: String,
    id: i64,
) -> Result<Option<String>, Diagnostic> {
    match session.call(&GetPolicy { policy_id: id }).await {
        Ok(answered) => {
            let policy = answered.answer;
            let roles = content_of(&policy.policy_document).roles;
            let is_selected = match config.role_arn.as_str() {
                Some(arn) => roles.contains(arn),
                None => !roles.is_empty(),
            };
            let tags = policy.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
            Ok(Some(name).filter(|_| is_selected && has_tags(&config.tags, tags)))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(left_out(&format!("CAM policy {name:?}"), &error)),
    }
}
