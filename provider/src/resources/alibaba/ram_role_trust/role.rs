//! The role as RAM has it, and as the model shows it.

use std::collections::{BTreeMap, BTreeSet};

use alibaba::{
    Cloud, Error,
    ram::{CreatedRole, DeleteRole, GetRole, ListTagResources, Role},
    wire::JsonList,
};
use tfplugin::model::Attr;

use super::{
    TYPE,
    model::{Policy, TrustModel, VPC_POLICY},
    policies, trust_policy,
};
pub(super) use crate::resources::shared::OWNERSHIP_TAG;
use crate::resources::shared::{
    Session, returned_tags,
    role_trust::{KnownName, RoleFacts, RoleKind, known_ids},
};

/// The type of roles in the tag calls of RAM.
pub(super) const RESOURCE_TYPE: &str = "role";

/// All that RAM returns about a role.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(super) role: Role,
    pub(super) policies: BTreeSet<Policy>,
    pub(super) tags: BTreeMap<String, String>,
}

/// The roles of RAM.
pub(crate) struct RamRole;

impl RoleKind for RamRole {
    type Client = Cloud;
    type Found = Found;
    type Policy = Policy;

    const TYPE: &'static str = TYPE;
    const ROLE: &'static str = "RAM role";
    const SERVICE: &'static str = "RAM";
    const LIST_POLICIES: &'static str = "ListPoliciesForRole";

    async fn look_up(session: &Session<'_>, name: &str) -> Result<Found, Error> {
        look_up(session, name).await
    }

    /// The three calls at the same time: no call needs the answer of another one. A create looks for a role that usually does not exist,
    /// so it sends one call after the other.
    async fn look_up_known(session: &Session<'_>, name: &str, _id: &str) -> Result<Found, Error> {
        let (role, policies, tags) =
            tokio::join!(role_of(session, name), policies::attached(session, name), tags(session, name));
        // The answer of GetRole decides whether the role exists.
        Ok(Found { role: role?, policies: policies?, tags: tags? })
    }

    fn facts(found: &Found) -> RoleFacts {
        RoleFacts {
            name: found.role.role_name.clone(),
            id: found.role.role_id.clone(),
            arn: found.role.arn.clone(),
            created: found.role.create_date.clone(),
            ownership_tag: found.tags.get(OWNERSHIP_TAG).cloned(),
        }
    }

    fn key(policy: &Policy) -> String {
        policy.key()
    }

    async fn attached(session: &Session<'_>, role: KnownName<'_>) -> Result<BTreeSet<Policy>, Error> {
        policies::attached(session, role.name).await
    }

    async fn attach(session: &Session<'_>, name: &str, policy: &Policy) -> Result<(), Error> {
        policies::attach(session, name, policy).await
    }

    async fn detach(session: &Session<'_>, role: KnownName<'_>, policy: &Policy) -> Result<(), Error> {
        policies::detach(session, role.name, policy).await
    }

    async fn delete(session: &Session<'_>, role: KnownName<'_>) -> Result<(), Error> {
        session.call(&DeleteRole { role_name: role.name.to_owned() }).await.map(|_| ())
    }
}

/// Reads a role, its policies and its tags.
///
/// # Errors
/// One of the three calls failed, or there is no such role.
pub(super) async fn look_up(session: &Session<'_>, role_name: &str) -> Result<Found, Error> {
    let role = role_of(session, role_name).await?;
    let policies = policies::attached(session, role_name).await?;
    let tags = tags(session, role_name).await?;
    Ok(Found { role, policies, tags })
}

async fn role_of(session: &Session<'_>, role_name: &str) -> Result<Role, Error> {
    Ok(session.call(&GetRole { role_name: role_name.to_owned() }).await?.answer.role)
}

async fn tags(session: &Session<'_>, role_name: &str) -> Result<BTreeMap<String, String>, Error> {
    let mut action = ListTagResources {
        resource_type: RESOURCE_TYPE.to_owned(),
        resource_names: JsonList(vec![role_name.to_owned()]),
        ..ListTagResources::default()
    };
    let mut tags = BTreeMap::new();
    loop {
        let page = session.call(&action).await?.answer;
        tags.extend(page.tag_resources.into_iter().map(|tag| (tag.tag_key, tag.tag_value)));
        if page.next_token.is_empty() {
            return Ok(tags);
        }
        action.next_token = Some(page.next_token);
    }
}

/// The state of a role that was read. What RAM does not store (`timeouts`, `force_detach_policies`) stays as it was.
pub(super) fn state_of(found: Found, known: TrustModel) -> TrustModel {
    let Found { role, policies, mut tags } = found;
    tags.remove(OWNERSHIP_TAG);
    let (trusted_account_ids, trust_policy) = trust_of(&role, &known);
    let vpc = Policy::new("System", VPC_POLICY);
    let named = known.permission_policies.get().is_some_and(|set| set.known().any(|policy| *policy == vpc));
    // If permission_policies contains the policy, access_via_vpc stays as it was set.
    let access_via_vpc = policies.contains(&vpc) && (!named || known.access_via_vpc.or(false));
    TrustModel {
        description: text(role.description),
        max_session_duration: role.max_session_duration.unwrap_or(3600).into(),
        permission_policies: Attr::Known(
            policies.into_iter().filter(|policy| *policy != vpc || named || !access_via_vpc).collect(),
        ),
        access_via_vpc: access_via_vpc.into(),
        force_detach_policies: known.force_detach_policies.or(false).into(),
        tags: returned_tags(tags, &known.tags),
        id: role.role_name.clone().into(),
        account_id: account_of(&role.arn).into(),
        arn: role.arn.into(),
        role_id: role.role_id.into(),
        create_date: role.create_date.into(),
        role_name: role.role_name.into(),
        trusted_account_ids,
        trust_policy,
        timeouts: known.timeouts,
    }
}

