//! The calls of a refresh.
#![cfg(unix)]

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};
use crate::tencent::support::providers;

/// Longer than Terraform takes to send the calls on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Applies the resource, then holds each of these calls of a plan until all of them were sent: no call waits for the answer of another one.
async fn are_sent_at_the_same_time(configuration: &Hcl, actions: &[&str]) {
    let case = Case::start().await;
    case.apply(configuration).await;
    for action in actions {
        case.control.fault(&json!({"match": {"action": action}, "kind": "hold_before"})).await.unwrap();
    }
    let mut running = case.terraform.start(&["plan", "-json", "-detailed-exitcode"]).unwrap();
    let begun = Instant::now();
    loop {
        let held = case.control.held().await.unwrap();
        if held.len() == actions.len() {
            break;
        }
        assert!(!running.has_ended() && begun.elapsed() < LIMIT, "only {held:?} of {actions:?} were sent");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    case.control.release().await.unwrap();
    let run = running.ended().await.unwrap();
    assert_eq!(run.code, Some(0), "{}", run.output());
    case.destroy().await;
}

#[tokio::test]
async fn a_ram_role_its_policies_and_its_tags_are_read_at_the_same_time() {
    let configuration = hcl::providers().and(&hcl::trust());
    are_sent_at_the_same_time(&configuration, &["GetRole", "ListPoliciesForRole", "ListTagResources"]).await;
}

#[tokio::test]
async fn a_cam_role_and_its_policies_are_read_at_the_same_time() {
    let role = "resource \"dts_cam_role_trust\" \"source\" {\n  provider            = dts.source\n  role_name           = \
                \"DTS-role\"\n  trusted_account_ids = [\"700000000002\"]\n}\n";
    are_sent_at_the_same_time(&providers().and(&Hcl::new(role)), &["GetRole", "ListAttachedRolePolicies"]).await;
}

#[tokio::test]
async fn a_cam_policy_and_what_it_is_attached_to_are_read_at_the_same_time() {
    let grant = "resource \"dts_cam_assume_role_grant\" \"operator\" {\n  provider    = dts.target\n  policy_name = \
                 \"dts-assume\"\n  role_arns   = [\"qcs::cam::uin/700000000001:roleName/DTS-role\"]\n  user_uins   = \
                 [\"700000000021\"]\n}\n";
    are_sent_at_the_same_time(&providers().and(&Hcl::new(grant)), &["GetPolicy", "ListEntitiesForPolicy"]).await;
}
