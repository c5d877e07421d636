//! The role as CAM has it, and as the model shows it.

use std::collections::{BTreeMap, BTreeSet};

use tencent::{
    Cloud, Error,
    cam::{DeleteRole, GetRole, RoleInfo},
};
use tfplugin::model::{Attr, Set};

use super::{
    TYPE, engine_policies,
    model::{SESSION_DURATION, TrustModel},
    policies, trust_policy,
};
use crate::{
    accounts::tencent::Session,
    resources::shared::{
        OWNERSHIP_TAG, returned_tags,
        role_trust::{KnownName, RoleFacts, RoleKind, document::canonical, known_ids},
    },
    rules::tencent::{cam_time, role_arn},
};

/// All that CAM returns about a role.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(super) role: RoleInfo,
    pub(super) policies: BTreeSet<String>,
}

impl Found {
    /// The tags, with the ownership tag.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        self.role.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
    }
}

/// The roles of CAM.
pub(crate) struct CamRole;

impl RoleKind for CamRole {
    type Client = Cloud;
    type Found = Found;
    type Policy = String;

    const TYPE: &'static str = TYPE;
    const ROLE: &'static str = "CAM role";
    const SERVICE: &'static str = "CAM";
    const LIST_POLICIES: &'static str = "ListAttachedRolePolicies";

    async fn look_up(session: &Session<'_>, name: &str) -> Result<Found, Error> {
        let role = role_of(session, name).await?;
        let policies = policies::attached(session, name).await?;
        Ok(Found { role, policies })
    }

    /// Both calls at the same time: no call needs the answer of the other one.
    async fn look_up_known(session: &Session<'_>, name: &str, _id: &str) -> Result<Found, Error> {
        let (role, policies) = tokio::join!(role_of(session, name), policies::attached(session, name));
        // The answer of GetRole decides whether the role exists.
        Ok(Found { role: role?, policies: policies? })
    }

    fn facts(found: &Found) -> RoleFacts {
        RoleFacts {
            name: found.role.role_name.clone(),
            id: found.role.role_id.clone(),
            // The ARN is the same for each role of this name.
            arn: String::new(),
            created: cam_time(&found.role.add_time),
            ownership_tag: found.tags().remove(OWNERSHIP_TAG),
        }
    }

    fn key(policy: &String) -> String {
        policy.clone()
    }

    async fn attached(session: &Session<'_>, role: KnownName<'_>) -> Result<BTreeSet<String>, Error> {
        policies::attached(session, role.name).await
    }

    async fn attach(session: &Session<'_>, name: &str, policy: &String) -> Result<(), Error> {
        policies::attach(session, name, policy).await
    }

    async fn detach(session: &Session<'_>, role: KnownName<'_>, policy: &String) -> Result<(), Error> {
        policies::detach(session, role.name, policy).await
    }

    async fn delete(session: &Session<'_>, role: KnownName<'_>) -> Result<(), Error> {
        let action = DeleteRole { role_name: Some(role.name.to_owned()), ..DeleteRole::default() };
        session.call(&action).await.map(|_| ())
    }
}

/// Reads a role without its policies.
pub(super) async fn role_of(session: &Session<'_>, name: &str) -> Result<RoleInfo, Error> {
    let action = GetRole { role_name: Some(name.to_owned()), ..GetRole::default() };
    Ok(session.call(&action).await?.answer.role)
}

/// The state of a role that was read. What CAM does not store (`timeouts`, `force_detach_policies`) stays as it was.
pub(super) fn state_of(found: Found, account_id: &str, known: TrustModel) -> TrustModel {
    let mut tags = found.tags();
    tags.remove(OWNERSHIP_TAG);
    let Found { role, policies } = found;
    let Trust { trusted_account_ids, external_id, trust_policy } = trust_of(&role, account_id, &known);
    // An imported role has no known ID yet.
    let source_engines = if known.role_id.is_null() && known.source_engines.is_null() {
        let engines = engine_policies::engines_of(&policies).filter(|engines| !engines.is_empty());
        engines.map(|engines| engines.into_iter().collect::<Set<String>>()).into()
    } else {
        known.source_engines
    };
    TrustModel {
        trusted_account_ids,
        external_id,
        source_engines,
        permission_policies: Attr::Known(policies.into_iter().collect()),
        description: Some(role.description).filter(|text| !text.is_empty()).into(),
        session_duration: role.session_duration.unwrap_or(SESSION_DURATION).into(),
        force_detach_policies: known.force_detach_policies.or(false).into(),
        tags: returned_tags(tags, &known.tags),
        id: role.role_name.clone().into(),
        account_id: account_id.into(),
        arn: role_arn(account_id, &role.role_name).into(),
        role_id: role.role_id.into(),
        role_name: role.role_name.into(),
        trust_policy,
        timeouts: known.timeouts,
    }
}

