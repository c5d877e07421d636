//! `dts_ram_role_trust`: each changeable argument in place, the calls it takes, and its behaviour under failures.

use std::time::{Duration, Instant};

use acceptance_harness::profiles::SOURCE_OWNER;
use serde_json::json;

use crate::captured_requests::hold;
use crate::support::case::{Case, assert_detail, assert_no_changes, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const UPDATE: &str = "update dts_ram_role_trust.source";

fn with(arguments: &str) -> Hcl {
    let trust = hcl::trust()
        .with("role_name           = \"ram-for-dts\"", &format!("role_name = \"ram-for-dts\"\n{arguments}"));
    hcl::providers().and(&trust)
}

/// Applies a change; it must be one update with exactly these mutating calls.
async fn change(case: &Case, configuration: &Hcl, calls: &[&str]) {
    let mark = case.mark().await;
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
}

#[tokio::test]
async fn every_argument_changes_in_place() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let id = case.role().await["role_id"].clone();

    change(&case, &with("description = \"for DTS\""), &["UpdateRole"]).await;
    assert_eq!(case.role().await["description"], "for DTS");
    // RAM has no call that empties it: taken out of the configuration it stays.
    case.apply(&with("")).await;
    assert_eq!(case.role().await["description"], "for DTS");
    change(&case, &with("description = \"still for DTS\""), &["UpdateRole"]).await;

    change(&case, &with("tags = { team = \"a\", use = \"dts\" }"), &["TagResources"]).await;
    change(&case, &with("tags = { team = \"b\" }"), &["TagResources", "UntagResources"]).await;
    assert_eq!(case.role().await["tags"], json!({"team": "b"}));
    change(&case, &with(""), &["UntagResources"]).await;

    change(&case, &with("max_session_duration = 7200"), &["UpdateRole"]).await;
    assert_eq!(case.role().await["max_session_duration"], 7200);
    change(&case, &with(""), &["UpdateRole"]).await;

    change(&case, &with("access_via_vpc = true"), &["AttachPolicyToRole"]).await;
    change(&case, &with(""), &["DetachPolicyFromRole"]).await;
    let vpc = r#"permission_policies = [{ type = "System", name = "AliyunDTSRolePolicy" }, { type = "System", name = "AliyunVPCReadOnlyAccess" }]"#;
    change(&case, &with(vpc), &["AttachPolicyToRole"]).await;
    change(&case, &with(""), &["DetachPolicyFromRole"]).await;

    change(&case, &with("force_detach_policies = true"), &[]).await;
    change(&case, &with(""), &[]).await;

    let two = with("").with("[\"2345678901234567\"]", "[\"3456789012345678\", \"2345678901234567\"]");
    change(&case, &two, &["UpdateRole"]).await;
    let services = case.role().await["trust"]["Statement"][0]["Principal"]["Service"].clone();
    assert_eq!(services, json!(["2345678901234567@dts.aliyuncs.com", "3456789012345678@dts.aliyuncs.com"]));
    change(&case, &with(""), &["UpdateRole"]).await;

    assert_eq!(case.role().await["role_id"], id, "it is still the same role");
    case.destroy().await;
    hold(&case, "role").await;
}

/// The counterpart: the name cannot be changed in place.
#[tokio::test]
async fn another_name_is_another_role() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let run = case.apply(&with("").with("ram-for-dts", "ram-for-dts-2")).await;
    assert_eq!(run.planned_changes(), ["replace dts_ram_role_trust.source"]);
    assert_eq!(case.role().await["name"], "ram-for-dts-2");
    case.destroy().await;
}

/// The plan shows what will be trusted before anything is created.
#[tokio::test]
async fn arn_and_trust_policy_are_known_at_plan() {
    let case = Case::start().await;
    case.write(&with(""));
    case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    let plan = case.terraform.show(Some("saved.plan")).await.unwrap();
    let after = &plan["resource_changes"][0]["change"]["after"];
    assert_eq!(after["arn"], format!("acs:ram::{}:role/ram-for-dts", SOURCE_OWNER.account));
    assert!(after["trust_policy"].as_str().unwrap().contains("2345678901234567@dts.aliyuncs.com"), "{after:#}");
    assert_eq!(plan["resource_changes"][0]["change"]["after_unknown"]["role_id"], true, "RAM gives that one");
}

