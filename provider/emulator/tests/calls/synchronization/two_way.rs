//! A synchronization with two directions.

use serde_json::json;

use super::{Flow, both, buy, forward, half, listed, order, reverse, trusting};
use crate::setup::{Stage, configure, precheck, wait, with};

#[tokio::test]
async fn the_purchase_makes_two_jobs_and_returns_the_forward_one() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let (job, instance) = buy(&caller, &order("bidirectional")).await;
    assert_eq!(instance, format!("dts{job}"));
    let item = listed(&caller, &instance).await;
    let reverse = &item["ReverseJob"];
    assert_eq!((&item["DtsJobId"], &item["DtsJobDirection"]), (&job[..].into(), &"Forward".into()));
    assert_eq!((&reverse["Status"], &reverse["DtsJobDirection"]), (&"NotConfigured".into(), &"Reverse".into()));
    assert_eq!((&reverse["DtsInstanceID"], &reverse["Delay"]), (&instance[..].into(), &(-1).into()));
    assert_eq!((&reverse["SourceEndpoint"], &reverse["ErrorDetails"]), (&json!({}), &json!([])));
    assert!(["JobType", "RetryState", "TagList"].iter().all(|absent| reverse.get(absent).is_none()));
    let back = reverse["DtsJobId"].as_str().unwrap();
    assert_ne!(back, job);
    // Its own call finds it, and the list of jobs has one row for the instance.
    let flow = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    assert_eq!(flow.id().await, back);
    let all = caller.dts("DescribeDtsJobs", &[("JobType", "SYNC")]).await.ok();
    assert_eq!(all["TotalRecordCount"], 1);
    let state = stage.state(super::OPERATOR).await;
    assert_eq!((state["jobs"].as_array().unwrap().len(), state["instances"].as_array().unwrap().len()), (2, 1));
}

#[tokio::test]
async fn both_directions_are_configured_started_suspended_and_released() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let instance = half(&caller).await;
    let [there, back] =
        ["Forward", "Reverse"].map(|direction| Flow { caller: &caller, instance: &instance, direction });
    let configured = caller.dts("ConfigureDtsJob", &with(reverse(), &[("DtsInstanceId", &instance)])).await.ok();
    assert_eq!(
        (&configured["DtsJobId"], &configured["DtsInstanceId"]),
        (&back.id().await.into(), &instance[..].into())
    );
    back.call("StartDtsJob").await.ok();
    assert_eq!(back.wait("synchronizing").await, ["Prechecking", "synchronizing"]);
    let detail = back.detail().await;
    assert_eq!(
        (&detail["DtsJobDirection"], &detail["SynchronizationDirection"]),
        (&"Reverse".into(), &"Reverse".into())
    );
    assert_eq!(
        (&detail["SourceEndpoint"]["AliyunUid"], &detail["DestinationEndpoint"]["RoleName"]),
        (&"2345678901234567".into(), &"ram-for-dts".into())
    );
    let item = listed(&caller, &instance).await;
    assert_eq!((&item["Status"], &item["ReverseJob"]["Status"]), (&"Synchronizing".into(), &"Synchronizing".into()));
    assert!(item["ReverseJob"]["SourceEndpoint"].get("AliyunUid").is_none());

    back.call("SuspendDtsJob").await.ok();
    back.wait("Suspending").await;
    assert_eq!(there.detail().await["Status"], "synchronizing");
    there.call("SuspendDtsJob").await.ok();
    there.wait("Suspending").await;
    back.call("StartDtsJob").await.ok();
    back.wait("synchronizing").await;
    assert_eq!(there.detail().await["Status"], "Suspending");

    back.call("DeleteDtsJob").await.ok();
    back.call("DescribeDtsJobDetail").await;
    caller
        .dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance), ("SynchronizationDirection", "Reverse")])
        .await
        .refused_parameter("SynchronizationDirection");
    assert_eq!(listed(&caller, &instance).await["ReverseJob"].get("DtsJobId"), None);
    there.call("DeleteDtsJob").await.ok();
    assert_eq!(stage.state(super::OPERATOR).await["jobs"], json!([]));
}

#[tokio::test]
async fn releasing_the_forward_job_releases_both() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let instance = both(&caller).await;
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    assert_eq!(stage.state(super::OPERATOR).await["jobs"], json!([]));
}

