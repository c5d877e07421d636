//! The role that a create creates, and by what the create recognizes its own role.

use std::collections::BTreeMap;

use alibaba::{
    Error,
    ram::{CreateRole, CreatedRole},
    wire::{JsonTags, Tag},
};
use tfplugin::model::{Attr, Map};

use super::{
    RamRole,
    model::TrustModel,
    policies,
    role::{Found, OWNERSHIP_TAG},
    trust_policy,
};
use crate::resources::shared::{Session, role_trust::NewRole};

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
        let tags: &Attr<Map<String>> = &self.planned.tags;
        let given = tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.clone(), value.clone()));
        given.chain(self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()))).collect()
    }

    fn request(&self) -> CreateRole {
        let planned = self.planned;
        CreateRole {
            role_name: planned.role_name.or(String::new()),
            assume_role_policy_document: planned.trust_policy.or(String::new()),
            description: planned.description.clone().into_option(),
            max_session_duration: planned.max_session_duration.clone().into_option(),
            tags: JsonTags(self.tags().into_iter().map(|(key, value)| Tag::new(key, value)).collect()),
        }
    }
}

impl NewRole for Expected<'_> {
    type Kind = RamRole;
    type Created = CreatedRole;

    fn name(&self) -> &str {
        self.planned.role_name.as_str().unwrap_or_default()
    }

    fn account_id(&self) -> &str {
        self.account_id
    }

    fn ownership_id(&self) -> Option<&str> {
        self.ownership_id
    }

    async fn send(&self, session: &Session<'_>) -> Result<CreatedRole, Error> {
        Ok(session.call(&self.request()).await?.answer.role)
    }

    fn id_of(created: &CreatedRole) -> &str {
        &created.role_id
    }

    fn differences(&self, found: &Found) -> Vec<&'static str> {
        let (role, planned) = (&found.role, self.planned);
        let document = planned.trust_policy.as_str().unwrap_or_default();
        let equal = [
            ("the trust policy", trust_policy::same_meaning(&role.assume_role_policy_document, document)),
            ("description", role.description == planned.description.as_str().unwrap_or_default()),
            (
                "max_session_duration",
                role.max_session_duration.unwrap_or(3600) == planned.max_session_duration.or(3600),
            ),
            ("the tags", found.tags == self.tags()),
            ("the policies", found.policies.is_subset(&policies::configured(planned))),
        ];
        equal.into_iter().filter(|(_, equal)| !equal).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use alibaba::ram::Role;

    use super::super::model::{DTS_POLICY, Policy};
    use super::*;
    use crate::{
        accounts::InFlightNames,
        resources::shared::{
            CreateRecords,
            role_trust::{Creates, Proof},
        },
    };

    const NOW: &str = "2026-01-01T12:00:00Z";

    fn planned() -> TrustModel {
        let document = trust_policy::document(&["2345678901234567".to_owned()].into());
        TrustModel {
            role_name: "ram-for-dts".into(),
            trust_policy: document.into(),
            max_session_duration: 3600.into(),
            permission_policies: Attr::Known([Policy::new("System", DTS_POLICY)].into_iter().collect()),
            tags: Attr::Known([("team".to_owned(), "a".to_owned())].into_iter().collect()),
            ..TrustModel::default()
        }
    }

    fn found(create_date: &str) -> Found {
        let role = Role {
            role_name: "ram-for-dts".into(),
            role_id: "300".into(),
            assume_role_policy_document: planned().trust_policy.or(String::new()),
            max_session_duration: Some(3600),
            create_date: create_date.into(),
            ..Role::default()
        };
        Found { role, policies: BTreeSet::new(), tags: [("team".to_owned(), "a".to_owned())].into() }
    }

    /// The proof of a create that lost its answer at noon.
    fn proof(found: &Found, ownership_id: Option<&str>, answer_lost: bool) -> Option<Proof> {
        let planned = planned();
        let expected = Expected { planned: &planned, account_id: "1", ownership_id };
        let (_directory, records) = CreateRecords::of_new_directory();
        creates(&InFlightNames::default(), &records).proof(found, &expected, answer_lost)
    }

    fn creates<'a>(in_flight: &'a InFlightNames, records: &'a CreateRecords) -> Creates<'a> {
        Creates { in_flight, records, earlier: None, began: NOW.parse().ok() }
    }

    #[test]
    fn a_new_role_that_matches_the_configuration_is_not_ours() {
        assert_eq!(proof(&found(NOW), None, false), None);
    }

    #[test]
    fn after_a_lost_answer_an_equal_role_is_ours_if_it_is_new_by_the_clock_of_the_cloud() {
        let mut attached = found("2026-01-01T12:04:00Z");
        attached.policies.insert(Policy::new("System", DTS_POLICY));
        for role in [found(NOW), found("2026-01-01T11:59:57Z"), attached] {
            assert_eq!(proof(&role, None, true), Some(Proof::LostAnswer));
        }
        for date in ["2026-01-01T11:59:50Z", "2025-01-01T00:00:00Z", "", "yesterday"] {
            assert_eq!(proof(&found(date), None, true), None, "{date}");
        }
    }

    #[test]
    fn a_role_with_any_difference_is_not_ours() {
        let differing: [fn(&mut Found); 6] = [
            |found| {
                found.role.assume_role_policy_document = found.role.assume_role_policy_document.replace("234", "999")
            },
            |found| found.role.description = "theirs".into(),
            |found| found.role.max_session_duration = Some(7200),
            |found| found.tags.clear(),
            |found| found.tags.extend([(OWNERSHIP_TAG.to_owned(), "team-b".to_owned())]),
            |found| found.policies.extend([Policy::new("Custom", "audit")]),
        ];
        for (at, differ) in differing.into_iter().enumerate() {
            let mut found = found(NOW);
            differ(&mut found);
            assert_eq!(proof(&found, None, true), None, "difference {at}");
        }
    }

    #[test]
    fn a_role_with_our_ownership_tag_is_ours_and_one_with_another_tag_or_none_is_not() {
        let mut tagged = found("2020-01-01T00:00:00Z");
        tagged.role.description = "changed since then".into();
        tagged.tags.insert(OWNERSHIP_TAG.into(), "team-a/prod".into());
        assert_eq!(proof(&tagged, Some("team-a/prod"), false), Some(Proof::Tag));
        assert_eq!(proof(&tagged, Some("team-b"), false), None);
        assert_eq!(proof(&tagged, None, false), None);
        assert_eq!(proof(&found(NOW), Some("team-a/prod"), true), None, "a role of ours would have the tag");
    }

    #[test]
    fn a_role_that_another_resource_manages_is_not_ours_even_with_our_tag() {
        let mut tagged = found(NOW);
        tagged.tags.insert(OWNERSHIP_TAG.into(), "team-a".into());
        let planned = planned();
        let expected = Expected { planned: &planned, account_id: "1", ownership_id: Some("team-a") };
        let in_flight = InFlightNames::default();
        let (_directory, records) = CreateRecords::of_new_directory();
        assert_eq!(creates(&in_flight, &records).proof(&tagged, &expected, false), Some(Proof::Tag));
        in_flight.hold("300");
        assert_eq!(creates(&in_flight, &records).proof(&tagged, &expected, false), None);
    }
}
