//! A synchronization with one direction.

use serde_json::json;

use super::{Flow, ONE_WAY, buy, forward, listed, one_way, order, trusting};
use crate::client::Client;
use crate::setup::{Stage, configure, items_in, precheck, status, wait, with};

async fn buy_for(caller: &Client, job: &str, more: (&str, &str)) -> crate::client::Answer {
    let parameters = [("PayType", "PostPaid"), ("JobId", job), ("AutoStart", "true"), more];
    caller.dts("CreateDtsInstance", &parameters).await
}

#[tokio::test]
async fn it_is_configured_first_and_passes_all_statuses() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let job = configure(&caller, &with(forward(), &[ONE_WAY])).await;
    let answer = precheck(&caller, &job).await;
    assert_eq!(items_in(&answer, "Failed"), Vec::<String>::new());
    assert_eq!(items_in(&answer, "Success").last().unwrap(), "CHECK_TOPOLOGY");
    assert_eq!(status(&caller, &job).await, "PreCheckPass");
    buy_for(&caller, &job, ("InstanceClass", "xxlarge"))
        .await
        .refused("DTS.Msg.LXCreateOrder.NotFoundPricePlan", "SYNC instance of class xxlarge");
    buy_for(&caller, &job, ("InstanceClass", "2xlarge")).await.ok();
    assert_eq!(wait(&caller, &job, "synchronizing").await, ["PreCheckPass", "Initializing", "synchronizing"]);
    let item = listed(&caller, &format!("dts{job}")).await;
    assert_eq!((&item["Status"], &item["JobType"]), (&"Synchronizing".into(), &"sync".into()));
    assert_eq!(item["ReverseJob"], json!({"SourceEndpoint": {}, "DestinationEndpoint": {}}));
    assert_eq!(item.get("DtsJobDirection"), None);
    // The first phases are shown only until the incremental phase begins.
    assert_eq!(item.get("StructureInitializationStatus"), None);
}

#[tokio::test]
async fn the_first_phases_are_shown_while_they_run_and_the_delay_has_two_units() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let (_, instance) = buy(&caller, &order("oneway")).await;
    caller.dts("ConfigureDtsJob", &with(forward(), &[("DtsInstanceId", &instance), ONE_WAY])).await.ok();
    let flow = Flow { caller: &caller, instance: &instance, direction: "" };
    caller.dts("StartDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    flow.wait("Initializing").await;
    let item = listed(&caller, &instance).await;
    assert_eq!((&item["StructureInitializationStatus"]["Status"], &item["Delay"]), (&"Migrating".into(), &(-1).into()));
    flow.wait("synchronizing").await;
    let job = flow.id().await;
    let stay = r#"{"phase":"incremental","hold":true}"#;
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), stay).await.status, 200);
    let detail = flow.detail().await;
    let item = listed(&caller, &instance).await;
    assert_eq!((&detail["Delay"], &item["Delay"]), (&30_000.into(), &30.into()));
    assert_eq!((&detail["SynchronizationDirection"], &detail["DtsJobDirection"]), (&"".into(), &"".into()));
}

#[tokio::test]
async fn without_first_phases_it_synchronizes_at_once() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let neither = [("StructureInitialization", "false"), ("DataInitialization", "false"), ONE_WAY];
    let job = configure(&caller, &with(forward(), &neither)).await;
    let answer = precheck(&caller, &job).await;
    assert!(!items_in(&answer, "Success").contains(&"CHECK_SAME_OBJ".to_owned()));
    buy_for(&caller, &job, ("InstanceClass", "small")).await.ok();
    assert_eq!(wait(&caller, &job, "synchronizing").await, ["PreCheckPass", "synchronizing"]);
}

#[tokio::test]
async fn it_is_found_by_its_type_only() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    for (kind, found) in [("", 0), ("MIGRATION", 0), ("SYNC", 1), ("SUBSCRIBE", 0)] {
        let list = caller.dts("DescribeDtsJobs", &[("DtsInstanceId", &instance), ("JobType", kind)]).await.ok();
        assert_eq!(list["TotalRecordCount"], found, "{kind}");
    }
}

#[tokio::test]
async fn it_needs_an_incremental_phase() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let change = |modes: [&'static str; 3]| {
        let caller = caller.clone();
        async move {
            let [schema, full, incremental] = modes;
            let modes = [
                ("StructureInitialization", schema),
                ("DataInitialization", full),
                ("DataSynchronization", incremental),
            ];
            caller.dts("ConfigureDtsJob", &with(with(forward(), &modes), &[ONE_WAY])).await
        }
    };
    change(["true", "true", "false"]).await.refused_parameter("DataSynchronization");
    let none = change(["false", "false", "false"]).await;
    none.refused("MissingMigrationMode", "You must specify the parameter MigrationMode");
    assert_eq!(none.status, 403);
    change(["false", "true", "true"]).await.ok();
}

