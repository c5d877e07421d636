//! Creates that fail after the purchase: nothing is in the state, and the next apply continues with the bought
//! instance.

use serde_json::{Value as Json, json};

use crate::support::case::{applied, assert_detail, assert_line, only_error};
use crate::support::hcl;
use crate::support::standalone::{INSTANCE, StandaloneInstance, warnings};

const ADOPTED: &str = "The migration task has an instance already";
/// The calls that a continued create must not send.
const NEVER: [&str; 4] = ["CreateDtsInstance", "StopDtsJob", "DeleteDtsJob", "ConfigureDtsJob"];

/// A bought job reaches a status that the wait does not expect.
async fn failed_in(status: &str) -> StandaloneInstance {
    let standalone = StandaloneInstance::start(2).await;
    standalone.write(&standalone.with(""));
    let forced = json!({"status": status, "error_message": "The disk is full."});
    let run = standalone.apply_while_forcing("CreateDtsInstance", forced).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let error = errors.last().unwrap();
    assert_detail(error, &[status, "The disk is full.", "still exists", "no second instance is bought"]);
    assert_eq!(standalone.state().await, Json::Null, "nothing in the state, so nothing that is tainted");
    standalone
}

/// The next apply adopts it, by these calls and no others.
async fn adopted(standalone: &StandaloneInstance, calls: &[&str]) {
    let mark = standalone.case.mark().await;
    let run = standalone.apply(&standalone.with("")).await;
    assert_eq!(run.planned_changes(), [format!("create {INSTANCE}")]);
    assert_eq!(warnings(&run), [ADOPTED]);
    let sent = standalone.case.mutations_since(mark).await;
    assert_eq!(sent, calls);
    assert!(sent.iter().all(|action| !NEVER.contains(&action.as_str())));
    assert_eq!(standalone.case.job().await["status"], "Migrating");
}

#[tokio::test]
async fn a_job_that_failed_is_started_again() {
    let standalone = failed_in("MigrationFailed").await;
    adopted(&standalone, &["StartDtsJob"]).await;
}

#[tokio::test]
async fn a_job_whose_precheck_failed_is_started_again_and_reports_the_cause() {
    let standalone = failed_in("PrecheckFailed").await;
    standalone.force(json!({"precheck": {"CHECK_CONN_SRC": "Failed"}})).await;
    let configuration = standalone.with("");
    let errors = standalone.refused_apply(&configuration).await;
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert_eq!(errors[0].summary, "Precheck item CHECK_CONN_SRC failed");
    assert_detail(&errors[0], &["To repair it", "It is about source.username of the dts_migration_task."]);
    assert_line(&errors[0], &configuration, "task_id");
    assert_detail(&errors[1], &["PrecheckFailed", "still exists"]);

    standalone.force(json!({"precheck": {"CHECK_CONN_SRC": "Success"}})).await;
    adopted(&standalone, &["StartDtsJob"]).await;
}

#[tokio::test]
async fn a_locked_job_is_adopted_once_it_is_unlocked() {
    let standalone = failed_in("Locked").await;
    let errors = standalone.refused_apply(&standalone.with("")).await;
    assert_detail(only_error(&errors, "The migration did not start"), &["Locked", "still exists"]);
    standalone.force(json!({"status": "Migrating"})).await;
    adopted(&standalone, &[]).await;
}

#[tokio::test]
async fn a_destroy_after_a_failed_create_leaves_nothing() {
    for status in ["MigrationFailed", "PrecheckFailed", "Locked"] {
        let standalone = failed_in(status).await;
        standalone.case.destroy().await;
    }
}

#[tokio::test]
async fn an_instance_of_another_class_and_other_tags_becomes_what_is_configured() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.write(&standalone.with("").with("\"small\"", "\"medium\""));
    let forced = json!({"status": "MigrationFailed", "error_message": "The disk is full."});
    assert_eq!(standalone.apply_while_forcing("CreateDtsInstance", forced).await.code, Some(1));
    let lower = standalone.with("");
    let errors = standalone.refused_plan(&lower).await;
    assert_detail(only_error(&errors, "The class cannot be lowered"), &["\"medium\"", "\"small\""]);

    let mark = standalone.case.mark().await;
    let higher = standalone.with("tags = { project = \"orders\" }").with("\"small\"", "\"large\"");
    let run = standalone.apply(&higher).await;
    assert_eq!(warnings(&run), [ADOPTED]);
    let calls = ["StartDtsJob", "TagResources", "TransferInstanceClass"];
    assert_eq!(standalone.case.mutations_since(mark).await, calls);
    assert_eq!(standalone.case.job().await["class"], "large");
}

/// An instance that someone else bought stays as it is, also if it is equal to the configuration.
#[tokio::test]
async fn an_instance_that_another_user_bought_is_refused_at_plan() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.purchased_by_someone_else("small").await;
    let (job, mark) = (standalone.case.job().await, standalone.case.mark().await);
    let errors = standalone.refused_plan(&standalone.with("")).await;
    let import = format!("to = dts_migration_instance.NAME\n    id = \"dts{}\"", standalone.job);
    assert_detail(only_error(&errors, ADOPTED), &[&import, "Nothing was bought.", "class small"]);
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0]);
    assert_eq!(standalone.case.job().await["id"], job["id"]);
}

