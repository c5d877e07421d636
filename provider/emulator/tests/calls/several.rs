//! Calls on several jobs: they apply to all jobs or to none.

use crate::client::Client;
use crate::setup::{
    DESTINATION_OWNER, Stage, configure, item, job_parameters, make_role, precheck, status, wait, with,
};

async fn two_jobs(stage: &Stage) -> (Client, [String; 2]) {
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let parameters = job_parameters();
    let jobs = [configure(&caller, &parameters).await, configure(&caller, &parameters).await];
    (caller, jobs)
}

#[tokio::test]
async fn jobs_are_started_paused_stopped_and_deleted_together() {
    let stage = Stage::new().await;
    let (caller, jobs) = two_jobs(&stage).await;
    let ids = [("DtsJobIds", &*format!("{}, {}", jobs[0], jobs[1]))];
    caller.dts("StartDtsJobs", &ids).await.ok();
    for job in &jobs {
        wait(&caller, job, "PreCheckPass").await;
    }
    caller.dts("StartDtsJobs", &ids).await.refused("DTS.Msg.OperationDenied.NotPurchased", "purchase an instance");
    for job in &jobs {
        let order = [("PayType", "PostPaid"), ("JobId", &job[..]), ("AutoStart", "true")];
        caller.dts("CreateDtsInstance", &order).await.ok();
        wait(&caller, job, "Migrating").await;
    }
    for (action, wanted) in
        [("SuspendDtsJobs", "Suspending"), ("StartDtsJobs", "Migrating"), ("StopDtsJobs", "Finished")]
    {
        caller.dts(action, &ids).await.ok();
        for job in &jobs {
            wait(&caller, job, wanted).await;
        }
    }
    caller.dts("DeleteDtsJobs", &ids).await.ok();
    assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"], serde_json::json!([]));
}

#[tokio::test]
async fn no_job_is_changed_when_one_cannot_be() {
    let stage = Stage::new().await;
    let (caller, jobs) = two_jobs(&stage).await;
    let ids = format!("{},unknown", jobs[0]);
    caller.dts("StartDtsJobs", &[("DtsJobIds", &ids)]).await.refused("Forbidden.InstanceNotFound", "unknown");
    caller.dts("StopDtsJobs", &[("DtsJobIds", &jobs[0])]).await.refused("InvalidJobStatus", "NotStarted");
    assert_eq!(status(&caller, &jobs[0]).await, "NotStarted");
    let twice = format!("{0},{0}", jobs[0]);
    caller.dts("DeleteDtsJobs", &[("DtsJobIds", &twice)]).await.refused_parameter("DtsJobIds");
    let eleven = ["job"; 11].join(",");
    caller.dts("DeleteDtsJobs", &[("DtsJobIds", &eleven)]).await.refused_parameter("DtsJobIds");
    caller.dts("DeleteDtsJobs", &[]).await.refused("MissingDtsJobIds", "mandatory");
}

#[tokio::test]
async fn a_shielded_item_does_not_stop_the_job() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let used = with(job_parameters(), &[("DestinationEndpointInstanceID", "rm-destination-used")]);
    let job = configure(&caller, &used).await;
    assert_eq!(item(&precheck(&caller, &job).await, "CHECK_SAME_OBJ")["State"], "Failed");
    let instance = format!("dts{job}");
    let shield = |items: &'static str| {
        let (caller, instance) = (caller.clone(), instance.clone());
        async move { caller.dts("ShieldPrecheck", &[("DtsInstanceId", &instance), ("PrecheckItems", items)]).await }
    };
    shield("CHECK_SAME_OBJ,CHECK_CONN_SRC").await.refused_parameter("PrecheckItems");
    // SkipPreCheck accepts this item, and this call does not.
    shield("CHECK_DEST_TABLE_EMPTY").await.refused_parameter("PrecheckItems");
    shield("CHECK_SAME_OBJ,CHECK_SRC").await.ok();
    let again = precheck(&caller, &job).await;
    assert_eq!((&again["State"], &item(&again, "CHECK_SAME_OBJ")["State"]), (&"Finished".into(), &"Warning".into()));
}
