//! `terraform-provider-dts report`: the page about a job of either cloud.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER, TENCENT_TARGET};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::commands::{Ran, run};
use crate::support::case::Case;
use crate::support::hcl;
use crate::tencent::support::complete_migration;

async fn report(case: &Case, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> =
        ["report"].iter().chain(arguments).chain(&["--region", "cn-hangzhou"]).copied().collect();
    run(case, DESTINATION_OWNER, &arguments).await
}

/// A migration, with the record of a watch until it has caught up.
#[tokio::test]
async fn a_migration_has_a_page_with_all_that_dts_and_a_record_know() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let watched =
        run(&case, DESTINATION_OWNER, &["watch", &id, "--region", "cn-hangzhou", "--json", "--interval", "1"]).await;
    assert_eq!(watched.code, Some(0), "{watched:?}");
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("record.jsonl"), &watched.stdout).unwrap();

    let written = report(&case, &[&id, "--record", &path("record.jsonl"), "--output", &path("page.html")]).await;
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), ""), "{written:?}");
    assert_eq!(written.stdout, format!("{}\n", path("page.html")));
    let page = std::fs::read_to_string(path("page.html")).unwrap();
    for piece in [
        id.as_str(),
        "CHECK_CONN_SRC",
        "16 of 16 items passed.",
        "of account 1234567890123456 through role ram-for-dts",
        "rows copied by the full phase: ",
        "<svg",
        "Delay over time",
        "No verification is configured.",
    ] {
        assert!(page.contains(piece), "{piece} in {page}");
    }
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{page}");
    for secret in ["db-password", DESTINATION_OWNER.secret] {
        assert!(!page.contains(secret), "{secret}");
    }

    let data = report(&case, &[&id, "--json"]).await;
    let data: Json = serde_json::from_str(&data.stdout).unwrap();
    let job = &data["jobs"][0];
    let rows = &job["objects"][0]["rows"];
    assert!(rows["done"].as_u64() > Some(0) && rows["done"] == rows["total"], "{data:#}");
    let spans: Vec<&str> = job["spans"].as_array().unwrap().iter().filter_map(|it| it["phase"].as_str()).collect();
    assert_eq!(spans, ["precheck", "schema", "full"], "{data:#}");
    assert_eq!(job["delays"].as_array().unwrap().len(), 1, "without a record: {data:#}");
}

#[tokio::test]
async fn without_a_file_name_the_page_is_named_after_the_job() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let written = report(&case, &[&id]).await;
    assert_eq!((written.code, written.stdout), (Some(0), format!("report-{id}.html\n")));
    let shown = report(&case, &[&id, "--output", "-"]).await;
    assert!(shown.stdout.starts_with("<!doctype html>"), "{shown:?}");
}

#[tokio::test]
async fn a_job_of_tencent_cloud_has_a_page() {
    let case = Case::start().await;
    case.apply(&complete_migration()).await;
    let instance = case.terraform.attributes("dts_tencent_migration_instance.orders").await.unwrap();
    let id = instance["id"].as_str().unwrap().to_owned();
    let shown = run(&case, TENCENT_TARGET, &["report", &id, "--region", "ap-guangzhou", "--output", "-"]).await;
    assert_eq!((shown.code, shown.stderr.as_str()), (Some(0), ""), "{shown:?}");
    for piece in ["Tencent Cloud DTS, region ap-guangzhou", &id, "items passed.", "dumper", "sinker"] {
        assert!(shown.stdout.contains(piece), "{piece} in {}", shown.stdout);
    }
    case.destroy().await;
}

/// Each message says what was tried, and what to check.
#[tokio::test]
async fn what_cannot_be_read_or_written_is_an_error() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("lines"), "12:00:00Z job1: Migrating\n").unwrap();
    for (arguments, expected) in [
        (vec!["nosuchjob"], "There is no job nosuchjob in region cn-hangzhou".to_owned()),
        (vec![&id, "--record", "missing.jsonl"], "Cannot read the record missing.jsonl".to_owned()),
        (vec![&id, "--record", &path("lines")], "Line 1 of the record".to_owned()),
        (vec![&id, "--output", "missing/page.html"], "Cannot write the report missing/page.html".to_owned()),
    ] {
        let refused = report(&case, &arguments).await;
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{arguments:?}: {refused:?}");
        assert!(refused.stderr.contains(&expected), "{arguments:?}: {refused:?}");
    }
    let other = run(&case, SOURCE_OWNER, &["report", &id, "--region", "cn-hangzhou"]).await;
    assert!(other.stderr.contains("Check the ID, --region and --profile"), "{other:?}");
}