/// The state after an apply: what was planned, even if someone else changed the role at the same time. The next refresh shows
/// such a change.
pub(super) fn applied(found: Found, account_id: &str, planned: TrustModel) -> TrustModel {
    let found = state_of(found, account_id, planned.clone());
    TrustModel {
        trusted_account_ids: planned_or_found(planned.trusted_account_ids, found.trusted_account_ids),
        external_id: planned_or_found(planned.external_id, found.external_id),
        source_engines: planned_or_found(planned.source_engines, found.source_engines),
        trust_policy: planned_or_found(planned.trust_policy, found.trust_policy),
        description: planned_or_found(planned.description, found.description),
        session_duration: planned_or_found(planned.session_duration, found.session_duration),
        permission_policies: planned_or_found(planned.permission_policies, found.permission_policies),
        tags: planned_or_found(planned.tags, found.tags),
        ..found
    }
}

/// The state of a role that was just created: what was planned, and what CAM assigned.
pub(super) fn state_of_created(role_id: String, account_id: &str, planned: TrustModel) -> TrustModel {
    let name = planned.role_name.or(String::new());
    TrustModel { arn: role_arn(account_id, &name).into(), id: name.into(), role_id: role_id.into(), ..planned }
}

fn planned_or_found<T>(planned: Attr<T>, found: Attr<T>) -> Attr<T> {
    if planned.is_unknown() { found } else { planned }
}

/// What the trust policy says.
struct Trust {
    trusted_account_ids: Attr<Set<String>>,
    external_id: Attr<String>,
    trust_policy: Attr<String>,
}

/// A document that means the same as the arguments is shown as it was planned. Any other document is shown as it is: the plan contains
/// the difference, and the apply writes ours again.
fn trust_of(role: &RoleInfo, account_id: &str, known: &TrustModel) -> Trust {
    let stored = &role.policy_document;
    let trusted = trust_policy::trusted_accounts(stored, account_id);
    let external_id = trust_policy::external_id(stored);
    let expected = trust_policy::document(&trusted, external_id.as_deref());
    if !trusted.is_empty() && trust_policy::same_meaning(stored, &expected) {
        let is_known = known_ids(&known.trusted_account_ids).is_some_and(|ids| ids == trusted)
            && known.external_id.as_str() == external_id.as_deref();
        let text = known.trust_policy.clone().into_option().filter(|_| is_known).unwrap_or(expected);
        let trusted_account_ids = Attr::Known(trusted.into_iter().collect());
        return Trust { trusted_account_ids, external_id: external_id.into(), trust_policy: text.into() };
    }
    let is_known = known.trusted_account_ids.is_known();
    Trust {
        trusted_account_ids: if is_known {
            known.trusted_account_ids.clone()
        } else {
            Attr::Known(trusted.into_iter().collect())
        },
        external_id: if is_known { known.external_id.clone() } else { external_id.into() },
        trust_policy: canonical(stored).into(),
    }
}

#[cfg(test)]
mod tests {
    use tencent::cam::Tag;

    use super::*;

    fn found(document: &str) -> Found {
        let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
        let role = RoleInfo {
            role_name: "DTS-role".into(),
            policy_document: document.into(),
            tags: vec![tag("env", "prod"), tag(OWNERSHIP_TAG, "team-a")],
            ..RoleInfo::default()
        };
        let policies = engine_policies::of_engines(&Attr::Known(["mongodb".to_owned()].into_iter().collect())).unwrap();
        Found { role, policies }
    }

    fn ours() -> String {
        trust_policy::document(&["700000000002".to_owned()].into(), Some("ext-1"))
    }

    fn read(document: &str, known: TrustModel) -> TrustModel {
        state_of(found(document), "700000000001", known)
    }

    #[test]
    fn an_imported_role_is_read_completely() {
        let state = read(&ours(), TrustModel::default());
        assert_eq!(known_ids(&state.trusted_account_ids).unwrap(), ["700000000002".to_owned()].into());
        assert_eq!(state.external_id.as_str(), Some("ext-1"));
        assert_eq!(known_ids(&state.source_engines).unwrap(), ["mongodb".to_owned()].into());
        assert_eq!(state.permission_policies.get().unwrap().known().count(), 3);
        assert_eq!(state.arn.as_str(), Some("qcs::cam::uin/700000000001:roleName/DTS-role"));
        assert_eq!(state.tags.get().unwrap().0.len(), 1, "the ownership tag is not one of the configuration");
        assert!(state.description.is_null());
    }

    #[test]
    fn an_edited_document_is_drift_and_another_order_is_not() {
        let known = read(&ours(), TrustModel::default());
        let denied = read(&ours().replace("allow", "deny"), known.clone());
        assert_ne!(denied.trust_policy, known.trust_policy);
        assert_eq!(
            (&denied.trusted_account_ids, &denied.external_id),
            (&known.trusted_account_ids, &known.external_id)
        );
        let other_id = read(&ours().replace("ext-1", "ext-2"), known.clone());
        assert_eq!(other_id.external_id.as_str(), Some("ext-2"));
        let reordered = ours().replace("\"name/sts:AssumeRole\"", "[\"sts:AssumeRole\"]");
        assert_eq!(read(&reordered, known.clone()).trust_policy, known.trust_policy);
    }
}
