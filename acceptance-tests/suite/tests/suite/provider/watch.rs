//! `terraform-provider-dts watch`: one job of either cloud, without a terminal.

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER, TENCENT_TARGET};
use serde_json::Value as Json;

use super::commands::{Ran, run};
use crate::support::case::Case;
use crate::support::hcl;
use crate::tencent::support::complete_migration;

/// Runs `watch` with the key of an account.
async fn watch(case: &Case, key: Key, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["watch"].iter().chain(arguments).chain(&["--interval", "1"]).copied().collect();
    run(case, key, &arguments).await
}

#[tokio::test]
async fn a_migration_is_shown_until_it_has_caught_up() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let lines = watch(&case, DESTINATION_OWNER, &[&id, "--region", "cn-hangzhou"]).await;
    assert_eq!((lines.code, lines.stderr.as_str()), (Some(0), ""), "{lines:?}");
    assert!(lines.stdout.contains(&format!("{id}: Migrating, schema 100 %")), "{lines:?}");
    assert!(
        lines.stdout.ends_with(&format!("Migration {id} has caught up with the source, and continues to follow it.\n"))
    );

    let looks = watch(&case, DESTINATION_OWNER, &[&id, "--region", "cn-hangzhou", "--json"]).await;
    let looks: Vec<Json> = looks.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = looks.last().unwrap();
    assert_eq!((last["id"].as_str(), last["end"].as_str()), (Some(id.as_str()), Some("caught_up")), "{last:#}");
    assert!(last["delay_ms"].is_i64() && last["phases"][0]["name"] == "schema", "{last:#}");
}

/// With `--follow`, catching up is not the end.
#[tokio::test]
async fn a_job_is_followed_until_it_fails() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&id, &serde_json::json!({"status": "Migrating", "phase": "caught_up"})).await.unwrap();
    let fails = async {
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        case.control.force(&id, &serde_json::json!({"status": "MigrationFailed"})).await.unwrap();
    };
    let arguments = [&id[..], "--region", "cn-hangzhou", "--json", "--follow"];
    let (followed, ()) = tokio::join!(watch(&case, DESTINATION_OWNER, &arguments), fails);
    assert_eq!((followed.code, followed.stderr.as_str()), (Some(1), ""), "{followed:?}");
    let looks: Vec<Json> = followed.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ends: Vec<Option<&str>> = looks.iter().map(|look| look["end"].as_str()).collect();
    assert!(ends.iter().filter(|end| **end == Some("caught_up")).count() > 1, "{ends:?}");
    assert_eq!(ends.last(), Some(&Some("failed")), "{ends:?}");
}

/// The exit code of a failure differs, and the reason is the one that DTS gives.
#[tokio::test]
async fn a_failed_migration_ends_with_its_reason() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let failure =
        serde_json::json!({"status": "MigrationFailed", "error_message": "the disk of the destination is full"});
    case.control.force(&id, &failure).await.unwrap();
    let failed = watch(&case, DESTINATION_OWNER, &[&id, "--region", "cn-hangzhou"]).await;
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(failed.stdout.contains("is MigrationFailed: the disk of the destination is full."), "{failed:?}");
}

#[tokio::test]
async fn a_job_of_tencent_cloud_is_shown() {
    let case = Case::start().await;
    case.apply(&complete_migration()).await;
    let instance = case.terraform.attributes("dts_tencent_migration_instance.orders").await.unwrap();
    let id = instance["id"].as_str().unwrap().to_owned();
    let watched = watch(&case, TENCENT_TARGET, &[&id, "--region", "ap-guangzhou"]).await;
    assert_eq!((watched.code, watched.stderr.as_str()), (Some(0), ""), "{watched:?}");
    assert!(watched.stdout.contains(&format!("Migration {id} has caught up")), "{watched:?}");
    case.destroy().await;
}

/// Each message says what was tried, and what to check.
#[tokio::test]
async fn a_job_that_cannot_be_read_is_an_error() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let instance = format!("dts{id}");
    for (key, arguments, expected) in [
        (
            DESTINATION_OWNER,
            vec!["nosuchjob", "--region", "cn-hangzhou"],
            "There is no job nosuchjob in region cn-hangzhou",
        ),
        (DESTINATION_OWNER, vec![&instance, "--region", "cn-hangzhou"], "write the ID of its task"),
        (SOURCE_OWNER, vec![&id, "--region", "cn-hangzhou"], "Check the ID, --region and --profile"),
        (DESTINATION_OWNER, vec![&id], "No region: A job belongs to a region. Write --region"),
        (TENCENT_TARGET, vec!["dts-nosuchjob", "--region", "ap-guangzhou"], "There is no job dts-nosuchjob"),
    ] {
        let refused = watch(&case, key, &arguments).await;
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{arguments:?}: {refused:?}");
        assert!(refused.stderr.contains(expected), "{arguments:?}: {refused:?}");
    }
}