/// Two resources for the instance of one task: one of them buys it, and the other one is refused.
#[tokio::test]
async fn two_resources_do_not_share_an_instance() {
    let standalone = StandaloneInstance::start(1).await;
    let second = hcl::instance()
        .with("dts_migration_task.orders.id", &format!("{:?}", standalone.job))
        .with("\"orders\"", "\"again\"");
    let twice = standalone.with("").and(&second);
    let errors = standalone.refused_apply(&twice).await;
    assert_detail(only_error(&errors, ADOPTED), &["remove one of the two"]);
    let bought = standalone.case.mutations_since(0).await.into_iter().filter(|action| action == "CreateDtsInstance");
    assert_eq!(bought.count(), 1);
    // At plan or during the apply.
    let errors = standalone.refused_apply(&twice).await;
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let bought = standalone.case.mutations_since(0).await.into_iter().filter(|action| action == "CreateDtsInstance");
    assert_eq!(bought.count(), 1);
}

/// A second resource for an instance that the state holds, in runs that do not refresh the first one.
#[tokio::test]
async fn a_resource_that_is_added_does_not_take_an_instance_that_is_not_refreshed() {
    let standalone = StandaloneInstance::start(1).await;
    let first = standalone.with("on_destroy = \"stop_and_release\"");
    standalone.write(&first);
    applied(&standalone.terraform).await;
    let second = hcl::instance()
        .with("dts_migration_task.orders.id", &format!("{:?}", standalone.job))
        .with("\"orders\"", "\"again\"");
    standalone.write(&first.and(&second));
    for option in ["-target=dts_migration_instance.again", "-refresh=false"] {
        let errors = standalone.errors_of(&["apply", "-json", "-auto-approve", option]).await;
        assert_detail(only_error(&errors, ADOPTED), &["remove one of the two", "has not read the complete state"]);
    }
    standalone.terraform.destroy().await.unwrap().success().unwrap();
}

/// The answer is lost, and the purchase is not: it is found, and nothing is bought again.
#[tokio::test]
async fn a_purchase_whose_answer_was_lost_is_found() {
    let standalone = StandaloneInstance::start(1).await;
    let lost = json!({"match": {"action": "CreateDtsInstance"}, "kind": "drop_after"});
    standalone.case.control.fault(&lost).await.unwrap();
    let run = standalone.apply(&standalone.with("")).await;
    assert_eq!(warnings(&run), [""; 0]);
    let bought = standalone.case.mutations_since(0).await.into_iter().filter(|action| action == "CreateDtsInstance");
    assert_eq!(bought.count(), 1);
}

/// The same if the purchase becomes visible late: the lookup is repeated.
#[tokio::test]
async fn a_purchase_that_shows_late_is_waited_for() {
    let standalone = StandaloneInstance::start(1).await;
    let lost = json!({"match": {"action": "CreateDtsInstance"}, "kind": "drop_before"});
    standalone.case.control.fault(&lost).await.unwrap();
    let look = json!({
        "match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "after": 4,
    });
    standalone.case.control.fault(&look).await.unwrap();
    standalone.write(&standalone.with(""));
    let late = async {
        standalone.until_held().await;
        standalone.purchased_by_someone_else("small").await;
        standalone.case.control.release().await.unwrap();
    };
    let (run, ()) = tokio::join!(applied(&standalone.terraform), late);
    assert_eq!(run.planned_changes(), [format!("create {INSTANCE}")]);
    // The call that was cut off, and the call that replaces it.
    let bought = standalone.case.mutations_since(0).await.into_iter().filter(|action| action == "CreateDtsInstance");
    assert_eq!(bought.count(), 2);
    assert_eq!(standalone.case.job().await["status"], "Migrating");
}

/// One that did not arrive is ordered again, after repeated lookups.
#[tokio::test]
async fn a_purchase_that_did_not_arrive_is_repeated() {
    let standalone = StandaloneInstance::start(1).await;
    let lost = json!({"match": {"action": "CreateDtsInstance"}, "kind": "drop_before"});
    standalone.case.control.fault(&lost).await.unwrap();
    let run = standalone.apply(&standalone.with("")).await;
    assert_eq!(warnings(&run), [""; 0]);
    let bought = standalone.case.mutations_since(0).await.into_iter().filter(|action| action == "CreateDtsInstance");
    assert_eq!(bought.count(), 2, "the one that did not arrive, and the one that did");
}

/// Where there is no time for that, the create fails, and the next one buys.
#[tokio::test]
async fn a_purchase_that_did_not_happen_is_repeated_by_the_next_apply() {
    let standalone = StandaloneInstance::start(1).await;
    let lost = json!({"match": {"action": "CreateDtsInstance"}, "kind": "drop_before"});
    standalone.case.control.fault(&lost).await.unwrap();
    let short = "  timeouts {\n    create = \"4s\"\n  }";
    let errors = standalone.refused_apply(&standalone.with(short)).await;
    assert_detail(only_error(&errors, "Cannot buy the migration instance"), &["did not find it", "Apply again"]);
    assert_eq!(standalone.case.job().await["purchased"], false);
    standalone.apply(&standalone.with("")).await;
    assert_eq!(standalone.case.job().await["purchased"], true);
}

/// Another user buys between the lookup and the order: DTS rejects the second purchase, and the first one is not adopted.
#[tokio::test]
async fn a_second_purchase_is_refused_and_the_first_one_stays() {
    let standalone = StandaloneInstance::start(1).await;
    let held = json!({"match": {"action": "CreateDtsInstance"}, "kind": "hold_before"});
    standalone.case.control.fault(&held).await.unwrap();
    standalone.write(&standalone.with(""));
    let other_user = async {
        standalone.until_held().await;
        standalone.purchased_by_someone_else("small").await;
        standalone.case.control.release().await.unwrap();
    };
    let (run, ()) = tokio::join!(standalone.terraform.apply(), other_user);
    let run = run.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    only_error(&run.errors(), ADOPTED);
    assert_eq!(standalone.state().await, Json::Null);
}
