//! A task whose create did not finish is found again and never created twice. Jobs of other users stay unchanged.

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::terraform::Run;
use alibaba::dts::ModifyDtsJobName;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const ADOPTED: &str = "Adopted an existing migration task";
const FORGET: [&str; 3] = ["state", "rm", "dts_migration_task.orders"];

async fn jobs(case: &Case) -> Vec<Json> {
    case.account(DESTINATION_OWNER.account).await["jobs"].as_array().unwrap().clone()
}

fn warned(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "warning");
    warnings.map(|warning| warning.summary).collect()
}

async fn fault(case: &Case, kind: &str) {
    case.control.fault(&json!({"match": {"action": "ConfigureDtsJob"}, "kind": kind})).await.unwrap();
}

async fn configured(case: &Case) -> usize {
    case.mutations_since(0).await.iter().filter(|action| *action == "ConfigureDtsJob").count()
}

/// A task that is in the cloud but in no state: what a killed apply leaves behind.
async fn left_behind() -> Case {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    case.terraform.run(&FORGET).await.unwrap().success().unwrap();
    case
}

#[tokio::test]
async fn a_job_that_was_left_behind_is_adopted() {
    let case = left_behind().await;
    let (mark, id) = (case.mark().await, case.job().await["id"].clone());
    let run = case.apply(&hcl::trust_and_task()).await;
    assert_eq!(run.planned_changes(), ["create dts_migration_task.orders"]);
    assert!(warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, ["ConfigureDtsJob", "StartDtsJob"]);
    let job = case.job().await;
    assert_eq!((&job["id"], &job["status"]), (&id, &"PreCheckPass".into()));
    case.destroy().await;
}

#[tokio::test]
async fn a_job_that_is_being_checked_is_adopted() {
    let case = left_behind().await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&id, &json!({"status": "Prechecking"})).await.unwrap();
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(case.job().await["id"], id.as_str());
    case.destroy().await;
}

#[tokio::test]
async fn a_create_whose_response_is_lost_is_found_and_not_repeated() {
    let case = Case::start().await;
    fault(&case, "drop_after").await;
    let run = case.apply(&hcl::trust_and_task()).await;
    assert_eq!(configured(&case).await, 1);
    assert!(!warned(&run).contains(&ADOPTED.to_owned()), "it is this apply's own");
    assert_eq!(case.job().await["status"], "PreCheckPass");
    case.destroy().await;
}

/// The provider searches for it, and creates it again as soon as it is certain that it does not exist.
#[tokio::test]
async fn a_create_that_did_not_arrive_is_repeated() {
    let case = Case::start().await;
    fault(&case, "drop_before").await;
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(configured(&case).await, 2, "the one that did not arrive, and the one that did");
    assert_eq!(jobs(&case).await.len(), 1);
    case.destroy().await;
}

/// The search is limited, and it is skipped when little time is left.
#[tokio::test]
async fn a_create_that_never_arrives_is_reported_and_the_next_apply_creates_the_task() {
    let case = Case::start().await;
    fault(&case, "drop_before").await;
    let short = "name            = \"orders\"\n  timeouts {\n    create = \"4s\"\n  }";
    case.write(&hcl::trust_and_task().with("name            = \"orders\"", short));
    let errors = refused(&case.terraform).await;
    assert_detail(
        only_error(&errors, "Cannot configure the migration task"),
        &["Apply again", "a new job named \"orders\"", "did not find it"],
    );
    assert!(jobs(&case).await.is_empty());
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(jobs(&case).await.len(), 1);
    case.destroy().await;
}

/// Applies next to a job of another user, which stays unchanged.
async fn applied_next_to(case: &Case, configuration: &Hcl) {
    let before = jobs(case).await;
    case.write(configuration);
    let run = applied(&case.terraform).await;
    assert!(!warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_no_changes(&case.terraform).await;
    let after = jobs(case).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[..before.len()], before, "the others are untouched");
    case.terraform.destroy().await.unwrap().success().unwrap();
    assert_eq!(jobs(case).await, before);
}

#[tokio::test]
async fn a_job_of_other_content_belongs_to_another_user() {
    let case = left_behind().await;
    applied_next_to(&case, &hcl::trust_and_task().with("orders = {}", "inventory = {}")).await;
}

#[tokio::test]
async fn a_job_with_a_longer_name_belongs_to_another_user() {
    let case = left_behind().await;
    let external = ExternalClient::new(&case.emulator.url(), DESTINATION_OWNER);
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let action = ModifyDtsJobName { dts_job_id: id, dts_job_name: "orders-2".into(), ..ModifyDtsJobName::default() };
    external.call(action).await;
    applied_next_to(&case, &hcl::trust_and_task()).await;
}

#[tokio::test]
async fn a_job_that_was_started_belongs_to_another_user() {
    let case = left_behind().await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&id, &json!({"status": "Migrating"})).await.unwrap();
    applied_next_to(&case, &hcl::trust_and_task()).await;
}

/// If two jobs match, it is not known which one belongs to the task.
#[tokio::test]
async fn of_two_equal_jobs_none_is_adopted() {
    let case = Case::start().await;
    let duplicates =
        hcl::trust_and_task().with("  name            = \"orders\"", "  count = 2\n  name            = \"orders\"");
    case.apply(&duplicates).await;
    assert_eq!(jobs(&case).await.len(), 2, "each has a separate job, although they are equal");
    for at in ["dts_migration_task.orders[0]", "dts_migration_task.orders[1]"] {
        case.terraform.run(&["state", "rm", at]).await.unwrap().success().unwrap();
    }
    applied_next_to(&case, &hcl::trust_and_task()).await;
}

/// A replacement that creates the new task first finds the old job, which matches; it must not be deleted afterwards.
#[tokio::test]
async fn a_task_adopted_by_its_own_replacement_is_not_deleted() {
    let case = Case::start().await;
    let first = hcl::trust_and_task()
        .with("  migration_types = ", "  lifecycle {\n    create_before_destroy = true\n  }\n  migration_types = ");
    case.apply(&first).await;
    let replace = ["apply", "-json", "-auto-approve", "-replace=dts_migration_task.orders"];
    case.terraform.run(&replace).await.unwrap().success().unwrap();
    assert_no_changes(&case.terraform).await;
    assert_eq!(jobs(&case).await.len(), 1);
    case.destroy().await;
}
