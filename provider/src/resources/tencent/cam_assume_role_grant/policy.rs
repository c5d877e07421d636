//! The policy as CAM has it, and as the model shows it.

use std::collections::{BTreeMap, BTreeSet};

use tencent::{
    Cloud, Error,
    cam::{DeletePolicy, GetPolicy, Policy},
};
use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Set},
    path::AttributePath,
};

use super::{
    TYPE, document,
    model::GrantModel,
    principal::{self, Principal},
};
use crate::{
    accounts::tencent::Session,
    resources::shared::{
        OWNERSHIP_TAG,
        role_trust::{KnownName, RoleFacts, RoleKind, Words, document::canonical},
    },
    rules::tencent::cam_time,
};

/// All that CAM returns about a policy.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(super) id: i64,
    pub(super) policy: Policy,
    pub(super) principals: BTreeSet<Principal>,
}

impl Found {
    /// The tags, with the ownership tag.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        self.policy.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
    }
}

/// The policies of CAM that this resource manages.
pub(crate) struct CamPolicy;

impl RoleKind for CamPolicy {
    type Client = Cloud;
    type Found = Found;
    type Policy = Principal;

    const TYPE: &'static str = TYPE;
    const ROLE: &'static str = "CAM policy";
    const SERVICE: &'static str = "CAM";
    const LIST_POLICIES: &'static str = "ListEntitiesForPolicy";
    const WORDS: Words = Words {
        noun: "policy",
        name_argument: "policy_name",
        create: "CreatePolicy",
        read: "GetPolicy",
        id: "PolicyId",
        partly_deleted: "It may be detached from some users and groups.",
    };

    async fn look_up(session: &Session<'_>, name: &str) -> Result<Found, Error> {
        named(name, with_id(session, id_of(session, name).await?).await?)
    }

    /// By its ID: a list without the policy does not prove that it does not exist.
    async fn look_up_known(session: &Session<'_>, name: &str, id: &str) -> Result<Found, Error> {
        match id.parse() {
            Ok(id) => named(name, with_id(session, id).await?),
            Err(_) => Self::look_up(session, name).await,
        }
    }

    fn facts(found: &Found) -> RoleFacts {
        RoleFacts {
            name: found.policy.policy_name.clone(),
            id: found.id.to_string(),
            // A policy has no ARN.
            arn: String::new(),
            created: cam_time(&found.policy.add_time),
            ownership_tag: found.tags().remove(OWNERSHIP_TAG),
        }
    }

    fn has_foreign(name: &str, foreign: &[String]) -> Diagnostic {
        Diagnostic::error(
            "The CAM policy is attached to what this resource does not name",
            format!(
                "CAM ListEntitiesForPolicy shows that policy {name:?} is also attached to {}, and this resource did not attach it there. \
                 The policy was not changed. Detach it where it was attached, or set force_detach = true and apply before you destroy.",
                foreign.join(", ")
            ),
        )
        .at(AttributePath::of(&["force_detach"]))
    }

    fn key(principal: &Principal) -> String {
        principal.key()
    }

    async fn attached(session: &Session<'_>, policy: KnownName<'_>) -> Result<BTreeSet<Principal>, Error> {
        principals(session, known_id(session, policy).await?).await
    }

    async fn attach(session: &Session<'_>, name: &str, to: &Principal) -> Result<(), Error> {
        principal::attach(session, id_of(session, name).await?, to).await
    }

    async fn detach(session: &Session<'_>, policy: KnownName<'_>, from: &Principal) -> Result<(), Error> {
        principal::detach(session, known_id(session, policy).await?, from).await
    }

    async fn delete(session: &Session<'_>, policy: KnownName<'_>) -> Result<(), Error> {
        let id = known_id(session, policy).await?;
        session.call(&DeletePolicy { policy_ids: vec![id] }).await.map(|_| ())
    }
}

/// The policy with an ID. Both calls at the same time: no call needs the answer of the other one.
async fn with_id(session: &Session<'_>, id: i64) -> Result<Found, Error> {
    let request = GetPolicy { policy_id: id };
    let (policy, principals) = tokio::join!(session.call(&request), principals(session, id));
    // The answer of GetPolicy decides whether the policy exists.
    Ok(Found { id, policy: policy?.answer, principals: principals? })
}

/// The policy, if it has the name: CAM does not change the name of a policy.
fn named(name: &str, found: Found) -> Result<Found, Error> {
    let shown = &found.policy.policy_name;
    match shown == name {
        true => Ok(found),
        false => {
            Err(Error::OtherKind(format!("CAM GetPolicy returned policy {shown:?} with the ID of policy {name:?}")))
        }
    }
}

/// The ID of the policy of a state. A list is not asked for it: a wrong element would be another policy.
async fn known_id(session: &Session<'_>, policy: KnownName<'_>) -> Result<i64, Error> {
    match policy.id.parse() {
        Ok(id) => Ok(id),
        Err(_) => id_of(session, policy.name).await,
    }
}

/// The ID of the policy with a name.
async fn id_of(session: &Session<'_>, name: &str) -> Result<i64, Error> {
    Ok(session.custom_policy(name).await?.policy_id.unwrap_or_default())
}

