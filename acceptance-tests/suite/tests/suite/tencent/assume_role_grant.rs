//! `dts_cam_assume_role_grant`.

use acceptance_harness::profiles::{TENCENT_OPERATOR, TENCENT_TARGET};
use serde_json::{Value as Json, json};
use tencent::cam::{CreatePolicy, DeletePolicy, DetachUserPolicy, GetPolicy, ListPolicies, UpdatePolicy};
use tencent::{CallContext, Class, sts::AssumeRole};

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::hcl::Hcl;
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

use super::support::{call, client, providers};

const ADDRESS: &str = "dts_cam_assume_role_grant.operator";
const UPDATE: &str = "update dts_cam_assume_role_grant.operator";
const EXISTS: &str = "The CAM policy exists already";
const POLICY: &str = "dts-assume";
const ROLE: &str = "qcs::cam::uin/700000000001:roleName/DTS-role";
const OTHER_ROLE: &str = "qcs::cam::uin/700000000001:roleName/other-role";
const USER: i64 = 700_000_000_021;

fn with(arguments: &str) -> Hcl {
    providers().and(&Hcl::new(format!(
        "resource \"dts_cam_assume_role_grant\" \"operator\" {{\n  provider = dts.target\n  policy_name = \"{POLICY}\"\n  role_arns = \
         [\"{ROLE}\"]\n  {arguments}\n}}\n"
    )))
}

const TO_USER: &str = "user_uins = [\"700000000021\"]";

/// Applies a change; it must be one update with exactly these mutating calls.
async fn change(case: &Case, configuration: &Hcl, calls: &[&str]) {
    let mark = case.mark().await;
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
}

/// The ID of the only custom policy of the account with the targets.
async fn policy_id(case: &Case) -> i64 {
    let list = ListPolicies { scope: Some("Local".to_owned()), ..ListPolicies::default() };
    let policies = call(&client(case, TENCENT_TARGET), &list).await.policies;
    assert_eq!(policies.len(), 1, "{policies:?}");
    policies[0].policy_id.unwrap()
}

/// The document of the policy.
async fn document(case: &Case) -> Json {
    let request = GetPolicy { policy_id: policy_id(case).await };
    serde_json::from_str(&call(&client(case, TENCENT_TARGET), &request).await.policy_document).unwrap()
}

async fn set_document(case: &Case, document: &Json) {
    let policy_id = Some(policy_id(case).await);
    let update = UpdatePolicy { policy_id, policy_document: Some(document.to_string()), ..UpdatePolicy::default() };
    call(&client(case, TENCENT_TARGET), &update).await;
}

async fn destroyed(case: &Case) {
    case.terraform.destroy().await.unwrap().success().unwrap();
    let account = case.account(TENCENT_TARGET.account).await;
    assert_eq!(account["policies"], json!([]), "{account:#}");
}

/// The operator may do everything in DTS, and may assume the role only with the policy.
#[tokio::test]
async fn the_sub_user_may_assume_the_role_while_the_policy_exists() {
    let case = Case::start().await;
    let trust = "resource \"dts_cam_role_trust\" \"source\" {\n  provider = dts.source\n  role_name = \"DTS-role\"\n  \
                 trusted_account_ids = [\"700000000002\"]\n}\n";
    let role = providers().and(&Hcl::new(trust));
    case.apply(&role).await;
    let operator = client(&case, TENCENT_OPERATOR);
    let request = AssumeRole { role_arn: ROLE.to_owned(), role_session_name: "test".into(), ..AssumeRole::default() };
    let before = operator.call(&request, &CallContext::default()).await.unwrap_err();
    assert_eq!(before.class(), Some(Class::NoPermission), "{before}");

    let both = with(TO_USER).with(&format!("[\"{ROLE}\"]"), "[dts_cam_role_trust.source.arn]").and(&Hcl::new(trust));
    let run = case.apply(&both).await;
    assert_eq!(run.planned_changes(), ["create dts_cam_assume_role_grant.operator"]);
    let expected = json!({"version": "2.0", "statement": [
        {"effect": "allow", "action": ["name/sts:AssumeRole"], "resource": [ROLE]}
    ]});
    assert_eq!(document(&case).await, expected);
    assert_no_changes(&case.terraform).await;
    call(&operator, &request).await;
    case.apply(&role).await;
    assert!(operator.call(&request, &CallContext::default()).await.is_err());
    case.destroy().await;
}

