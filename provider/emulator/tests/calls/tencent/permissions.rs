//! Every action that needs a permission is denied without it, and changes nothing then.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::setup::Stage;

use super::client::{OPERATOR, TARGET, role_arn};

type Structure = BTreeMap<String, String>;

/// The parameters of each action with their types; the types of structures are in the table `types`.
fn table() -> BTreeMap<String, BTreeMap<String, Structure>> {
    toml::from_str(include_str!("../../../src/tencent/actions.toml")).unwrap()
}

/// It has no caller whose policies could allow it.
const UNSIGNED: &str = "AssumeRoleWithWebIdentity";

/// Actions that every caller may use.
const FREE: [&str; 2] = ["GetCallerIdentity", "GetUserAppId"];

/// Parameters that are optional in the table and needed all the same, most of them in place of another one.
const NAMES: [&str; 5] = ["JobId", "RoleName", "AttachRoleName", "DetachRoleName", "PolicyName"];

/// A value of a type, with what is required in it.
fn value(types: &BTreeMap<String, Structure>, name: &str, kind: &str) -> Value {
    let kind = kind.trim_end_matches('!');
    match (name, kind) {
        ("RoleArn", _) => json!(role_arn()),
        ("Resource", _) => json!("qcs::cam::uin/:role/1"),
        (_, "text") => json!("none"),
        (_, "int") => json!(1),
        (_, "bool") => json!(true),
        (_, list) if list.starts_with('[') => json!([value(types, "", list.trim_matches(['[', ']']))]),
        (_, structure) => Value::Object(fields(types, &types[structure])),
    }
}

fn fields(types: &BTreeMap<String, Structure>, structure: &Structure) -> Map<String, Value> {
    let given = structure.iter().filter(|(name, kind)| kind.ends_with('!') || NAMES.contains(&name.as_str()));
    given.map(|(name, kind)| (name.clone(), value(types, name, kind))).collect()
}

#[tokio::test]
async fn every_action_is_denied_without_a_policy_and_not_with_one() {
    let stage = Stage::tencent().await;
    let (root, user) = (stage.target(), stage.sub_account());
    let attached = root.cam("ListAttachedGroupPolicies", json!({"TargetGroupId": 100_001})).await.ok();
    let of_group = json!({"PolicyId": attached["List"][0]["PolicyId"], "DetachGroupId": 100_001});
    root.cam("DetachGroupPolicy", of_group).await.ok();
    let before = stage.state(TARGET).await;
    let mut table = table();
    let types = table.remove("types").unwrap();
    let mut calls = Vec::new();
    for (service, actions) in table {
        calls.extend(
            actions
                .into_iter()
                .filter(|(action, _)| action != UNSIGNED)
                .map(|(action, structure)| (service.clone(), action, Value::Object(fields(&types, &structure)))),
        );
    }
    assert!(calls.len() > 55, "{}", calls.len());
    let denied = "AuthFailure.UnauthorizedOperation";
    for (service, action, parameters) in &calls {
        let answer = user.call(service, action, parameters.clone()).await;
        if FREE.contains(&action.as_str()) {
            answer.ok();
        } else {
            answer.refused(denied, &format!("({service}:{action})"));
        }
    }
    assert_eq!(stage.state(TARGET).await, before, "a denied call changes nothing");
    let uin: u64 = OPERATOR.parse().unwrap();
    root.cam("AttachUserPolicy", json!({"PolicyId": 1, "AttachUin": uin})).await.ok();
    // The deletion of the user and the removal of its policy have no effect with these parameters.
    for (service, action, parameters) in &calls {
        let answer = user.call(service, action, parameters.clone()).await;
        assert_ne!(answer.code(), denied, "{action}: {}", answer.body);
    }
}
