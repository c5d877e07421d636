//! Whether a role that is there already is the work of an apply that did not end.

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

/// How far this machine's clock and RAM's may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// What a create is to make, and what tells its own work from others'.
pub(super) struct Wanted<'a> {
    /// The plan; its trust policy is the document to send.
    pub(super) planned: &'a TrustModel,
    /// The account it is made in.
    pub(super) here: &'a str,
    /// The tag of this configuration's roles.
    pub(super) ownership_id: Option<&'a str>,
    /// How long ago an apply that did not end may have made the role.
    pub(super) limit: Duration,
}

impl Wanted<'_> {
    /// The role's tags, the ownership tag among them.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        let tags: &Attr<Map<String>> = &self.planned.tags;
        let given = tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.clone(), value.clone()));
        given.chain(self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()))).collect()
    }
}

/// Why a role counts as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It carries our ownership tag.
    Tag,
    /// It is what is wanted, and new.
    Content,
}

/// Why the role is ours, if it is.
pub(super) fn judge(found: &Found, wanted: &Wanted<'_>, now: Timestamp) -> Option<Sign> {
    let tag = found.tags.get(OWNERSHIP_TAG).map(String::as_str);
    if tag.is_some() && tag == wanted.ownership_id {
        return Some(Sign::Tag);
    }
    (same_content(found, wanted) && is_new(&found.role.create_date, wanted.limit, now)).then_some(Sign::Content)
}

/// Policies may still be missing: they come after the role.
fn same_content(found: &Found, wanted: &Wanted<'_>) -> bool {
    let (role, planned) = (&found.role, wanted.planned);
    let document = planned.trust_policy.as_str().unwrap_or_default();
    trust_policy::same_meaning(&role.assume_role_policy_document, document)
        && role.description == planned.description.as_str().unwrap_or_default()
        && role.max_session_duration.unwrap_or(3600) == planned.max_session_duration.or(3600)
        && found.tags == wanted.tags()
        && found.policies.is_subset(&policies::wanted(planned))
}

fn is_new(create_date: &str, limit: Duration, now: Timestamp) -> bool {
    let Ok(created) = create_date.parse::<Timestamp>() else { return false };
    let age = now.duration_since(created);
    let limit = SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
    -SKEW <= age && age <= limit.saturating_add(SKEW)
}

/// Says that a role was taken for our own, and why.
pub(super) fn announcement(found: &Found, wanted: &Wanted<'_>, sign: Sign, lost: bool) -> Diagnostic {
    let (name, here) = (&found.role.role_name, wanted.here);
    let why = match sign {
        Sign::Tag => format!("carries this configuration's ownership_id (tag {OWNERSHIP_TAG})"),
        Sign::Content => format!("is just what is wanted here and was made at {}", found.role.create_date),
    };
    let (summary, origin) = if lost {
        ("The answer to making the RAM role was lost", "it was made by the call whose answer was lost")
    } else {
        ("An interrupted apply's RAM role was found", "an apply that did not end left it behind")
    };
    Diagnostic::warning(
        summary,
        format!(
            "RAM role {name:?} exists in account {here} and {why}: {origin}. It is managed from now on, and what it lacked \
             was added. If it is somebody else's, take it out of the state (terraform state rm) and choose another role_name."
        ),
    )
    .at(AttributePath::of(&["role_name"]))
}

/// What a delete does with a role that another resource, or this one's successor, has adopted in the same run: nothing. The
/// core hands a create nothing that would tell it that the role of this name is about to be destroyed.
pub(super) fn kept_for_another(in_flight: &InFlightNames, state: &TrustModel) -> Option<Diagnostic> {
    if !in_flight.is_adopted(state.role_id.as_str()?) {
        return None;
    }
    let name = state.role_name.or(String::new());
    Some(Diagnostic::warning(
        "The RAM role was kept",
        format!(
            "RAM role {name:?} was to be deleted, and in the same run a resource of the same role_name took it for its own: a \
             role's name is unique in its account, so that with create_before_destroy no second one can be made. The role \
             was kept. To have it made anew, take create_before_destroy out of the lifecycle block."
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

    fn judged(found: &Found, ownership_id: Option<&str>) -> Option<Sign> {
        let wanted = Wanted { planned: &planned(), here: "1", ownership_id, limit: LIMIT };
        judge(found, &wanted, NOW.parse().unwrap())
    }

    #[test]
    fn a_new_role_of_the_wanted_content_is_ours() {
        assert_eq!(judged(&found("2026-01-01T11:59:30Z"), None), Some(Sign::Content));
        let mut attached = found("2026-01-01T11:55:00Z");
        attached.policies.insert(Policy::new("System", DTS_POLICY));
        assert_eq!(judged(&attached, None), Some(Sign::Content));
        assert_eq!(judged(&found("2026-01-01T12:01:00Z"), None), Some(Sign::Content), "the clocks differ a little");
    }

    #[test]
    fn an_older_one_or_one_from_the_future_is_not() {
        for date in ["2026-01-01T11:50:00Z", "2025-01-01T00:00:00Z", "2026-01-01T12:10:00Z", "", "yesterday"] {
            assert_eq!(judged(&found(date), None), None, "{date}");
        }
    }

    #[test]
    fn every_difference_in_content_counts() {
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
            assert_eq!(judged(&found, None), None, "difference {at}");
        }
    }

    #[test]
    fn our_ownership_tag_is_enough_and_anothers_or_none_is_not() {
        let mut tagged = found("2020-01-01T00:00:00Z");
        tagged.role.description = "changed meanwhile".into();
        tagged.tags.insert(OWNERSHIP_TAG.into(), "team-a/prod".into());
        assert_eq!(judged(&tagged, Some("team-a/prod")), Some(Sign::Tag));
        assert_eq!(judged(&tagged, Some("team-b")), None);
        assert_eq!(judged(&tagged, None), None);
        assert_eq!(judged(&found(NOW), Some("team-a/prod")), None, "ours would carry the tag");
    }

    #[test]
    fn an_adopted_role_is_kept_and_no_other_role_is() {
        let in_flight = InFlightNames::default();
        let state = TrustModel { role_id: "300".into(), role_name: "ram-for-dts".into(), ..TrustModel::default() };
        assert!(kept_for_another(&in_flight, &state).is_none(), "an ordinary destroy");
        in_flight.hold("300");
        assert!(kept_for_another(&in_flight, &state).is_none(), "made in this run, not adopted");
        in_flight.hold_adopted("300");
        let other = TrustModel { role_id: "299".into(), ..state.clone() };
        assert!(kept_for_another(&in_flight, &other).is_none());
        assert!(
            kept_for_another(&in_flight, &state)
                .is_some_and(|warning| warning.detail.contains("create_before_destroy"))
        );
    }
}
