//! The switch, with a cloud whose answers the tests decide.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::{Value as Json, json};

use super::*;
use crate::resources::shared::testing::{Reply, StubCloud};

const LIMIT: Duration = Duration::from_secs(5);
const SWITCH: &str = "ReverseTwoWayDirection";

/// The two jobs as DTS lists them.
fn listed_jobs(is_switched: bool, statuses: [&str; 2], ends: [&Json; 2]) -> Json {
    let [source, destination] = if is_switched { [ends[1], ends[0]] } else { ends };
    let reverse = json!({
        "DtsJobId": "job2", "DtsJobDirection": "Reverse", "Status": statuses[1],
        "SourceEndpoint": destination, "DestinationEndpoint": source,
    });
    json!({
        "DtsJobId": "job1", "DtsInstanceID": "dtsjob1", "JobType": "SYNC", "DtsJobDirection": "Forward",
        "Status": statuses[0], "SourceEndpoint": source, "DestinationEndpoint": destination, "ReverseJob": reverse,
    })
}

fn list(jobs: &[Json]) -> Reply {
    Reply::ok(json!({"DtsJobList": jobs, "TotalRecordCount": jobs.len()}))
}

/// A two-way synchronization with jobs of these statuses; `answer` is what a switch is answered, which has its effect.
async fn cloud(statuses: [&'static str; 2], answer: fn() -> Reply) -> StubCloud {
    let is_switched = Arc::new(AtomicBool::new(false));
    let ends = [json!({"InstanceID": "rm-a"}), json!({"Ip": "10.0.0.2", "Port": "3306"})];
    StubCloud::start(move |action, _| match action {
        SWITCH => {
            is_switched.fetch_not(Ordering::SeqCst);
            answer()
        }
        _ => list(&[listed_jobs(is_switched.load(Ordering::SeqCst), statuses, ends.each_ref())]),
    })
    .await
}

fn done() -> Reply {
    Reply::ok(json!({}))
}

fn only_error(result: Result<(), OperationError>) -> Diagnostic {
    let Err(OperationError::Failed(errors)) = result else { panic!("{result:?}") };
    errors.into_iter().next().unwrap()
}

#[tokio::test]
async fn the_directions_are_switched_once_and_back() {
    let cloud = cloud(["Synchronizing", "Suspending"], done).await;
    let session = cloud.session(LIMIT);
    for (end, calls) in [("rm-a", 0), ("10.0.0.2", 1), ("10.0.0.2:3306", 1), ("RM-A", 2), ("rm-a", 2)] {
        switch_direction(&session, "dtsjob1", end).await.unwrap();
        assert_eq!(cloud.count(SWITCH), calls, "{end}");
    }
}

/// A second call would switch the directions back.
#[tokio::test]
async fn a_switch_whose_answer_is_lost_is_not_repeated() {
    let cloud = cloud(["Synchronizing", "Synchronizing"], || Reply::Drop).await;
    switch_direction(&cloud.session(LIMIT), "dtsjob1", "10.0.0.2").await.unwrap();
    assert_eq!(cloud.count(SWITCH), 1);
}

#[tokio::test]
async fn a_lost_switch_without_effect_says_that_the_action_can_be_repeated() {
    let ends = [json!({"InstanceID": "rm-a"}), json!({"InstanceID": "rm-b"})];
    let cloud = StubCloud::start(move |action, _| match action {
        SWITCH => Reply::Drop,
        _ => list(&[listed_jobs(false, ["Synchronizing", "Synchronizing"], ends.each_ref())]),
    })
    .await;
    let error = only_error(switch_direction(&cloud.session(Duration::from_secs(2)), "dtsjob1", "rm-b").await);
    assert_eq!(error.summary, "Cannot switch the directions");
    assert!(error.detail.contains("did not find") && error.detail.contains("Run the action again"), "{error:?}");
    assert_eq!(cloud.count(SWITCH), 1);
}

#[tokio::test]
async fn a_direction_that_neither_synchronizes_nor_is_suspended_is_not_switched() {
    for (statuses, which) in [
        (["Failed", "Synchronizing"], "forward job job1 is Failed"),
        (["Synchronizing", "NotConfigured"], "reverse job job2 is NotConfigured"),
        (["Synchronizing", "Finished"], "reverse job job2 is Finished"),
    ] {
        let cloud = cloud(statuses, done).await;
        let session = cloud.session(LIMIT);
        let error = only_error(switch_direction(&session, "dtsjob1", "10.0.0.2").await);
        assert_eq!(error.summary, "The directions cannot be switched now");
        assert!(error.detail.contains(which), "{error:?}");
        assert_eq!(cloud.count(SWITCH), 0);
        switch_direction(&session, "dtsjob1", "rm-a").await.unwrap();
    }
    let cloud = cloud(["Suspending", "Suspending"], done).await;
    switch_direction(&cloud.session(LIMIT), "dtsjob1", "10.0.0.2").await.unwrap();
}

/// While DTS changes the objects, it switches nothing.
#[tokio::test]
async fn the_switch_waits_for_a_change_of_the_objects() {
    let ends = [json!({"InstanceID": "rm-a"}), json!({"InstanceID": "rm-b"})];
    let is_switched = AtomicBool::new(false);
    let cloud = StubCloud::start(move |action, before| match action {
        SWITCH => {
            is_switched.store(true, Ordering::SeqCst);
            done()
        }
        _ => {
            let forward = if before < 3 { "Modifying" } else { "Synchronizing" };
            let is_switched = is_switched.load(Ordering::SeqCst);
            assert!(before > 3 || !is_switched, "switched during a change");
            list(&[listed_jobs(is_switched, [forward, "Synchronizing"], ends.each_ref())])
        }
    })
    .await;
    switch_direction(&cloud.session(LIMIT), "dtsjob1", "rm-b").await.unwrap();
    assert_eq!(cloud.count(SWITCH), 1);
    assert!(cloud.count("DescribeDtsJobs") > 4);
}

#[tokio::test]
async fn the_database_must_be_one_of_the_two() {
    let cloud = cloud(["Synchronizing", "Synchronizing"], done).await;
    let error = only_error(switch_direction(&cloud.session(LIMIT), "dtsjob1", "rm-c").await);
    assert_eq!(error.path, AttributePath::of(&["forward_source"]));
    for piece in ["none of the databases", "\"rm-a\"", "\"10.0.0.2:3306\""] {
        assert!(error.detail.contains(piece), "{error:?}");
    }
    let same = [json!({"InstanceID": "rm-a", "Ip": "10.0.0.2", "Port": "1"}), json!({"Ip": "10.0.0.2", "Port": "2"})];
    let cloud =
        StubCloud::start(move |_, _| list(&[listed_jobs(false, ["Synchronizing", "Synchronizing"], same.each_ref())]))
            .await;
    let session = cloud.session(LIMIT);
    let error = only_error(switch_direction(&session, "dtsjob1", "10.0.0.2").await);
    assert!(error.detail.contains("both databases"), "{error:?}");
    switch_direction(&session, "dtsjob1", "10.0.0.2:1").await.unwrap();
}

#[tokio::test]
async fn an_instance_with_one_direction_and_no_instance_are_errors() {
    let ends = [json!({"InstanceID": "rm-a"}), json!({"InstanceID": "rm-b"})];
    let mut one_way = listed_jobs(false, ["Synchronizing", ""], ends.each_ref());
    one_way["ReverseJob"] = json!({"SourceEndpoint": {}, "DestinationEndpoint": {}});
    let cloud = StubCloud::start(move |_, _| list(&[one_way.clone()])).await;
    let session = cloud.session(LIMIT);
    let error = only_error(switch_direction(&session, "dtsjob1", "rm-b").await);
    assert_eq!(error.summary, "The synchronization has one direction");
    let error = only_error(switch_direction(&session, "dtsjob2", "rm-b").await);
    assert_eq!(error.summary, "No such synchronization instance");
    assert_eq!(cloud.count(SWITCH), 0);
}