#[tokio::test]
async fn it_is_suspended_only_while_it_synchronizes_and_a_second_start_does_nothing() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let (job, instance) = buy(&caller, &order("oneway")).await;
    caller.dts("ConfigureDtsJob", &with(forward(), &[("DtsInstanceId", &instance), ONE_WAY])).await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Initializing").await;
    caller.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await.refused("InvalidJobStatus", "Initializing");
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "synchronizing").await;
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(status(&caller, &job).await, "synchronizing");
    caller.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Suspending").await;
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "synchronizing").await;
    caller.dts("ModifyDynamicConfig", &[("DtsJobId", &job), ("JobCode", "04")]).await.refused_parameter("JobCode");
    caller.dts("ModifyDynamicConfig", &[("DtsJobId", &job), ("JobCode", "07")]).await.ok();
    caller.dts("DescribePreCheckStatus", &[("DtsJobId", &job), ("JobCode", "03")]).await.refused_parameter("JobCode");
    let raise = |class: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            let parameters = [("DtsJobId", &job[..]), ("InstanceClass", class), ("OrderType", "UPGRADE")];
            caller.dts("TransferInstanceClass", &parameters).await
        }
    };
    raise("large").await.ok();
    assert_eq!(wait(&caller, &job, "synchronizing").await, ["Upgrade", "synchronizing"]);
    let lower = raise("small").await;
    assert_eq!((lower.status, lower.code()), (403, "NoPermission"));
}

#[tokio::test]
async fn a_reset_leaves_an_instance_without_a_configuration() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    caller.dts("ResetDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!((&detail["Status"], &detail["DtsJobClass"]), (&"NotConfigured".into(), &"micro".into()));
    assert_eq!((&detail["SourceEndpoint"]["Region"], &detail["DbObject"]), (&"cn-hangzhou".into(), &"".into()));
    caller.dts("ResetDtsJob", &[("DtsInstanceId", &instance)]).await.refused("InvalidJobStatus", "NotConfigured");
    caller.dts("ConfigureDtsJob", &with(forward(), &[("DtsInstanceId", &instance), ONE_WAY])).await.ok();
}

#[tokio::test]
async fn an_instance_that_is_paid_in_advance_is_not_released() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let prepaid = with(order("oneway"), &[("PayType", "PrePaid")]);
    caller.dts("CreateDtsInstance", &prepaid).await.refused("MissingPeriod", "Period");
    let (_, instance) = buy(&caller, &with(prepaid, &[("Period", "Month"), ("UsedTime", "1")])).await;
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!(detail["PayType"], "PrePaid");
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &instance)]).await.refused("OperationDenied", "paid in advance");
    let (_, other) = buy(&caller, &order("oneway")).await;
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &other), ("JobType", "SYNC")]).await.ok();
}

#[tokio::test]
async fn two_synchronizations_that_face_each_other_fail_the_precheck() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    one_way(&caller).await;
    let back = with(super::reverse(), &[("SynchronizationDirection", ""), ONE_WAY]);
    let job = configure(&caller, &back).await;
    let answer = precheck(&caller, &job).await;
    assert_eq!(items_in(&answer, "Failed"), ["CHECK_TOPOLOGY"]);
    // The same objects again, and other objects of the same databases.
    let job = configure(&caller, &with(forward(), &[ONE_WAY])).await;
    assert_eq!(items_in(&precheck(&caller, &job).await, "Failed"), ["CHECK_TOPOLOGY"]);
    let others = r#"{"stores":{"name":"stores","all":false,"Table":{"sales":{"name":"sales","all":true}}}}"#;
    let job = configure(&caller, &with(forward(), &[ONE_WAY, ("DbList", others)])).await;
    assert_eq!(items_in(&precheck(&caller, &job).await, "Failed"), Vec::<String>::new());
}

#[tokio::test]
async fn only_an_allowed_account_buys_a_synchronization_across_the_border() {
    let across = with(order("oneway"), &[("DestinationRegion", "ap-southeast-1")]);
    let abroad = with(across.clone(), &[("SourceRegion", "eu-central-1")]);
    for is_allowed in [false, true] {
        let stage = Stage::in_world(&[("may_cross_border = false", &format!("may_cross_border = {is_allowed}"))]).await;
        let caller = stage.source_owner();
        let answer = caller.dts("CreateDtsInstance", &across).await;
        if is_allowed {
            answer.ok();
        } else {
            answer.refused("DTS.Msg.LXCreateOrderError", "across the border");
        }
        caller.dts("CreateDtsInstance", &abroad).await.ok();
        caller.dts("CreateDtsInstance", &order("oneway")).await.ok();
    }
}
