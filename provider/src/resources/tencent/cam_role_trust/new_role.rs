//! The role that a create creates, and by what the create recognizes its own role.

use std::collections::BTreeMap;

use tencent::{
    Error,
    cam::{CreateRole, Tag},
};
use tfplugin::model::Map;

use super::{
    CamRole,
    model::{SESSION_DURATION, TrustModel},
    policies,
    role::Found,
    trust_policy,
};
use crate::{
    accounts::tencent::Session,
    resources::shared::{OWNERSHIP_TAG, role_trust::NewRole},
};

/// The role that a create creates.
pub(super) struct Expected<'a> {
    /// The plan. Its trust policy is the document to send.
    pub(super) planned: &'a TrustModel,
    /// The account of the role.
    pub(super) account_id: &'a str,
    /// The value of the ownership tag of this configuration's roles.
    pub(super) ownership_id: Option<&'a str>,
}

impl Expected<'_> {
    /// The tags of the role, with the ownership tag.
    fn tags(&self) -> BTreeMap<String, String> {
        let tags = &self.planned.tags;
        let given = tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.clone(), value.clone()));
        given.chain(self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()))).collect()
    }

    fn request(&self) -> CreateRole {
        let planned = self.planned;
        CreateRole {
            role_name: planned.role_name.or(String::new()),
            policy_document: planned.trust_policy.or(String::new()).into(),
            description: planned.description.clone().into_option(),
            session_duration: planned.session_duration.clone().into_option(),
            tags: self.tags().into_iter().map(|(key, value)| Tag { key, value }).collect(),
            ..CreateRole::default()
        }
    }
}

impl NewRole for Expected<'_> {
    type Kind = CamRole;
    /// The ID of the role.
    type Created = String;

    fn name(&self) -> &str {
        self.planned.role_name.as_str().unwrap_or_default()
    }

    fn account_id(&self) -> &str {
        self.account_id
    }

    fn ownership_id(&self) -> Option<&str> {
        self.ownership_id
    }

    async fn send(&self, session: &Session<'_>) -> Result<String, Error> {
        Ok(session.call(&self.request()).await?.answer.role_id)
    }

    fn id_of(created: &String) -> &str {
        created
    }

    fn differences(&self, found: &Found) -> Vec<&'static str> {
        let (role, planned) = (&found.role, self.planned);
        let document = planned.trust_policy.as_str().unwrap_or_default();
        let duration = role.session_duration.unwrap_or(SESSION_DURATION);
        let equal = [
            ("the trust policy", trust_policy::same_meaning(&role.policy_document, document)),
            ("description", role.description == planned.description.as_str().unwrap_or_default()),
            ("session_duration", duration == planned.session_duration.or(SESSION_DURATION)),
            ("the tags", found.tags() == self.tags()),
            ("the policies", found.policies.is_subset(&policies::configured(planned))),
        ];
        equal.into_iter().filter(|(_, equal)| !equal).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use tencent::cam::RoleInfo;
    use tfplugin::model::Attr;

    use super::{super::engine_policies, *};
    use crate::{
        accounts::InFlightNames,
        resources::shared::{
            CreateRecords,
            role_trust::{Creates, Proof},
        },
    };

    fn planned() -> TrustModel {
        let document = trust_policy::document(&["700000000002".to_owned()].into(), Some("ext-1"));
        TrustModel {
            role_name: "DTS-role".into(),
            trust_policy: document.into(),
            session_duration: 7200.into(),
            permission_policies: Attr::Known(engine_policies::general().into_iter().collect()),
            tags: Attr::Known([("team".to_owned(), "a".to_owned())].into_iter().collect()),
            ..TrustModel::default()
        }
    }

    fn found(add_time: &str) -> Found {
        let role = RoleInfo {
            role_name: "DTS-role".into(),
            role_id: "4611686018427397919".into(),
            policy_document: planned().trust_policy.or(String::new()),
            add_time: add_time.into(),
            tags: vec![Tag { key: "team".to_owned(), value: "a".to_owned() }],
            ..RoleInfo::default()
        };
        Found { role, policies: Default::default() }
    }

    /// The proof of a create that lost its answer at 20:00 in Beijing.
    fn proof(found: &Found, ownership_id: Option<&str>, answer_lost: bool) -> Option<Proof> {
        let planned = planned();
        let expected = Expected { planned: &planned, account_id: "700000000001", ownership_id };
        let (_directory, records) = CreateRecords::of_new_directory();
        let in_flight = InFlightNames::default();
        let began = "2026-01-01T12:00:00Z".parse().ok();
        let creates = Creates { in_flight: &in_flight, records: &records, earlier: None, began };
        creates.proof(found, &expected, answer_lost)
    }

    #[test]
    fn an_equal_role_is_ours_only_after_a_lost_answer_and_if_it_is_new() {
        assert_eq!(proof(&found("2026-01-01 20:00:01"), None, true), Some(Proof::LostAnswer));
        assert_eq!(proof(&found("2026-01-01 20:00:01"), None, false), None);
        for old in ["2026-01-01 19:59:00", "2026-01-01 12:00:01", "", "yesterday"] {
            assert_eq!(proof(&found(old), None, true), None, "{old}");
        }
    }

    #[test]
    fn a_role_with_any_difference_is_not_ours() {
        let differing: [fn(&mut Found); 5] = [
            |found| found.role.policy_document = found.role.policy_document.replace("ext-1", "ext-2"),
            |found| found.role.description = "theirs".into(),
            |found| found.role.session_duration = Some(3600),
            |found| found.role.tags.clear(),
            |found| found.policies.extend(["audit".to_owned()]),
        ];
        for (at, differ) in differing.into_iter().enumerate() {
            let mut found = found("2026-01-01 20:00:01");
            differ(&mut found);
            assert_eq!(proof(&found, None, true), None, "difference {at}");
        }
    }

    #[test]
    fn a_role_with_our_ownership_tag_is_ours() {
        let mut tagged = found("2020-01-01 00:00:00");
        tagged.role.tags.push(Tag { key: OWNERSHIP_TAG.to_owned(), value: "team-a".to_owned() });
        assert_eq!(proof(&tagged, Some("team-a"), false), Some(Proof::Tag));
        assert_eq!(proof(&tagged, Some("team-b"), false), None);
        assert_eq!(proof(&tagged, None, false), None);
    }
}
