//! What makes a success the answer to a call. An answer of a proxy, of another service or of another call must not be taken for
//! one: its missing fields would become empty texts in the state, and its ID would be the ID of another object.

use serde_json::Value;

use crate::wire::{Parameters, find};

/// What makes a success the answer to a call: the fields of the answer that the client relies on. The rows are beside the actions, in
/// `provider/alibaba/actions/*.toml`. Paths are dotted; `|` separates alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// Fields that must be there, and not be empty.
    fields: &'static [&'static str],
    /// A parameter, and the field that must repeat its value.
    same: &'static [(&'static str, &'static str)],
    /// A parameter, and the field that must repeat its value if the answer has the field.
    same_if_present: &'static [(&'static str, &'static str)],
    /// A list, and the field that each of its elements must have.
    each: Option<(&'static str, &'static str)>,
}

impl Requirements {
    /// Of an answer that has only the ID of the request.
    pub(crate) const NONE: Self = Self { fields: &[], same: &[], same_if_present: &[], each: None };

    pub(crate) const fn fields(fields: &'static [&'static str]) -> Self {
        Self { fields, ..Self::NONE }
    }

    pub(crate) const fn same(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same, ..self }
    }

    pub(crate) const fn same_if_present(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same_if_present: same, ..self }
    }

    pub(crate) const fn each(self, list: &'static str, field: &'static str) -> Self {
        Self { each: Some((list, field)), ..self }
    }
}

/// The field that every answer has.
const REQUEST_ID: &str = "RequestId";

/// Checks a success against the parameters of its call. An error says what is wrong with it.
pub(crate) fn check(requirements: &Requirements, parameters: &Parameters, answer: &Value) -> Result<(), String> {
    required(answer, REQUEST_ID)?;
    for field in requirements.fields {
        required(answer, field)?;
    }
    let sent = |parameter| parameters.get(parameter).filter(|sent| !sent.is_empty());
    for (parameter, field) in requirements.same {
        sent(parameter).map_or(Ok(()), |sent| repeats(answer, field, sent))?;
    }
    for (parameter, field) in requirements.same_if_present {
        let sent = sent(parameter).filter(|_| required(answer, field).is_ok());
        sent.map_or(Ok(()), |sent| repeats(answer, field, sent))?;
    }
    requirements.each.map_or(Ok(()), |(list, field)| each(answer, list, field))
}

/// A list may be absent only when the answer says that it is empty.
fn each(answer: &Value, list: &str, field: &str) -> Result<(), String> {
    match at(answer, list) {
        Some(Value::Array(elements)) => elements.iter().try_for_each(|element| required(element, field)),
        None | Some(Value::Null) if at(answer, "TotalRecordCount").is_some_and(is_zero) => Ok(()),
        _ => Err(format!("its {list} is not a list")),
    }
}

fn is_zero(value: &Value) -> bool {
    value.as_i64() == Some(0) || value.as_str() == Some("0")
}

fn required(answer: &Value, field: &str) -> Result<(), String> {
    let found = field.split('|').any(|field| at(answer, field).is_some_and(|value| !is_empty(value)));
    if found { Ok(()) } else { Err(format!("it has no {}", field.replace('|', " and no "))) }
}

fn repeats(answer: &Value, field: &str, sent: &str) -> Result<(), String> {
    match at(answer, field) {
        Some(Value::String(found)) if found == sent => Ok(()),
        Some(Value::String(found)) => Err(format!("its {field} is {found:?}, and the call was for {sent:?}")),
        _ => Err(format!("it has no {field}")),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// A field by its dotted path.
fn at<'a>(answer: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(answer, |value, name| find(value.as_object()?, name))
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
    use crate::ram::{GetRole, UpdateRole};

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
    fn nested_fields_and_lists_are_checked() {
        let role = GetRole { role_name: "r".into() };
        let answer = |name: &str| json!({"RequestId": "R", "Role": {"RoleName": name, "RoleId": "3", "Arn": "acs:"}});
        assert_eq!(checked(&role, &answer("r")), Ok(()));
        assert!(checked(&role, &answer("other")).is_err());
        assert_eq!(checked(&role, &json!({"RequestId": "R", "Role": null})).unwrap_err(), "it has no Role.RoleName");

        let jobs = DescribeDtsJobs::default();
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "DtsJobList": [{"DtsJobId": "a"}]})), Ok(()));
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "TotalRecordCount": 0})), Ok(()), "an empty list");
        assert_eq!(checked(&jobs, &json!({"RequestId": "R", "DtsJobList": [{}]})).unwrap_err(), "it has no DtsJobId");
        for odd in [json!({"RequestId": "R", "TotalRecordCount": 3}), json!({"RequestId": "R", "DtsJobList": "x"})] {
            assert_eq!(checked(&jobs, &odd).unwrap_err(), "its DtsJobList is not a list");
        }
        let reason = checked(&jobs, &json!({"RequestId": "R"})).unwrap_err();
        assert_eq!(reason, "it has no DtsJobList and no TotalRecordCount");
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
