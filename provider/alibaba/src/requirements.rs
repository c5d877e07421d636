//! What makes a success the answer to a call. An answer of a proxy, of another service or of another call must not be taken for
//! one: its missing fields would become empty texts in the state, and its ID would be the ID of another object.

use serde_json::Value;

use crate::wire::{Parameters, find};

/// The fields of an answer that the client relies on. Paths are dotted; `|` separates alternatives.
struct Requirement {
    action: &'static str,
    /// Fields that must be there, and not be empty.
    fields: &'static [&'static str],
    /// A parameter, and the field that must repeat its value.
    same: &'static [(&'static str, &'static str)],
    /// A list, and the field that each of its elements must have.
    each: Option<(&'static str, &'static str)>,
}

const fn row(action: &'static str, fields: &'static [&'static str]) -> Requirement {
    Requirement { action, fields, same: &[], each: None }
}

impl Requirement {
    const fn same(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same, ..self }
    }

    const fn each(self, list: &'static str, field: &'static str) -> Self {
        Self { each: Some((list, field)), ..self }
    }
}

/// The field that every answer has.
const REQUEST_ID: &str = "RequestId";
const ROLE: &[&str] = &["Role.RoleName", "Role.RoleId", "Role.Arn"];
const ROLE_NAME: &[(&str, &str)] = &[("RoleName", "Role.RoleName")];

/// The actions whose answer is more than a success. Source: the answers in `schemas/alibaba/actions`.
const ROWS: &[Requirement] = &[
    row("ConfigureDtsJob", &["DtsJobId"]).same(&[("DtsJobId", "DtsJobId"), ("DtsInstanceId", "DtsInstanceId")]),
    row("CreateDtsInstance", &["InstanceId", "JobId"]).same(&[("JobId", "JobId")]),
    row("DescribeDtsJobDetail", &["DtsJobId", "Status"]).same(&[("DtsJobId", "DtsJobId")]),
    row("DescribeDtsJobs", &["DtsJobList|TotalRecordCount"]).each("DtsJobList", "DtsJobId"),
    row("CreateRole", ROLE).same(ROLE_NAME),
    row("GetRole", ROLE).same(ROLE_NAME),
    row("UpdateRole", ROLE),
    row("ListPoliciesForRole", &["Policies"]),
    row("GetCallerIdentity", &["AccountId", "Arn"]),
    row("AssumeRole", &["Credentials"]),
    row("AssumeRoleWithOIDC", &["Credentials"]),
];

/// Checks a success of an action. An error says what is wrong with it.
pub(crate) fn check(action: &str, parameters: &Parameters, answer: &Value) -> Result<(), String> {
    required(answer, REQUEST_ID)?;
    let Some(row) = ROWS.iter().find(|row| row.action == action) else { return Ok(()) };
    for field in row.fields {
        required(answer, field)?;
    }
    for (parameter, field) in row.same {
        if let Some(sent) = parameters.get(parameter).filter(|sent| !sent.is_empty()) {
            repeats(answer, field, sent)?;
        }
    }
    row.each.map_or(Ok(()), |(list, field)| each(answer, list, field))
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
    use crate::dts::{ConfigureDtsJob, DescribeDtsJobDetail, DescribeDtsJobs, StartDtsJob};
    use crate::ram::GetRole;

    fn checked<A: Action>(action: &A, answer: &Value) -> Result<(), String> {
        check(A::NAME, &call_of(action).payload, answer)
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
    fn every_row_is_about_an_action_of_the_client() {
        for row in ROWS {
            assert!(crate::catalogue().iter().any(|action| action.action == row.action), "{}", row.action);
        }
    }
}
