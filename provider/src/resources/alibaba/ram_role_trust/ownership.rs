//! Whether a role that exists was created by this configuration. Content alone proves nothing: another team may have created an equal role.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    path::AttributePath,
};

use super::{
    TYPE,
    model::TrustModel,
    policies,
    role::{Found, OWNERSHIP_TAG},
    trust_policy,
};
use crate::{
    accounts::InFlightNames,
    resources::shared::{CreateRecords, EarlierCreate, Subject},
};

/// By how much the clocks of two servers of the cloud may differ.
const SERVER_CLOCKS: SignedDuration = SignedDuration::from_secs(5);

/// The role that a create creates, and by what the create recognizes its own role.
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
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        let tags: &Attr<Map<String>> = &self.planned.tags;
        let given = tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.clone(), value.clone()));
        given.chain(self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()))).collect()
    }

    /// The role, for the record of its create. A role name is unique in its account.
    pub(super) fn subject(&self) -> Subject {
        Subject {
            kind: TYPE,
            account_id: self.account_id.to_owned(),
            region: String::new(),
            name: self.planned.role_name.or(String::new()),
            content: String::new(),
        }
    }
}

/// Why a role counts as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It has our ownership tag.
    Tag,
    /// An earlier run in this working directory has recorded that it creates this role.
    Record,
    /// This create sent the call that created it, and the answer was lost.
    LostAnswer,
}

/// What is known of the creates of a role.
pub(super) struct Creates<'a> {
    pub(super) in_flight: &'a InFlightNames,
    pub(super) records: &'a CreateRecords,
    /// The create of an earlier run that ended before the role was in the state.
    pub(super) earlier: Option<EarlierCreate>,
    /// The time before this create, by the clock of RAM.
    pub(super) began: Option<Timestamp>,
}

impl Creates<'_> {
    /// Why the role is ours; none if there is no proof. `answer_lost`: this create sent a call whose answer was lost.
    pub(super) fn proof(&self, found: &Found, expected: &Expected<'_>, answer_lost: bool) -> Option<Proof> {
        let id = &found.role.role_id;
        // Another resource of this configuration manages it.
        if self.in_flight.holds(id) {
            return None;
        }
        let tag = found.tags.get(OWNERSHIP_TAG).map(String::as_str);
        if tag.is_some() && tag == expected.ownership_id && self.records.trust_tag(TYPE, id) {
            return Some(Proof::Tag);
        }
        let is_equal = differences(found, expected).is_empty();
        let created = &found.role.create_date;
        let is_recorded =
            |earlier: &EarlierCreate| earlier.may_have_created(id, created) && (earlier.id().is_some() || is_equal);
        if self.earlier.as_ref().is_some_and(is_recorded) {
            return Some(Proof::Record);
        }
        (answer_lost && is_equal && is_since(created, self.began)).then_some(Proof::LostAnswer)
    }
}

fn is_since(created: &str, began: Option<Timestamp>) -> bool {
    let (Ok(created), Some(began)) = (created.parse::<Timestamp>(), began) else { return false };
    created.duration_since(began) >= -SERVER_CLOCKS
}

/// In what the role differs from the plan, as arguments. Policies may be missing, because they are attached after CreateRole.
pub(super) fn differences(found: &Found, expected: &Expected<'_>) -> Vec<&'static str> {
    let (role, planned) = (&found.role, expected.planned);
    let document = planned.trust_policy.as_str().unwrap_or_default();
    let equal = [
        ("the trust policy", trust_policy::same_meaning(&role.assume_role_policy_document, document)),
        ("description", role.description == planned.description.as_str().unwrap_or_default()),
        ("max_session_duration", role.max_session_duration.unwrap_or(3600) == planned.max_session_duration.or(3600)),
        ("the tags", found.tags == expected.tags()),
        ("the policies", found.policies.is_subset(&policies::configured(planned))),
    ];
    equal.into_iter().filter(|(_, equal)| !equal).map(|(name, _)| name).collect()
}

/// The warning that an existing role was adopted, and why.
pub(super) fn adopted_warning(found: &Found, expected: &Expected<'_>, proof: Proof) -> Diagnostic {
    let (name, account_id) = (&found.role.role_name, expected.account_id);
    let (summary, why) = match proof {
        Proof::Tag => (
            "An existing RAM role is now managed by Terraform",
            format!("has the ownership_id of the provider block (tag {OWNERSHIP_TAG})"),
        ),
        Proof::Record => (
            "An existing RAM role is now managed by Terraform",
            "was created by an earlier apply in this working directory, which ended before Terraform saved it in the \
             state"
                .to_owned(),
        ),
        Proof::LostAnswer => {
            ("No answer to CreateRole was received", format!("was created by this apply at {}", found.role.create_date))
        }
    };
    Diagnostic::warning(
        summary,
        format!("RAM role {name:?} exists in account {account_id} and {why}. The apply added what was missing."),
    )
    .at(AttributePath::of(&["role_name"]))
}

/// What the error about an existing role says of it.
pub(super) fn describe(found: &Found, expected: &Expected<'_>, records: &CreateRecords) -> String {
    let differences = differences(found, expected);
    let content = match differences.as_slice() {
        [] => "It matches the configuration".to_owned(),
        some => format!("It differs from the configuration in {}", some.join(", ")),
    };
    format!(
        "RAM role {:?} was created at {}. {content}. {} The role was not changed.",
        found.role.role_name,
        found.role.create_date,
        records.no_proof("role", "created", expected.ownership_id)
    )
}

/// The warning of a delete that keeps the role, because another resource has adopted the role in the same run. None for every other
/// role. Terraform does not let a create know that the role of the same name is to be destroyed.
pub(super) fn kept_for_successor(in_flight: &InFlightNames, state: &TrustModel) -> Option<Diagnostic> {
    if !in_flight.is_adopted(state.role_id.as_str()?) {
        return None;
    }
    let name = state.role_name.or(String::new());
    Some(Diagnostic::warning(
        "The RAM role was kept",
        format!(
            "RAM role {name:?} was not deleted, because a resource with the same role_name now manages it. A role name \
             is unique in its account, so create_before_destroy cannot create a second role with this name. To \
             create a new role, remove create_before_destroy from the lifecycle block. If you renamed the resource, a moved block \
             keeps the role without this warning."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use alibaba::ram::Role;

    use super::super::model::{DTS_POLICY, Policy};
    use super::*;

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

    #[test]
    fn an_adopted_role_is_kept_and_no_other_role_is() {
        let in_flight = InFlightNames::default();
        let state = TrustModel { role_id: "300".into(), role_name: "ram-for-dts".into(), ..TrustModel::default() };
        assert!(kept_for_successor(&in_flight, &state).is_none(), "an ordinary destroy");
        in_flight.hold("300");
        assert!(kept_for_successor(&in_flight, &state).is_none(), "created in this run, not adopted");
        in_flight.hold_adopted("300");
        let other = TrustModel { role_id: "299".into(), ..state.clone() };
        assert!(kept_for_successor(&in_flight, &other).is_none());
        assert!(kept_for_successor(&in_flight, &state).is_some_and(|warning| warning.detail.contains("moved block")));
    }
}