#[tokio::test]
async fn every_argument_changes_in_place() {
    let case = Case::start().await;
    case.apply(&with(TO_USER)).await;
    let id = policy_id(&case).await;
    change(&case, &with(&format!("{TO_USER}\n  description = \"d\"")), &["UpdatePolicy"]).await;
    change(&case, &with(TO_USER), &["UpdatePolicy"]).await;
    let two = with(TO_USER).with(&format!("[\"{ROLE}\"]"), &format!("[\"{ROLE}\", \"{OTHER_ROLE}\"]"));
    change(&case, &two, &["UpdatePolicy"]).await;
    assert_eq!(document(&case).await["statement"][0]["resource"].as_array().unwrap().len(), 2);
    change(&case, &with(TO_USER), &["UpdatePolicy"]).await;
    let group = with("group_ids = [\"100001\"]");
    change(&case, &group, &["AttachGroupPolicy", "DetachUserPolicy"]).await;
    change(&case, &with(&format!("{TO_USER}\n  group_ids = [\"100001\"]")), &["AttachUserPolicy"]).await;
    change(&case, &with(TO_USER), &["DetachGroupPolicy"]).await;
    assert_eq!(policy_id(&case).await, id, "it is still the same policy");

    let unknown = with("user_uins = [\"700000000021\", \"700000000099\"]");
    let errors = case.refused_apply(&unknown).await;
    assert_detail(only_error(&errors, "Cannot attach the CAM policy"), &["user 700000000099", "ResourceNotFound"]);
    case.write(&with(TO_USER));
    destroyed(&case).await;
}

#[tokio::test]
async fn differences_are_shown_by_meaning_and_what_others_added_is_kept() {
    let case = Case::start().await;
    let configuration = with(TO_USER);
    case.apply(&configuration).await;
    let ours = document(&case).await;

    // Another form of the same document, and a statement about something else.
    let single =
        json!({"version": "2.0", "statement": {"effect": "allow", "action": "sts:AssumeRole", "resource": ROLE}});
    set_document(&case, &single).await;
    assert_no_changes(&case.terraform).await;
    let other = json!({"effect": "allow", "action": ["cos:GetObject"], "resource": ["*"]});
    let mut more = ours.clone();
    more["statement"].as_array_mut().unwrap().push(other.clone());
    set_document(&case, &more).await;
    assert_no_changes(&case.terraform).await;

    for (what, with) in [("allow", "deny"), ("DTS-role", "other-role")] {
        let mut changed = more.clone();
        changed["statement"][0] = serde_json::from_str(&ours["statement"][0].to_string().replace(what, with)).unwrap();
        set_document(&case, &changed).await;
        change(&case, &configuration, &["UpdatePolicy"]).await;
        assert_eq!(document(&case).await, more, "{what}");
        assert_no_changes(&case.terraform).await;
    }

    // An attachment that was removed is added again. One of another group is kept, and stops the destroy.
    let policy_id = policy_id(&case).await;
    let external = client(&case, TENCENT_TARGET);
    call(&external, &DetachUserPolicy { policy_id, detach_uin: USER }).await;
    change(&case, &configuration, &["AttachUserPolicy"]).await;
    call(&external, &tencent::cam::AttachGroupPolicy { policy_id, attach_group_id: 100_001 }).await;
    assert_no_changes(&case.terraform).await;
    let run = case.terraform.destroy().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let title = "The CAM policy is attached to what this resource does not name";
    assert_detail(only_error(&run.errors(), title), &["group 100001", "force_detach = true"]);
    case.apply(&with(&format!("{TO_USER}\n  force_detach = true"))).await;

    call(&external, &DeletePolicy { policy_ids: vec![policy_id] }).await;
    let run = case.apply(&configuration).await;
    assert_eq!(run.planned_changes(), ["create dts_cam_assume_role_grant.operator"]);
    destroyed(&case).await;
}

