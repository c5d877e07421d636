//! What makes a success the answer to a call.

pub use cloud_core::wire::Requirements;
use cloud_core::wire::{Sent, check_answer};
use serde_json::Value;

use crate::wire::Parameters;

/// Checks a success against the parameters of its call. An error says what is wrong with it.
pub(crate) fn check(requirements: &Requirements, parameters: &Parameters, answer: &Value) -> Result<(), String> {
    check_answer(requirements, parameters, answer)
}

impl Sent for Parameters {
    fn text(&self, parameter: &str) -> Option<&str> {
        self.get(parameter)
    }

    fn number(&self, parameter: &str) -> Option<i64> {
        self.get(parameter)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::action::{Action, call_of};
    use crate::dts::{
        ConfigureDtsJob, DescribeDedicatedCluster, DescribeDtsJobDetail, DescribeDtsJobs, ModifyDtsJob, StartDtsJob,
        TransferInstanceClass,
    };
    use crate::ram::{GetRole, ListPoliciesForRole, UpdateRole};
    use crate::sts::GetCallerIdentity;

    fn checked<A: Action>(action: &A, answer: &Value) -> Result<(), String> {
        check(&A::REQUIREMENTS, &call_of(action).payload, answer)
    }

    #[test]
    fn an_answer_has_its_fields_and_the_id_that_was_requested() {
        let detail = DescribeDtsJobDetail { dts_job_id: Some("a".into()), ..DescribeDtsJobDetail::default() };
        let answer = |id: &str| json!({"RequestId": "R", "DtsJobId": id, "Status": "Migrating"});
        assert_eq!(checked(&detail, &answer("a")), Ok(()));
        assert_eq!(checked(&detail, &answer("b")).unwrap_err(), "its DtsJobId is \"b\", and the call was for \"a\"");
        assert_eq!(checked(&detail, &answer("")).unwrap_err(), "it has no DtsJobId");
        assert_eq!(checked(&detail, &json!({"RequestId": "R", "DtsJobId": "a"})).unwrap_err(), "it has no Status");
        assert_eq!(checked(&detail, &json!({})).unwrap_err(), "it has no RequestId");

        let create = ConfigureDtsJob::default();
        assert_eq!(checked(&create, &json!({"RequestId": "R", "DtsJobId": "new"})), Ok(()));
        assert_eq!(checked(&create, &json!({"RequestId": "R"})).unwrap_err(), "it has no DtsJobId");
    }

    #[test]
    fn an_id_is_a_text_that_is_not_blank() {
        let create = ConfigureDtsJob::default();
        let answer = |id: Value| json!({"RequestId": "R", "DtsJobId": id});
        for odd in [json!(7), json!(true), json!({}), json!([]), json!(["a"])] {
            assert_eq!(checked(&create, &answer(odd)).unwrap_err(), "its DtsJobId is not a text");
        }
        for blank in [json!(null), json!(""), json!(" ")] {
            assert_eq!(checked(&create, &answer(blank)).unwrap_err(), "it has no DtsJobId");
        }
        assert_eq!(
            checked(&create, &json!({"RequestId": 7, "DtsJobId": "a"})).unwrap_err(),
            "its RequestId is not a text"
        );
    }

    #[test]
    fn the_account_of_an_identity_is_the_one_of_its_arn() {
        let answer = |id: &str| json!({"RequestId": "R", "AccountId": id, "Arn": "acs:ram::12:user/a"});
        assert_eq!(checked(&GetCallerIdentity::default(), &answer("12")), Ok(()));
        let reason = checked(&GetCallerIdentity::default(), &answer("13")).unwrap_err();
        assert_eq!(reason, "its Arn is \"acs:ram::12:user/a\", and its AccountId is \"13\"");
    }

    #[test]
    fn nested_fields_and_lists_are_checked() {
        let role = GetRole { role_name: "r".into() };
        let answer = |name: &str| json!({"RequestId": "R", "Role": {"RoleName": name, "RoleId": "3", "Arn": "acs:"}});
        assert_eq!(checked(&role, &answer("r")), Ok(()));
        assert!(checked(&role, &answer("other")).is_err());
        assert_eq!(checked(&role, &json!({"RequestId": "R", "Role": null})).unwrap_err(), "it has no Role.RoleName");

        let policies = ListPoliciesForRole { role_name: "r".into() };
        let answer = |list: Value| json!({"RequestId": "R", "Policies": {"Policy": list}});
        let policy = |kind: &str| json!({"PolicyName": "p", "PolicyType": kind});
        assert_eq!(checked(&policies, &answer(json!([policy("System")]))), Ok(()));
        assert_eq!(checked(&policies, &answer(json!([]))), Ok(()));
        assert_eq!(checked(&policies, &answer(json!([policy("")]))).unwrap_err(), "it has no PolicyType");
        assert_eq!(checked(&policies, &answer(Value::Null)).unwrap_err(), "it has no Policies.Policy");

        let jobs = DescribeDtsJobs::default();
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "DtsJobList": [{"DtsJobId": "a"}]})), Ok(()));
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "TotalRecordCount": 0})), Ok(()), "an empty list");
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "DtsJobList": [{}]})).unwrap_err(), "it has no DtsJobId");
        for (odd, reason) in [
            (json!({"RequestId": "R", "TotalRecordCount": 3}), "it has no DtsJobList"),
            (json!({"RequestId": "R", "DtsJobList": "x"}), "its DtsJobList is not a list"),
            (json!({"RequestId": "R", "DtsJobList": [null]}), "it has no DtsJobId"),
            (json!({"RequestId": "R"}), "it has no DtsJobList"),
        ] {
            assert_eq!(checked(&jobs, &odd).unwrap_err(), reason);
        }
    }

    #[test]
    fn an_answer_without_further_fields_has_a_request_id() {
        let start = StartDtsJob::default();
        assert_eq!(checked(&start, &json!({"RequestId": "R", "Success": true})), Ok(()));
        assert!(checked(&start, &json!({"Success": true})).is_err());
    }

    #[test]
    fn an_answer_about_another_job_or_role_is_no_answer_to_a_change() {
        let transfer = TransferInstanceClass { dts_job_id: "a".into(), ..TransferInstanceClass::default() };
        let modify = ModifyDtsJob { dts_job_id: Some("a".into()), ..ModifyDtsJob::default() };
        let job = |id: &str| json!({"RequestId": "R", "Success": true, "DtsJobId": id});
        let both = |answer: &Value| [checked(&transfer, answer), checked(&modify, answer)];
        assert_eq!(both(&job("a")), [Ok(()), Ok(())]);
        assert!(both(&job("b")).iter().all(Result::is_err));
        assert_eq!(both(&json!({"RequestId": "R", "Success": true})), [Ok(()), Ok(())], "DTS may leave the ID out");
        let cluster = DescribeDedicatedCluster { region_id: None, dedicated_cluster_id: "c".into() };
        assert!(checked(&cluster, &json!({"RequestId": "R", "DedicatedClusterId": "d"})).is_err());

        let update = UpdateRole { role_name: "r".into(), ..UpdateRole::default() };
        let role = |name: &str| json!({"RequestId": "R", "Role": {"RoleName": name, "RoleId": "3", "Arn": "acs:"}});
        assert_eq!(checked(&update, &role("r")), Ok(()));
        assert!(checked(&update, &role("other")).is_err());
    }
}
