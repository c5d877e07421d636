//! Behaviour of Alibaba Cloud that no source confirms, which a world of the emulator chooses: a two-way synchronization works with each of
//! its values.

use acceptance_harness::profiles::OPERATOR;
use dts_emulator::{Options, World};
use serde_json::Value as Json;

use super::two_way::{RELEASED, SHOPS, SHOPS_AND_SALES, STORES, TASK, between, jobs, statuses, two_way};
use crate::support::case::{Case, applied, assert_detail, assert_no_changes, refused};
use crate::support::reimport::imported;

/// The switches that the built-in world names, in its comment before the accounts.
fn switches() -> Vec<String> {
    let (_, rest) = World::builtin_toml().split_once("[alibaba], before the accounts:").unwrap();
    let (names, _) = rest.split_once('.').unwrap();
    let names: Vec<String> = names.split(',').map(|name| name.replace(['#', '\n', ' '], "")).collect();
    assert!(names.len() >= 8 && names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    names
}

async fn with_switch(name: &str) -> Case {
    let text = World::builtin_toml().replacen("[[account]]", &format!("[alibaba]\n{name} = true\n\n[[account]]"), 1);
    let world = World::parse(&text, name).unwrap_or_else(|error| panic!("{name}: {error}"));
    Case::with(Options { world, polls: 1, ..Options::default() }).await
}

#[tokio::test]
async fn both_directions_start_change_and_end_with_each_switch() {
    for name in switches() {
        let case = with_switch(&name).await;
        case.apply(&two_way(SHOPS, RELEASED)).await;
        assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"], "{name}");
        let upgrades = case.mutations_since(0).await.iter().filter(|call| *call == "UpgradeTwoWay").count();
        assert_eq!(upgrades, usize::from(name == "configured_first_stays_one_way"), "{name}");

        let mark = case.mark().await;
        case.apply(&two_way(SHOPS_AND_SALES, RELEASED)).await;
        assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJob", "ModifyDtsJob"], "{name}");
        let suspended = two_way(SHOPS_AND_SALES, &format!("{RELEASED}\n  reverse_desired_status = \"suspended\""));
        case.apply(&suspended).await;
        assert_eq!(statuses(&case).await, ["Synchronizing", "Suspending"], "{name}");

        case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
        let other = case.another_folder();
        other.write("main.tf", suspended.text()).unwrap();
        assert_eq!(imported(&case, &case.terraform, &other, &[]).await, 4, "{name}");
        case.terraform.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{name}: {error}"));
        is_released(&case, &name).await;
    }
}

/// Nothing is left, except that released jobs may stay in the answers.
async fn is_released(case: &Case, switch: &str) {
    if switch != "released_jobs_stay" {
        return case.is_empty().await;
    }
    let account = case.account(OPERATOR.account).await;
    let jobs = account["jobs"].as_array().unwrap();
    assert!(jobs.len() == 2 && jobs.iter().all(|job| job["released"] == Json::Bool(true)), "{account:#}");
}

/// DTS adds a direction only to connections without encryption. The forward direction of an encrypted one continues alone.
#[tokio::test]
async fn an_instance_that_was_bought_with_one_direction_is_upgraded_only_without_encryption() {
    let case = with_switch("configured_first_stays_one_way").await;
    let encrypted = two_way(SHOPS, RELEASED)
        .with("username = \"dts\" # of the source", "username = \"dts\"\n    encryption = \"ssl\"")
        .with("username = \"dts\" # of the destination", "username = \"dts\"\n    encryption = \"ssl\"");
    case.write(&encrypted);
    let errors = refused(&case.terraform).await;
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_detail(&errors[0], &["Adding the reverse direction to instance dts", "a connection is encrypted"]);
    let account = case.account(OPERATOR.account).await;
    let job = &account["jobs"][0];
    assert_eq!((account["jobs"].as_array().unwrap().len(), &job["status"]), (1, &"Synchronizing".into()));
    // Another apply manages what was bought, and says why it has one direction.
    let mark = case.mark().await;
    let run = applied(&case.terraform).await;
    for text in ["The reverse direction does not exist any more", "a connection to a database is encrypted"] {
        assert!(run.output().contains(text), "{}", run.output());
    }
    let calls = case.mutations_since(mark).await;
    assert!(
        ["CreateDtsInstance", "UpgradeTwoWay"].iter().all(|call| !calls.contains(&(*call).to_owned())),
        "{calls:?}"
    );
    assert_eq!(case.account(OPERATOR.account).await["jobs"][0]["id"], job["id"]);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

/// With the task alone first, the apply that buys the instance has no reverse job, and the next one adds it.
#[tokio::test]
async fn a_desired_status_can_be_set_before_the_reverse_direction_is_added() {
    let case = with_switch("configured_first_stays_one_way").await;
    let configuration = between(&STORES, SHOPS, &format!("{RELEASED}\n  reverse_desired_status = \"running\""));
    case.write(&configuration);
    let only = format!("-target={TASK}");
    case.terraform.run(&["apply", "-auto-approve", &only]).await.unwrap().success().unwrap();
    applied(&case.terraform).await;
    let run = applied(&case.terraform).await;
    assert!(run.output().contains("There is no reverse direction"), "{}", run.output());
    assert_no_changes(&case.terraform).await;
    assert_eq!(jobs(&case).await[1]["status"], "Synchronizing");
    case.destroy().await;
}
