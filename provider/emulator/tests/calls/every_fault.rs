//! Every kind of fault on every action, and faults that imitate what Alibaba Cloud does automatically.

use serde_json::{Value, json};

use crate::client::Api;
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, job_parameters, make_role, trust};

const ACTIONS: &str = include_str!("../../src/alibaba/parameters.toml");

fn actions() -> Vec<(Api, String)> {
    let table: toml::Table = toml::from_str(ACTIONS).unwrap();
    let of = |service: &str, api: Api| {
        let names = table[service].as_table().unwrap().keys().cloned();
        names.map(move |name| (api, name)).collect::<Vec<_>>()
    };
    [of("RAM", Api::Ram), of("STS", Api::Sts), of("DTS", Api::Dts)].concat()
}

async fn fault(stage: &Stage, rule: &Value) {
    let added = stage.control("POST", "faults", &rule.to_string()).await;
    assert_eq!(added.status, 200, "{}", added.body);
}

#[tokio::test]
async fn every_kind_of_fault_applies_to_every_action() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let actions = actions();
    assert!(actions.len() > 40, "{}", actions.len());
    for (api, action) in &actions {
        let matching = json!({"action": action});
        for (rule, code) in [
            (json!({"kind": "throttle"}), "Throttling.User"),
            (json!({"kind": "http_500"}), "InternalError"),
            (
                json!({"kind": "error", "code": "DTS.Msg.JobStatusModifying", "http_status": 200}),
                "DTS.Msg.JobStatusModifying",
            ),
            (json!({"kind": "error", "code": "Forbidden.RAM", "http_status": 403}), "Forbidden.RAM"),
        ] {
            let mut rule = rule;
            rule["match"] = matching.clone();
            fault(&stage, &rule).await;
            let answer = client.call(*api, action, &[]).await;
            // Some answers of DTS have no Success.
            assert!(answer.code() == code || answer.body["ErrCode"] == code, "{action}: {answer:?}");
        }
        for (kind, logged) in [("drop_before", "DROPPED_BEFORE"), ("drop_after", "DROPPED_AFTER ")] {
            fault(&stage, &json!({"match": matching, "kind": kind})).await;
            assert!(client.send(client.request(*api, action, &[])).await.is_err(), "{action} {kind}");
            let entry = stage.last_request().await;
            assert_eq!(entry["action"], action.as_str());
            assert!(entry["outcome"].as_str().unwrap().starts_with(logged), "{entry}");
        }
        fault(&stage, &json!({"match": matching, "kind": "delay_ms", "delay_ms": 1})).await;
        let late = client.call(*api, action, &[]).await;
        assert_eq!(late.code(), client.call(*api, action, &[]).await.code(), "{action}");
    }
}

/// The role was created, and neither RAM nor DTS finds it yet.
#[tokio::test]
async fn a_new_role_can_become_visible_late() {
    let stage = Stage::new().await;
    let made = json!({"action": "CreateRole"});
    for action in ["GetRole", "AttachPolicyToRole"] {
        let code = "EntityNotExist.Role";
        fault(&stage, &json!({"match": {"action": action, "object": ROLE}, "since": made, "kind": "error", "code": code, "http_status": 404})).await;
    }
    let code = "AssumeRoleFail";
    fault(&stage, &json!({"match": {"action": "ConfigureDtsJob"}, "since": made, "kind": "error", "code": code, "http_status": 200})).await;
    let owner = stage.source_owner();
    let (caller, parameters) = (stage.destination_owner(), job_parameters());
    owner.ram("GetRole", &[("RoleName", "other")]).await.refused("EntityNotExist.Role", "other");
    let document = trust(DESTINATION_OWNER);
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &document)]).await.ok();
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.refused("EntityNotExist.Role", "");
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    let attached = crate::setup::attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await;
    attached.refused("EntityNotExist.Role", "");
    crate::setup::attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    caller.dts("ConfigureDtsJob", &parameters).await.refused("AssumeRoleFail", "");
    caller.dts("ConfigureDtsJob", &parameters).await.ok();
}

/// A role that existed before is found.
#[tokio::test]
async fn a_rule_is_not_active_until_its_call_has_succeeded() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    fault(&stage, &json!({"since": {"action": "CreateRole"}, "kind": "throttle"})).await;
    let owner = stage.source_owner();
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    let document = trust(DESTINATION_OWNER);
    let again = [("RoleName", ROLE), ("AssumeRolePolicyDocument", document.as_str())];
    owner.ram("CreateRole", &again).await.refused("EntityAlreadyExists.Role", "");
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    for wrong in [json!({"kind": "throttle", "rate": 0}), json!({"kind": "throttle", "rate": 1.5})] {
        assert_eq!(stage.control("POST", "faults", &wrong.to_string()).await.status, 400, "{wrong}");
    }
}

/// A rule that can never apply is a mistake, and is rejected.
#[tokio::test]
async fn a_rule_names_existing_actions_and_accounts() {
    let stage = Stage::new().await;
    for (wrong, says) in [
        (json!({"match": {"action": "ConfigureDtsJobb"}, "kind": "throttle"}), "did you mean ConfigureDtsJob?"),
        (json!({"since": {"action": "Nonsense"}, "kind": "throttle"}), "serves no action Nonsense"),
        (json!({"match": {"account": "stranger"}, "kind": "throttle"}), "the world has no account stranger"),
        (json!({"kind": "throttle", "times": 0}), "times must be at least 1"),
    ] {
        let refused = stage.control("POST", "faults", &wrong.to_string()).await;
        let error = refused.body["error"].as_str().unwrap_or_default();
        assert!(refused.status == 400 && error.contains(says), "{wrong}: {error}");
    }
    let owner = stage.source_owner();
    for account in ["source-owner", SOURCE_OWNER] {
        fault(&stage, &json!({"match": {"action": "ListRoles", "account": account}, "kind": "throttle"})).await;
        owner.ram("ListRoles", &[]).await.refused("Throttling.User", "");
        owner.ram("ListRoles", &[]).await.ok();
    }
}