#[tokio::test]
async fn the_reverse_job_waits_for_the_forward_job() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let (_, instance) = buy(&caller, &order("bidirectional")).await;
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    // Its first phases are ignored, and it does not start automatically.
    let early = [
        ("DtsInstanceId", &instance[..]),
        ("DataInitialization", "true"),
        ("Reserve", r#"{"syncArchitecture":"bidirectional"}"#),
    ];
    caller.dts("ConfigureDtsJob", &with(reverse(), &early)).await.ok();
    let detail = back.detail().await;
    assert_eq!(
        (&detail["Status"], &detail["MigrationMode"]["DataInitialization"]),
        (&"NotStarted".into(), &false.into())
    );
    back.call("StartDtsJob").await.refused("InvalidJobStatus", "the forward job is NotConfigured");
    caller.dts("ConfigureDtsJob", &with(forward(), &[("DtsInstanceId", &instance)])).await.ok();
    caller.dts("StartDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    Flow { caller: &caller, instance: &instance, direction: "Forward" }.wait("synchronizing").await;
    back.call("StartDtsJob").await.ok();
    back.wait("synchronizing").await;
}

#[tokio::test]
async fn a_job_of_the_other_direction_is_refused() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = both(&caller).await;
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" }.id().await;
    let there = Flow { caller: &caller, instance: &instance, direction: "Forward" }.id().await;
    for action in ["SuspendDtsJob", "DescribeDtsJobDetail", "DeleteDtsJob", "ResetDtsJob"] {
        for (job, other) in [(&back, "Forward"), (&there, "Reverse")] {
            let wrong = [("DtsJobId", &job[..]), ("SynchronizationDirection", other)];
            caller.dts(action, &wrong).await.refused_parameter("DtsJobId");
        }
        caller
            .dts(action, &[("DtsJobId", &back), ("SynchronizationDirection", "Back")])
            .await
            .refused_parameter("SynchronizationDirection");
    }
    // A call without a direction is about the job that it names.
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &back)]).await.ok();
    assert_eq!(detail["SynchronizationDirection"], "Reverse");
    // A call that names several jobs names no direction.
    caller.dts("SuspendDtsJobs", &[("DtsJobIds", &back)]).await.ok();
    Flow { caller: &caller, instance: &instance, direction: "Reverse" }.wait("Suspending").await;
    // So does a call about one job.
    caller.dts("ModifyDtsJobName", &[("DtsJobId", &back), ("DtsJobName", "another")]).await.ok();
    assert_eq!(listed(&caller, &instance).await["ReverseJob"]["DtsJobName"], "another");
}

#[tokio::test]
async fn the_reverse_job_has_the_databases_of_the_forward_job() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = half(&caller).await;
    let configure = |change: (&'static str, &'static str)| {
        let parameters: Vec<(String, String)> = with(reverse(), &[("DtsInstanceId", &instance), change])
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let caller = caller.clone();
        async move {
            let parameters: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (&name[..], &value[..])).collect();
            caller.dts("ConfigureDtsJob", &parameters).await
        }
    };
    configure(("SourceEndpointInstanceID", "rm-destination-orders"))
        .await
        .refused_parameter("SourceEndpointInstanceID");
    configure(("Reserve", r#"{"syncArchitecture":"oneway"}"#)).await.refused_parameter("Reserve.syncArchitecture");
    configure(("JobType", "MIGRATION")).await.refused_parameter("JobType");
    configure(("DtsJobName", "back")).await.ok();
}

#[tokio::test]
async fn a_job_that_was_configured_first_gets_its_reverse_job_from_the_purchase() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    caller.dts("ConfigureDtsJob", &reverse()).await.refused_parameter("SynchronizationDirection");
    let job = configure(&caller, &forward()).await;
    precheck(&caller, &job).await;
    let purchase = vec![("PayType", "PostPaid"), ("JobId", &job[..]), ("AutoStart", "true")];
    caller.dts("CreateDtsInstance", &purchase).await.refused_parameter("SyncArchitecture");
    caller.dts("CreateDtsInstance", &with(purchase, &[("SyncArchitecture", "bidirectional")])).await.ok();
    wait(&caller, &job, "synchronizing").await;
    let instance = format!("dts{job}");
    assert_eq!(listed(&caller, &instance).await["ReverseJob"]["Status"], "NotConfigured");
    let parameters = with(reverse(), &[("DtsInstanceId", &instance)]);
    assert_ne!(caller.dts("ConfigureDtsJob", &parameters).await.ok()["DtsJobId"], job);
}

#[tokio::test]
async fn only_some_engines_and_regions_have_two_directions() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let order = |changes: &[(&'static str, &'static str)]| {
        let (caller, parameters) = (caller.clone(), with(order("bidirectional"), changes));
        async move { caller.dts("CreateDtsInstance", &parameters).await }
    };
    order(&[("DestinationEndpointEngineName", "PostgreSQL")])
        .await
        .refused("DTS.Msg.LXCreateOrder.NotFoundPricePlan", "both directions");
    order(&[("DestinationEndpointEngineName", "POLARDB")]).await.ok();
    order(&[("SourceRegion", "ap-southeast-1")]).await.refused("DTS.Msg.LXCreateOrderError", "one region");
    let abroad = [("SourceRegion", "ap-southeast-1"), ("DestinationRegion", "ap-southeast-1")];
    order(&abroad).await.ok();
    let one_way = [("SyncArchitecture", "oneway"), ("DestinationEndpointEngineName", "PostgreSQL")];
    order(&one_way).await.ok();
    order(&[("SyncArchitecture", "threeway")]).await.refused_parameter("SyncArchitecture");
}
