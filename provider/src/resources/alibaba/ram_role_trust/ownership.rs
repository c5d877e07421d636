//! Whether a role that exists was created by an earlier apply of this configuration.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    path::AttributePath,
};

use super::{
    model::TrustModel,
    policies,
    role::{Found, OWNERSHIP_TAG},
    trust_policy,
};
use crate::accounts::InFlightNames;

/// By how much the clock of this machine and that of RAM may differ.
const MAX_CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(2);

/// The role that a create creates, and by what the create recognizes its own role.
pub(super) struct Expected<'a> {
    /// The plan. Its trust policy is the document to send.
    pub(super) planned: &'a TrustModel,
    /// The account of the role.
    pub(super) account_id: &'a str,
    /// The value of the ownership tag of this configuration's roles.
    pub(super) ownership_id: Option<&'a str>,
    /// How long ago an interrupted apply may have created the role.
    pub(super) limit: Duration,
}

impl Expected<'_> {
    /// The tags of the role, with the ownership tag.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        let tags: &Attr<Map<String>> = &self.planned.tags;
        let given = tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.clone(), value.clone()));
        given.chain(self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()))).collect()
    }
}

/// Why a role counts as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ownership {
    /// It has our ownership tag.
    Tag,
    /// It matches the configuration and is new.
    Content,
}

/// Why the role is ours; none if it is not.
pub(super) fn ownership_of(found: &Found, expected: &Expected<'_>, now: Timestamp) -> Option<Ownership> {
    let tag = found.tags.get(OWNERSHIP_TAG).map(String::as_str);
    if tag.is_some() && tag == expected.ownership_id {
        return Some(Ownership::Tag);
    }
    (same_content(found, expected) && is_new(&found.role.create_date, expected.limit, now))
        .then_some(Ownership::Content)
}

/// Whether the role matches the plan. Policies may be missing, because they are attached after CreateRole.
fn same_content(found: &Found, expected: &Expected<'_>) -> bool {
    let (role, planned) = (&found.role, expected.planned);
    let document = planned.trust_policy.as_str().unwrap_or_default();
    trust_policy::same_meaning(&role.assume_role_policy_document, document)
        && role.description == planned.description.as_str().unwrap_or_default()
        && role.max_session_duration.unwrap_or(3600) == planned.max_session_duration.or(3600)
        && found.tags == expected.tags()
        && found.policies.is_subset(&policies::configured(planned))
}

fn is_new(create_date: &str, limit: Duration, now: Timestamp) -> bool {
    let Ok(created) = create_date.parse::<Timestamp>() else { return false };
    let age = now.duration_since(created);
    let limit = SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
    -MAX_CLOCK_SKEW <= age && age <= limit.saturating_add(MAX_CLOCK_SKEW)
}

/// The warning that an existing role was adopted, and why.
pub(super) fn adopted_warning(
    found: &Found,
    expected: &Expected<'_>,
    ownership: Ownership,
    answer_lost: bool,
) -> Diagnostic {
    let (name, account_id) = (&found.role.role_name, expected.account_id);
    let why = match ownership {
        Ownership::Tag => format!("has the ownership_id of this configuration (tag {OWNERSHIP_TAG})"),
        Ownership::Content => format!("matches the configuration and was created at {}", found.role.create_date),
    };
    let (summary, origin) = if answer_lost {
        ("The answer of CreateRole was lost", "CreateRole created it although its answer was lost")
    } else {
        ("Adopted an existing RAM role", "it may belong to an earlier, interrupted apply")
    };
    Diagnostic::warning(
        summary,
        format!(
            "RAM role {name:?} exists in account {account_id} and {why}: {origin}. Terraform now manages it, and has added what was \
             missing. If the role belongs to someone else, remove it from the state (terraform state rm) and choose another \
             role_name."
        ),
    )
    .at(AttributePath::of(&["role_name"]))
}

/// The warning of a delete that keeps the role, because another resource, or the successor of this one, has adopted the role in the same
/// run. None for every other role. Terraform does not let a create know that the role of the same name is to be destroyed.
pub(super) fn kept_for_successor(in_flight: &InFlightNames, state: &TrustModel) -> Option<Diagnostic> {
    if !in_flight.is_adopted(state.role_id.as_str()?) {
        return None;
    }
    let name = state.role_name.or(String::new());
    Some(Diagnostic::warning(
        "The RAM role was kept",
        format!(
            "RAM role {name:?} was not deleted, because a resource with the same role_name adopted it in the same run. A role name \
             is unique in its account, so create_before_destroy cannot create a second role with this name. To \
             create a new role, remove create_before_destroy from the lifecycle block."
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
    const LIMIT: Duration = Duration::from_secs(300);

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

    fn owned(found: &Found, ownership_id: Option<&str>) -> Option<Ownership> {
        let expected = Expected { planned: &planned(), account_id: "1", ownership_id, limit: LIMIT };
        ownership_of(found, &expected, NOW.parse().unwrap())
    }

    #[test]
    fn a_new_role_that_matches_the_configuration_is_ours() {
        assert_eq!(owned(&found("2026-01-01T11:59:30Z"), None), Some(Ownership::Content));
        let mut attached = found("2026-01-01T11:55:00Z");
        attached.policies.insert(Policy::new("System", DTS_POLICY));
        assert_eq!(owned(&attached, None), Some(Ownership::Content));
        assert_eq!(
            owned(&found("2026-01-01T12:01:00Z"), None),
            Some(Ownership::Content),
            "the clocks differ by little"
        );
    }

    #[test]
    fn an_older_role_or_one_from_the_future_is_not_ours() {
        for date in ["2026-01-01T11:50:00Z", "2025-01-01T00:00:00Z", "2026-01-01T12:10:00Z", "", "yesterday"] {
            assert_eq!(owned(&found(date), None), None, "{date}");
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
            assert_eq!(owned(&found, None), None, "difference {at}");
        }
    }

    #[test]
    fn a_role_with_our_ownership_tag_is_ours_and_one_with_another_tag_or_none_is_not() {
        let mut tagged = found("2020-01-01T00:00:00Z");
        tagged.role.description = "changed since then".into();
        tagged.tags.insert(OWNERSHIP_TAG.into(), "team-a/prod".into());
        assert_eq!(owned(&tagged, Some("team-a/prod")), Some(Ownership::Tag));
        assert_eq!(owned(&tagged, Some("team-b")), None);
        assert_eq!(owned(&tagged, None), None);
        assert_eq!(owned(&found(NOW), Some("team-a/prod")), None, "a role of ours would have the tag");
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
        assert!(
            kept_for_successor(&in_flight, &state)
                .is_some_and(|warning| warning.detail.contains("create_before_destroy"))
        );
    }
}