/// The calls of one service since a mark, in order.
async fn ram_calls(case: &Case, mark: usize) -> Vec<String> {
    let calls = case.control.requests().await.unwrap();
    let ram =
        calls[mark..].iter().filter(|call| call["service"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("ram")));
    ram.map(|call| call["action"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_create_takes_two_calls_and_one_for_each_policy_and_a_refresh_three() {
    let case = Case::start().await;
    case.write(&with("access_via_vpc = true"));
    case.terraform.apply().await.unwrap().success().unwrap();
    let create = ["CreateRole", "AttachPolicyToRole", "AttachPolicyToRole", "GetRole"];
    assert_eq!(ram_calls(&case, 0).await, create);
    let mark = case.mark().await;
    assert_no_changes(&case.terraform).await;
    // The three calls of a refresh are sent at the same time.
    let mut refresh = ram_calls(&case, mark).await;
    refresh.sort_unstable();
    assert_eq!(refresh, ["GetRole", "ListPoliciesForRole", "ListTagResources"]);
    case.destroy().await;
}

/// A new role is not visible everywhere immediately: the provider waits.
#[tokio::test]
async fn a_role_that_is_seen_late_is_waited_for() {
    let case = Case::start().await;
    for (action, times) in [("AttachPolicyToRole", 2), ("GetRole", 2)] {
        let unseen = json!({"match": {"action": action}, "kind": "error", "code": "EntityNotExist.Role", "http_status": 404, "times": times});
        case.control.fault(&unseen).await.unwrap();
    }
    case.apply(&with("")).await;
    let count = |calls: &[String], action: &str| calls.iter().filter(|call| *call == action).count();
    let calls = ram_calls(&case, 0).await;
    assert_eq!(count(&calls, "CreateRole"), 1);
    assert_eq!(count(&calls, "AttachPolicyToRole"), 3);
    case.destroy().await;
}

/// The counterpart: there is no wait for a policy that does not exist.
#[tokio::test]
async fn a_policy_that_does_not_exist_is_refused_at_once() {
    let case = Case::start().await;
    let wrong = "permission_policies = [{ type = \"System\", name = \"AliyunDTSRolePolicies\" }]";
    let begun = Instant::now();
    let errors = case.refused_apply(&with(wrong)).await;
    assert_detail(
        only_error(&errors, "Cannot attach a policy to the RAM role"),
        &["EntityNotExist.Policy", "AliyunDTSRolePolicies"],
    );
    assert!(begun.elapsed() < Duration::from_secs(20), "it took {:?}", begun.elapsed());
    let run = case.apply(&with("")).await;
    assert_eq!(run.planned_changes(), ["replace dts_ram_role_trust.source"]);
    case.destroy().await;
}

#[cfg(unix)]
#[tokio::test]
async fn an_interrupted_attachment_of_policies_continues_in_place() {
    let case = Case::start().await;
    case.control
        .fault(&json!({"match": {"action": "AttachPolicyToRole"}, "kind": "delay_ms", "delay_ms": 20_000}))
        .await
        .unwrap();
    case.write(&with(""));
    let begun = Instant::now();
    let at = "dts_ram_role_trust.source: Creating...";
    let run = case.terraform.run_interrupted(&["apply", "-json", "-auto-approve"], at).await.unwrap();
    assert!(
        run.code == Some(1) && begun.elapsed() < Duration::from_secs(15),
        "{:?}: {}",
        begun.elapsed(),
        run.output()
    );
    let warnings: Vec<String> = run.diagnostics().into_iter().map(|diagnostic| diagnostic.summary).collect();
    assert!(warnings.contains(&"Interrupted while attaching policies".to_owned()), "{warnings:?}");
    let id = case.role().await["role_id"].clone();

    let run = case.apply(&with("")).await;
    assert_eq!(run.planned_changes(), [UPDATE]);
    assert_eq!(case.role().await["role_id"], id, "the same role");
    case.destroy().await;
}

/// That a policy was detached may be seen late; an object that is already deleted is not an error.
#[tokio::test]
async fn a_destroy_waits_for_detached_policies_and_passes_over_what_is_gone() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let conflict = json!({"match": {"action": "DeleteRole"}, "kind": "error", "code": "DeleteConflict.Role.Policy", "http_status": 409, "times": 2});
    case.control.fault(&conflict).await.unwrap();
    case.destroy().await;

    case.apply(&with("")).await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    external.detach("ram-for-dts", "AliyunDTSRolePolicy").await;
    external.delete_role("ram-for-dts").await;
    let blind = ["destroy", "-json", "-auto-approve", "-refresh=false"];
    case.terraform.run(&blind).await.unwrap().success().unwrap();
    case.is_empty().await;
}

/// After the last attempt of a call the error reports how often and for how long it was tried.
#[tokio::test]
async fn a_call_given_up_reports_its_attempts() {
    let case = Case::start().await;
    case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": "throttle", "times": 9})).await.unwrap();
    let patient = with("").with("alias = \"source_owner\"", "alias = \"source_owner\"\n  max_retries = 1");
    let errors = case.refused_apply(&patient).await;
    let error = only_error(&errors, "Cannot create the RAM role");
    assert_detail(
        error,
        &["Tried 2 times in", "the last response of RAM CreateRole was Throttling.User", "Request ID: "],
    );
    assert_eq!(ram_calls(&case, 0).await, ["CreateRole", "CreateRole"]);
}

/// The time allowed ends the attempts too.
#[tokio::test]
async fn no_call_is_repeated_beyond_the_time_allowed() {
    let case = Case::start().await;
    case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": "throttle", "times": 99})).await.unwrap();
    let begun = Instant::now();
    let errors = case.refused_apply(&with("timeouts {\n    create = \"2s\"\n  }")).await;
    assert_detail(only_error(&errors, "Cannot create the RAM role"), &["Tried ", "Throttling.User"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "it took {:?}", begun.elapsed());
}