/// The state after an apply: what was planned, even if someone else changed the role at the same time. The next refresh shows
/// such a change.
pub(super) fn applied(found: Found, planned: TrustModel) -> TrustModel {
    let found = state_of(found, planned.clone());
    TrustModel {
        trusted_account_ids: planned_or_found(planned.trusted_account_ids, found.trusted_account_ids),
        trust_policy: planned_or_found(planned.trust_policy, found.trust_policy),
        description: planned_or_found(planned.description, found.description),
        max_session_duration: planned_or_found(planned.max_session_duration, found.max_session_duration),
        permission_policies: planned_or_found(planned.permission_policies, found.permission_policies),
        access_via_vpc: planned_or_found(planned.access_via_vpc, found.access_via_vpc),
        tags: planned_or_found(planned.tags, found.tags),
        ..found
    }
}

/// The state of a role that was just created: what was planned, and what RAM assigned.
pub(super) fn state_of_created(role: CreatedRole, planned: TrustModel) -> TrustModel {
    TrustModel {
        id: role.role_name.into(),
        arn: planned_or_found(planned.arn, role.arn.into()),
        role_id: role.role_id.into(),
        create_date: role.create_date.into(),
        description: planned_or_found(planned.description, text(role.description)),
        ..planned
    }
}

fn planned_or_found<T>(planned: Attr<T>, found: Attr<T>) -> Attr<T> {
    if planned.is_unknown() { found } else { planned }
}

/// A document that means the same as the trusted accounts is shown as it was planned. Any other document is shown as it is: the plan
/// contains the difference, and the apply writes ours again.
fn trust_of(role: &Role, known: &TrustModel) -> (Attr<tfplugin::model::Set<String>>, Attr<String>) {
    let stored = &role.assume_role_policy_document;
    let trusted = trust_policy::trusted_accounts(stored, &account_of(&role.arn));
    let expected = trust_policy::document(&trusted);
    if !trusted.is_empty() && trust_policy::same_meaning(stored, &expected) {
        let text = match known_ids(&known.trusted_account_ids) {
            Some(ids) if ids == trusted => known.trust_policy.clone().into_option().unwrap_or(expected),
            _ => expected,
        };
        return (Attr::Known(trusted.into_iter().collect()), text.into());
    }
    let ids = if known.trusted_account_ids.is_known() {
        known.trusted_account_ids.clone()
    } else {
        Attr::Known(trusted.into_iter().collect())
    };
    (ids, trust_policy::canonical(stored).into())
}

/// RAM returns an empty text for no description.
fn text(text: String) -> Attr<String> {
    if text.is_empty() { Attr::Null } else { text.into() }
}

fn account_of(arn: &str) -> String {
    crate::rules::alibaba::parse_role_arn(arn).map(|(account, _)| account.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str) -> Found {
        let role = Role {
            role_name: "ram-for-dts".into(),
            arn: "acs:ram::1234567890123456:role/ram-for-dts".into(),
            assume_role_policy_document: document.into(),
            ..Role::default()
        };
        let policies = [Policy::new("System", super::super::model::DTS_POLICY), Policy::new("System", VPC_POLICY)];
        let tags = [("env", "prod"), (OWNERSHIP_TAG, "team-a")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        Found { role, policies: policies.into(), tags: tags.into() }
    }

    fn ours() -> String {
        trust_policy::document(&["2345678901234567".to_owned()].into())
    }

    #[test]
    fn an_imported_role_is_read_completely() {
        let state = state_of(found(&ours()), TrustModel::default());
        assert_eq!(known_ids(&state.trusted_account_ids).unwrap(), ["2345678901234567".to_owned()].into());
        assert_eq!(state.account_id.as_str(), Some("1234567890123456"));
        assert_eq!(state.access_via_vpc, true.into());
        assert_eq!(state.permission_policies.get().unwrap().known().count(), 1);
        assert_eq!(state.tags.get().unwrap().0.len(), 1, "the ownership tag is not one of the configuration");
        assert!(state.description.is_null());
    }

    #[test]
    fn an_edited_document_is_drift_and_another_order_is_not() {
        let known = state_of(found(&ours()), TrustModel::default());
        let edited =
            ours().replace("\"Allow\"", "\"Allow\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x\"}}");
        let state = state_of(found(&edited), known.clone());
        assert_ne!(state.trust_policy, known.trust_policy);
        assert_eq!(state.trusted_account_ids, known.trusted_account_ids);
        let reordered = ours().replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\"]");
        assert_eq!(state_of(found(&reordered), known.clone()).trust_policy, known.trust_policy);
    }
}