#[tokio::test]
async fn a_policy_is_imported_by_its_name_and_has_no_changes() {
    let case = Case::start().await;
    let configuration = with(&format!("{TO_USER}\n  group_ids = [\"100001\"]\n  description = \"d\""));
    case.apply(&configuration).await;
    let block = format!("import {{\n  to = {ADDRESS}\n  id = \"{POLICY}\"\n}}\n");
    let other = case.another_folder();
    other.write("main.tf", configuration.text()).unwrap();
    other.write("imports.tf", &block).unwrap();
    let mark = case.mark().await;
    applied(&other).await;
    assert_no_changes(&other).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    let absent = case.another_folder();
    absent.write("main.tf", configuration.text()).unwrap();
    absent.write("imports.tf", &block.replace(POLICY, "absent")).unwrap();
    let errors = refused(&absent).await;
    assert_detail(only_error(&errors, "No such CAM policy"), &["\"absent\" in account 700000000002"]);
    destroyed(&case).await;
}

/// Another team may have created an equal policy a moment ago.
#[tokio::test]
async fn a_policy_that_exists_is_adopted_only_with_the_ownership_tag() {
    let case = Case::start().await;
    let external = client(&case, TENCENT_TARGET);
    let document = json!({"version": "2.0", "statement": [
        {"effect": "allow", "action": ["name/sts:AssumeRole"], "resource": [ROLE]}
    ]});
    let create = async |tags: Vec<tencent::cam::Tag>| {
        let policy = CreatePolicy {
            policy_name: POLICY.to_owned(),
            policy_document: document.to_string(),
            tags,
            ..CreatePolicy::default()
        };
        call(&external, &policy).await.policy_id.unwrap()
    };
    let policy_id = create(Vec::new()).await;
    let errors = case.refused_apply(&with(TO_USER)).await;
    let pieces =
        ["It matches the configuration", "no record", "to = dts_cam_assume_role_grant.NAME", "id = \"dts-assume\""];
    assert_detail(only_error(&errors, EXISTS), &pieces);
    call(&external, &DeletePolicy { policy_ids: vec![policy_id] }).await;

    create(vec![tencent::cam::Tag { key: "dts-ownership-id".to_owned(), value: "team-a".to_owned() }]).await;
    let owned =
        |id: &str| with(TO_USER).with("alias = \"target\"", &format!("alias = \"target\"\n  ownership_id = \"{id}\""));
    let errors = case.refused_apply(&owned("team-b")).await;
    assert_detail(only_error(&errors, EXISTS), &["does not have the ownership_id"]);
    let mark = case.mark().await;
    case.apply(&owned("team-a")).await;
    assert_eq!(case.mutations_since(mark).await, ["CreatePolicy", "AttachUserPolicy"]);
    destroyed(&case).await;
}

#[tokio::test]
async fn after_a_lost_answer_there_is_one_policy() {
    for kind in ["drop_after", "drop_before"] {
        let case = Case::start().await;
        case.control.fault(&json!({"match": {"action": "CreatePolicy"}, "kind": kind})).await.unwrap();
        case.apply(&with(TO_USER)).await;
        policy_id(&case).await;
        let attached = case.account(TENCENT_TARGET.account).await["users"][0]["policies"].clone();
        assert_eq!(attached, json!([POLICY]), "{kind}");
        destroyed(&case).await;
    }
}

