//! A two-way synchronization whose directions fail or end, by themselves or by someone else.

use acceptance_harness::profiles::OPERATOR;
use alibaba::dts::{DeleteDtsJob, ReverseTwoWayDirection};
use dts_emulator::Options;
use serde_json::json;

use super::two_way::{INSTANCE, RELEASED, SHOPS, SHOPS_AND_SALES, TASK, jobs, statuses, two_way};
use crate::support::case::{Case, assert_detail, assert_no_changes};
use crate::support::external_changes::ExternalClient;
use crate::unconfirmed::world;

#[tokio::test]
async fn a_reverse_direction_that_failed_is_shown_and_started_again() {
    let case = Case::start().await;
    case.apply(&two_way(SHOPS, RELEASED)).await;
    let [_, reverse] = jobs(&case).await;
    case.control.force(reverse["id"].as_str().unwrap(), &json!({"status": "Failed"})).await.unwrap();
    assert_eq!(statuses(&case).await, ["Synchronizing", "Failed"]);
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS, RELEASED)).await;
    assert_eq!(run.planned_changes(), [format!("update {INSTANCE}")], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, ["StartDtsJob"]);
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    case.destroy().await;
}

#[tokio::test]
async fn a_forward_direction_that_is_stopped_leaves_the_reverse_one() {
    let case = Case::start().await;
    case.apply(&two_way(SHOPS, "")).await;
    let mark = case.mark().await;
    case.apply(&two_way(SHOPS, "desired_status = \"stopped\"")).await;
    assert_eq!(case.mutations_since(mark).await, ["StopDtsJob"]);
    assert_eq!(statuses(&case).await, ["Finished", "Synchronizing"]);
    assert_no_changes(&case.terraform).await;
    // The reverse direction still synchronizes, so that a destroy is refused as before.
    let refused = case.terraform.destroy().await.unwrap();
    assert_eq!(refused.code, Some(1), "{}", refused.output());
    assert_eq!(statuses(&case).await, ["Finished", "Synchronizing"]);
    case.apply(&two_way(SHOPS, &format!("desired_status = \"stopped\"\n  {RELEASED}"))).await;
    case.destroy().await;
}

fn operator(case: &Case) -> ExternalClient {
    ExternalClient::new(&case.emulator.url(), OPERATOR)
}

#[tokio::test]
async fn a_reverse_direction_that_was_released_is_added_again() {
    let case = Case::start().await;
    case.apply(&two_way(SHOPS, RELEASED)).await;
    let [_, reverse] = jobs(&case).await;
    let release = DeleteDtsJob {
        dts_job_id: reverse["id"].as_str().map(str::to_owned),
        direction: Some("Reverse".to_owned()),
        ..DeleteDtsJob::default()
    };
    operator(&case).call(release).await;
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS, RELEASED)).await;
    assert_eq!(run.planned_changes(), [format!("update {TASK}")], "{}", run.output());
    let calls = case.mutations_since(mark).await;
    assert_eq!(calls, ["UpgradeTwoWay", "ModifyDtsJob", "ConfigureDtsJob", "StartDtsJob"]);
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    case.destroy().await;
}

/// DTS exchanges the directions, for example to carry schema changes of the other side. Nothing is changed until they are exchanged again.
#[tokio::test]
async fn directions_that_were_exchanged_are_reported_and_nothing_is_replaced() {
    // A call that names a job and no direction is about this job, or is rejected.
    for switches in [&[][..], &["direction_is_required"]] {
        let case = Case::with(Options { world: world(switches), polls: 1, ..Options::default() }).await;
        are_reported_when_exchanged(&case).await;
    }
}

async fn are_reported_when_exchanged(case: &Case) {
    case.apply(&two_way(SHOPS, RELEASED)).await;
    let [forward, reverse] = jobs(case).await;
    let exchange = || ReverseTwoWayDirection {
        dts_instance_id: forward["instance_id"].as_str().unwrap().to_owned(),
        ..ReverseTwoWayDirection::default()
    };
    operator(case).call(exchange()).await;
    let run = case.terraform.plan().await.unwrap();
    assert_eq!((run.code, run.errors().len()), (Some(0), 0), "{}", run.output());
    // One of the task, and one of the instance.
    let warnings = run.diagnostics();
    let warnings = warnings.iter().filter(|one| one.summary == "The directions were exchanged");
    assert_eq!(warnings.count(), 2, "{}", run.output());
    // A change fails, and changes nothing.
    let changed = two_way(SHOPS_AND_SALES, RELEASED);
    assert_detail(&case.refused_apply(&changed).await[0], &["InvalidParameter"]);
    let exchanged = jobs(case).await;
    for (now, before) in exchanged.iter().zip([&reverse, &forward]) {
        assert_eq!((&now["id"], &now["parameters"]), (&before["id"], &before["parameters"]));
    }
    operator(case).call(exchange()).await;
    case.write(&two_way(SHOPS, RELEASED));
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}