/// What a policy is attached to.
async fn principals(session: &Session<'_>, id: i64) -> Result<BTreeSet<Principal>, Error> {
    Ok(session.policy_entities(id).await?.into_iter().map(Principal::of_entity).collect())
}

/// The state of a policy that was read. What CAM does not store (`timeouts`, `force_detach`) stays as it was. Attachments of others are
/// shown only after an import: `attached` has the keys of those that this resource made, also where an earlier refresh did not see them.
pub(super) fn state_of(found: Found, account_id: &str, known: GrantModel, attached: &[String]) -> GrantModel {
    // An imported policy has no known ID yet.
    let is_import = known.policy_id.is_null();
    let stored = &found.policy.policy_document;
    let content = document::content_of(stored);
    let is_known = known.role_arns.is_known() && !content.restrictions.is_empty();
    let text = known.policy_document.as_str().filter(|text| document::same_meaning(text, stored));
    let (mut users, mut groups) = (BTreeSet::new(), BTreeSet::new());
    let configured = principal::configured(&known);
    let is_ours = |one: &Principal| configured.contains(one) || attached.contains(&one.key());
    for principal in found.principals.into_iter().filter(|one| is_import || is_ours(one)) {
        match principal {
            Principal::User(uin) => _ = users.insert(uin),
            Principal::Group(id) => _ = groups.insert(id),
            Principal::Role(_) => {}
        }
    }
    GrantModel {
        role_arns: if is_known { known.role_arns } else { Attr::Known(content.roles.into_iter().collect()) },
        user_uins: shown(users, &known.user_uins),
        group_ids: shown(groups, &known.group_ids),
        description: Some(found.policy.description).filter(|text| !text.is_empty()).into(),
        force_detach: known.force_detach.or(false).into(),
        id: found.policy.policy_name.clone().into(),
        account_id: account_id.into(),
        policy_id: found.id.to_string().into(),
        policy_document: text.map_or_else(|| canonical(stored), str::to_owned).into(),
        policy_name: found.policy.policy_name.into(),
        timeouts: known.timeouts,
    }
}

/// A set of the state. An empty set is null where the configuration has none.
fn shown(found: BTreeSet<String>, known: &Attr<Set<String>>) -> Attr<Set<String>> {
    if found.is_empty() && !known.is_known() { Attr::Null } else { Attr::Known(found.into_iter().collect()) }
}

/// The state of a policy after a create or an update: what was planned, and the ID that CAM assigned.
pub(super) fn applied(id: &str, planned: GrantModel) -> GrantModel {
    GrantModel { id: planned.policy_name.clone(), policy_id: id.into(), ..planned }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::shared::role_trust::known_ids;

    const ROLE: &str = "qcs::cam::uin/700000000001:roleName/DTS-role";

    fn found(text: &str, principals: &[Principal]) -> Found {
        let policy = Policy {
            policy_name: "dts-assume".into(),
            policy_document: text.into(),
            add_time: "2026-01-01 20:00:00".into(),
            ..Policy::default()
        };
        Found { id: 200_000_009, policy, principals: principals.iter().cloned().collect() }
    }

    fn ours() -> String {
        document::document(&[ROLE.to_owned()].into(), &[])
    }

    #[test]
    fn an_imported_policy_is_read_completely_and_later_attachments_of_others_are_left_out() {
        let (user, group) = (Principal::User("700000000021".into()), Principal::Group("100001".into()));
        let imported =
            state_of(found(&ours(), &[user.clone(), group.clone()]), "700000000002", GrantModel::default(), &[]);
        assert_eq!(principal::configured(&imported), [user.clone(), group].into());
        assert_eq!(known_ids(&imported.role_arns).unwrap(), [ROLE.to_owned()].into());
        assert_eq!(imported.policy_id.as_str(), Some("200000009"));
        let other = Principal::User("700000000022".into());
        let read = state_of(found(&ours(), &[user.clone(), other.clone()]), "700000000002", imported.clone(), &[]);
        assert_eq!(principal::configured(&read), [user.clone()].into());
        // Without the user, and then with it again.
        let without = state_of(found(&ours(), &[]), "700000000002", imported, &[]);
        assert_eq!(principal::configured(&without), [].into());
        let again = state_of(found(&ours(), &[user.clone(), other]), "700000000002", without, &[user.key()]);
        assert_eq!(principal::configured(&again), [user].into());
    }

    #[test]
    fn an_edited_document_is_drift_and_another_form_is_not() {
        let known = state_of(found(&ours(), &[]), "700000000002", GrantModel::default(), &[]);
        let read = |text: &str| state_of(found(text, &[]), "700000000002", known.clone(), &[]);
        let single = ours().replace(&format!("[\"{ROLE}\"]"), &format!("\"{ROLE}\""));
        assert_eq!(read(&single).policy_document, known.policy_document);
        let denied = read(&ours().replace("allow", "deny"));
        assert_ne!(denied.policy_document, known.policy_document);
        assert_eq!(denied.role_arns, known.role_arns);
        let other = read(&ours().replace("DTS-role", "other-role"));
        assert_ne!(other.role_arns, known.role_arns);
    }
}
