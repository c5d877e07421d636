//! The tables, for callers of the account: a user whose policy has the action, and a user whose policy does not have
//! it.

use serde_json::json;

use crate::client::{Answer, Api};
use crate::row::{OtherAccount, PolicyCase, Row, rows};

fn service(api: Api) -> &'static str {
    match api {
        Api::Ram => "ram",
        Api::Sts => "sts",
        Api::Dts => "dts",
    }
}

fn named(row: &Row) -> String {
    format!("{}:{}", service(row.api), row.action)
}

fn allow(actions: &[String], resource: &str) -> String {
    json!({"Version": "1", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]}).to_string()
}

/// Checks the refusal of a policy: code, status, and the action.
fn is_refused(answer: &Answer, row: &Row, kind: &str) {
    let code = if row.api == Api::Dts { "Forbidden.RAM" } else { "NoPermission" };
    let what = named(row);
    assert_eq!((answer.status, answer.code()), (403, code), "{what}: {}", answer.body);
    let detail = &answer.body["AccessDeniedDetail"];
    let expected = json!([what, "limited", kind]);
    let reported = json!([detail["AuthAction"], detail["AuthPrincipalDisplayName"], detail["NoPermissionType"]]);
    assert_eq!(reported, expected, "{}", answer.body);
}

#[tokio::test]
async fn an_action_is_allowed_only_by_a_policy_that_has_it() {
    let mut all: Vec<String> = rows().map(named).collect();
    all.dedup();
    for row in rows() {
        let case = PolicyCase::new(row.job).await;
        let others: Vec<String> = all.iter().filter(|action| **action != named(row)).cloned().collect();
        let without = case.limited_to(&allow(&others, "*")).await;
        let before = case.owned().await;
        is_refused(&case.call(&without, row).await, row, "ImplicitDeny");
        let denying = format!(
            r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"*","Resource":"*"}},{{"Effect":"Deny","Action":"{}","Resource":"*"}}]}}"#,
            named(row)
        );
        let denied = case.limited_to(&denying).await;
        is_refused(&case.call(&denied, row).await, row, "ExplicitDeny");
        assert_eq!(case.owned().await, before, "{}", named(row));
        let with = case.limited_to(&allow(&[named(row)], "*")).await;
        let through = case.call(&with, row).await;
        assert_eq!(through.code(), "OK", "{}: {}", named(row), through.body);
    }
}

#[tokio::test]
async fn a_policy_for_one_instance_refuses_another() {
    for row in rows().filter(|row| row.api == Api::Dts && matches!(row.other_account, OtherAccount::Refused(404, _))) {
        let case = PolicyCase::new(row.job).await;
        for elsewhere in ["acs:dts:*:*:instance/dtsanother", "acs:dts:*:3456789012345678:instance/*", "acs:ram:*:*:*"] {
            let client = case.limited_to(&allow(&[named(row)], elsewhere)).await;
            is_refused(&case.call(&client, row).await, row, "ImplicitDeny");
        }
        let here = case.filled("acs:dts:cn-hangzhou:2345678901234567:instance/{instance}");
        let client = case.limited_to(&allow(&[named(row)], &here)).await;
        let through = case.call(&client, row).await;
        assert_eq!(through.code(), "OK", "{}: {}", named(row), through.body);
    }
}
