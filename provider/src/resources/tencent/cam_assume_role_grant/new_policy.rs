//! The policy that a create creates, and by what the create recognizes its own policy.

use tencent::{
    Error,
    cam::{CreatePolicy, Tag},
};

use super::{
    document,
    model::GrantModel,
    policy::{CamPolicy, Found},
    principal,
};
use crate::{
    accounts::tencent::Session,
    resources::shared::{OWNERSHIP_TAG, role_trust::NewRole},
};

/// The policy that a create creates.
pub(super) struct Expected<'a> {
    /// The plan. Its policy document is the one to send.
    pub(super) planned: &'a GrantModel,
    /// The account of the policy.
    pub(super) account_id: &'a str,
    /// The value of the ownership tag of this configuration's policies.
    pub(super) ownership_id: Option<&'a str>,
}

impl NewRole for Expected<'_> {
    type Kind = CamPolicy;
    /// The ID of the policy.
    type Created = String;

    fn name(&self) -> &str {
        self.planned.policy_name.as_str().unwrap_or_default()
    }

    fn account_id(&self) -> &str {
        self.account_id
    }

    fn ownership_id(&self) -> Option<&str> {
        self.ownership_id
    }

    async fn send(&self, session: &Session<'_>) -> Result<String, Error> {
        let tag = |id: &str| Tag { key: OWNERSHIP_TAG.to_owned(), value: id.to_owned() };
        let request = CreatePolicy {
            policy_name: self.name().to_owned(),
            policy_document: self.planned.policy_document.or(String::new()),
            description: self.planned.description.clone().into_option(),
            tags: self.ownership_id.map(tag).into_iter().collect(),
        };
        Ok(session.call(&request).await?.answer.policy_id.unwrap_or_default().to_string())
    }

    fn id_of(created: &String) -> &str {
        created
    }

    fn differences(&self, found: &Found) -> Vec<&'static str> {
        let planned = self.planned;
        let text = planned.policy_document.as_str().unwrap_or_default();
        let tags = self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned())).into_iter().collect();
        let equal = [
            ("the policy document", document::same_meaning(&found.policy.policy_document, text)),
            ("description", found.policy.description == planned.description.as_str().unwrap_or_default()),
            ("the tags", found.tags() == tags),
            ("the attachments", found.principals.is_subset(&principal::configured(planned))),
        ];
        equal.into_iter().filter(|(_, equal)| !equal).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::principal::Principal, *};
    use crate::{
        accounts::InFlightNames,
        resources::shared::{
            CreateRecords,
            role_trust::{Creates, Proof},
        },
    };
    use tencent::cam::Policy;

    fn planned() -> GrantModel {
        let role = "qcs::cam::uin/700000000001:roleName/DTS-role".to_owned();
        GrantModel {
            policy_name: "dts-assume".into(),
            policy_document: document::document(&[role].into(), &[]).into(),
            ..GrantModel::default()
        }
    }

    fn found(add_time: &str) -> Found {
        let policy = Policy {
            policy_name: "dts-assume".into(),
            policy_document: planned().policy_document.or(String::new()),
            add_time: add_time.into(),
            ..Policy::default()
        };
        Found { id: 200_000_009, policy, principals: Default::default() }
    }

    /// The proof of a create that began at 20:00 in Beijing.
    fn proof(found: &Found, ownership_id: Option<&str>, answer_lost: bool) -> Option<Proof> {
        let planned = planned();
        let expected = Expected { planned: &planned, account_id: "700000000002", ownership_id };
        let (_directory, records) = CreateRecords::of_new_directory();
        let in_flight = InFlightNames::default();
        let began = "2026-01-01T12:00:00Z".parse().ok();
        let creates = Creates { in_flight: &in_flight, records: &records, earlier: None, began };
        creates.proof(found, &expected, answer_lost)
    }

    #[test]
    fn an_equal_policy_is_ours_only_after_a_lost_answer_and_if_it_is_new() {
        assert_eq!(proof(&found("2026-01-01 20:00:01"), None, true), Some(Proof::LostAnswer));
        assert_eq!(proof(&found("2026-01-01 20:00:01"), None, false), None);
        assert_eq!(proof(&found("2026-01-01 19:59:00"), None, true), None);
    }

    #[test]
    fn a_policy_with_any_difference_is_not_ours_and_one_with_our_tag_is() {
        let differing: [fn(&mut Found); 4] = [
            |found| found.policy.policy_document = found.policy.policy_document.replace("allow", "deny"),
            |found| found.policy.description = "theirs".into(),
            |found| found.policy.tags = vec![Tag { key: "team".into(), value: "a".into() }],
            |found| found.principals.extend([Principal::User("700000000022".into())]),
        ];
        for (at, differ) in differing.into_iter().enumerate() {
            let mut found = found("2026-01-01 20:00:01");
            differ(&mut found);
            assert_eq!(proof(&found, None, true), None, "difference {at}");
        }
        let mut tagged = found("2020-01-01 00:00:00");
        tagged.policy.tags = vec![Tag { key: OWNERSHIP_TAG.into(), value: "team-a".into() }];
        assert_eq!(proof(&tagged, Some("team-a"), false), Some(Proof::Tag));
        assert_eq!(proof(&tagged, Some("team-b"), false), None);
    }
}