/// An unconfirmed ID could be the one of another policy.
#[tokio::test]
async fn a_new_policy_that_no_list_shows_is_not_attached() {
    let case = Case::start().await;
    let set = json!({"Response.List": [], "Response.TotalNum": 0});
    let rule = json!({"match": {"action": "ListPolicies"}, "times": 100, "kind": "answer", "answer": {"set": set}});
    case.control.fault(&rule).await.unwrap();
    let short = with(TO_USER).with(
        "provider = dts.target\n  policy",
        "provider = dts.target\n  timeouts {\n    create = \"10s\"\n  }\n  policy",
    );
    let mark = case.mark().await;
    let errors = case.refused_apply(&short).await;
    let error = only_error(&errors, "CAM does not show the new policy yet");
    assert_detail(error, &["ListPolicies", "attached to no user or group", "Apply again"]);
    assert_eq!(case.mutations_since(mark).await, ["CreatePolicy"]);
    case.control.clear_faults().await.unwrap();
    case.apply(&short).await;
    destroyed(&case).await;
}

/// A list without the policy does not prove that the policy does not exist.
#[tokio::test]
async fn a_list_that_lacks_the_policy_removes_nothing() {
    let case = Case::start().await;
    case.apply(&with(TO_USER)).await;
    let empty = async |times: u32| {
        let set = json!({"Response.List": [], "Response.TotalNum": 0});
        let rule =
            json!({"match": {"action": "ListPolicies"}, "times": times, "kind": "answer", "answer": {"set": set}});
        case.control.fault(&rule).await.unwrap();
    };
    empty(2).await;
    assert_no_changes(&case.terraform).await;
    case.control.clear_faults().await.unwrap();
    empty(1).await;
    destroyed(&case).await;
}

/// The record of the create is the proof.
#[tokio::test]
#[cfg(unix)]
async fn a_policy_that_a_killed_apply_created_is_adopted_and_attached() {
    for (action, kind, calls) in [
        ("CreatePolicy", "hold_after", &["AttachUserPolicy"][..]),
        ("CreatePolicy", "hold_before", &["CreatePolicy", "AttachUserPolicy"]),
        ("AttachUserPolicy", "hold_after", &[]),
    ] {
        let case = Case::start().await;
        case.write(&with(TO_USER));
        killed_at(&case, action, kind).await;
        let mark = case.mark().await;
        let run = applied(&case.terraform).await;
        assert_eq!(case.mutations_since(mark).await, calls, "{action} {kind}: {}", run.output());
        let state = case.terraform.attributes(ADDRESS).await.unwrap();
        assert_eq!(state["policy_id"], policy_id(&case).await.to_string());
        assert_no_changes(&case.terraform).await;
        destroyed(&case).await;
    }
}

#[tokio::test]
async fn two_resources_do_not_share_a_policy() {
    let case = Case::start().await;
    let second = "resource \"dts_cam_assume_role_grant\" \"second\" {\n  provider = dts.target\n  policy_name = \"dts-assume\"\n  \
                  role_arns = [\"qcs::cam::uin/700000000001:roleName/DTS-role\"]\n  user_uins = [\"700000000021\"]\n}\n";
    let errors = case.refused_apply(&with(TO_USER).and(&Hcl::new(second))).await;
    only_error(&errors, EXISTS);
    policy_id(&case).await;
    destroyed(&case).await;
}

/// The policy is in the account that runs the jobs, and stays there.
#[tokio::test]
async fn the_account_of_the_policy_is_checked() {
    let case = Case::start().await;
    let wrong = with(TO_USER).with("provider = dts.target\n  policy", "provider = dts.source\n  policy");
    let errors = case.refused_plan(&wrong).await;
    assert_detail(only_error(&errors, "A role of the own account"), &["700000000001"]);
    case.apply(&with(TO_USER)).await;
    let errors = case.refused_plan(&wrong).await;
    assert!(errors.iter().any(|error| error.detail.contains("700000000002")), "{errors:?}");
    case.write(&with(TO_USER));
    destroyed(&case).await;
}
