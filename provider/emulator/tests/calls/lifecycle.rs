//! A job from its configuration to its release.

use dts_emulator::{Options, ReportMode};
use serde_json::{Value, json};

use crate::client::Client;
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, attach, configure, job_parameters, make_role, precheck, status, wait,
    with,
};

async fn passed(stage: &Stage, changes: &[(&str, &str)]) -> (Client, String) {
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &with(job_parameters(), changes)).await;
    precheck(&caller, &job).await;
    (caller, job)
}

async fn buy(caller: &Client, job: &str, auto_start: &str) -> crate::client::Answer {
    let parameters = [("PayType", "PostPaid"), ("JobId", job), ("InstanceClass", "small"), ("AutoStart", auto_start)];
    caller.dts("CreateDtsInstance", &parameters).await
}

async fn listed(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobs", &[("DtsJobId", job)]).await.ok()["DtsJobList"][0].clone()
}

#[tokio::test]
async fn the_first_scenario_from_the_role_to_the_release() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[]).await;
    assert_eq!(status(&caller, &job).await, "PreCheckPass");
    let before = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    assert_eq!((&before["PayType"], before.get("DtsJobClass"), &before["Delay"]), (&"".into(), None, &(-1).into()));
    assert_eq!(
        (&before["SourceEndpoint"]["AliyunUid"], &before["SourceEndpoint"]["RoleName"]),
        (&SOURCE_OWNER.into(), &ROLE.into())
    );
    assert!(before["DestinationEndpoint"].get("AliyunUid").is_none());
    assert_eq!(
        (&before["Success"], &before["HttpStatusCode"], &before["JobType"]),
        (&true.into(), &200.into(), &"online".into())
    );

    let bought = buy(&caller, &job, "true").await.ok();
    assert_eq!((&bought["Success"], &bought["JobId"]), (&"true".into(), &job[..].into()));
    assert!(bought.get("HttpStatusCode").is_none());
    assert_eq!(wait(&caller, &job, "Migrating").await, ["PreCheckPass", "Migrating"]);
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &format!("dts{job}"))]).await.ok();
    assert_eq!((&detail["PayType"], &detail["DtsJobClass"]), (&"PostPaid".into(), &"small".into()));

    let mut caught = Value::Null;
    for _ in 0..10 {
        caught = listed(&caller, &job).await;
        if caught["DataSynchronizationStatus"]["Status"] == "Catched" {
            break;
        }
    }
    assert_eq!((&caught["Status"], &caught["Delay"]), (&"Migrating".into(), &0.into()));
    assert_eq!(
        caught["StructureInitializationStatus"],
        json!({"Status": "Finished", "Percent": "100", "Progress": "3", "ErrorMessage": ""})
    );
    assert_eq!(caught["DataInitializationStatus"]["Progress"], "3000");
    assert_eq!(caught["PrecheckStatus"]["Detail"][0]["CheckResult"], "Success");

    caller.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(wait(&caller, &job, "Suspending").await, ["Migrating", "Suspending"]);
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Migrating").await;
    caller.dts("StopDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Finished").await;
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.refused("InvalidJobStatus", "Finished");
    caller.dts("DeleteDtsJob", &[("DtsJobId", &job), ("JobType", "MIGRATION")]).await.ok();
    caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.refused("Forbidden.InstanceNotFound", &job);
    assert_eq!(caller.dts("DescribeDtsJobs", &[("DtsJobId", &job)]).await.ok()["DtsJobList"], json!([]));
    let state = stage.state(DESTINATION_OWNER).await;
    assert_eq!((&state["jobs"], &state["instances"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn an_unpurchased_job_runs_its_precheck_only() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[]).await;
    for _ in 0..5 {
        assert_eq!(status(&caller, &job).await, "PreCheckPass");
    }
    caller
        .dts("StartDtsJob", &[("DtsJobId", &job)])
        .await
        .refused("DTS.Msg.OperationDenied.NotPurchased", "not purchased");
    buy(&caller, &job, "false").await.ok();
    assert_eq!(status(&caller, &job).await, "PreCheckPass");
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(wait(&caller, &job, "Migrating").await, ["Prechecking", "Migrating"]);
}

#[tokio::test]
async fn a_job_is_purchased_once_and_with_an_existing_class() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[]).await;
    let wrong = |name: &'static str, value: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            caller
                .dts("CreateDtsInstance", &with(vec![("PayType", "PostPaid"), ("JobId", &job)], &[(name, value)]))
                .await
        }
    };
    wrong("PayType", "PrePaid").await.refused_parameter("PayType");
    wrong("InstanceClass", "huge").await.refused("DTS.Msg.LXCreateOrder.NotFoundPricePlan", "huge");
    wrong("JobId", "nosuchjob").await.refused("Forbidden.InstanceNotFound", "nosuchjob");
    wrong("Du", "3").await.refused_parameter("Du");
    buy(&caller, &job, "true").await.ok();
    buy(&caller, &job, "true").await.refused("DTS.Msg.LXCreateOrderError", "already");
    assert_eq!(stage.state(DESTINATION_OWNER).await["instances"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_full_only_job_finishes_automatically() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[("DataSynchronization", "false")]).await;
    buy(&caller, &job, "true").await.ok();
    assert_eq!(wait(&caller, &job, "Finished").await, ["PreCheckPass", "Migrating", "Finished"]);
    let item = listed(&caller, &job).await;
    assert!(item.get("DataSynchronizationStatus").is_none());
    assert_eq!(item["DataInitializationStatus"]["Status"], "Finished");
    let phase = caller.dts("DescribePreCheckStatus", &[("DtsJobId", &job), ("JobCode", "03")]).await.ok();
    assert_eq!(
        (&phase["State"], &phase["Total"], &phase["JobProgress"][0]["Current"]),
        (&"Finished".into(), &3.into(), &"1000".into())
    );
}

#[tokio::test]
async fn a_failed_precheck_of_a_purchased_job_stops_it() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[("SourceEndpointPassword", "wrong")]).await;
    buy(&caller, &job, "true").await.ok();
    assert_eq!(wait(&caller, &job, "PrecheckFailed").await, ["Prechecking", "PrecheckFailed"]);
    let password = [("DtsJobId", &job[..]), ("Endpoint", "src"), ("Password", "source-db-password")];
    caller.dts("ModifyDtsJobPassword", &password).await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(wait(&caller, &job, "Migrating").await, ["Prechecking", "Migrating"]);
}

#[tokio::test]
async fn each_configure_without_an_id_creates_another_job() {
    let stage = Stage::new().await;
    let (caller, first) = passed(&stage, &[]).await;
    let second = configure(&caller, &job_parameters()).await;
    assert_ne!(first, second);
    assert_eq!(
        caller.dts("DescribeDtsJobs", &[("Type", "name"), ("Params", "orders across accounts")]).await.ok()["TotalRecordCount"],
        2
    );
    assert_eq!(
        caller.dts("DescribeDtsJobs", &[("Type", "name"), ("Params", "others")]).await.ok()["TotalRecordCount"],
        0
    );
    let named = caller
        .dts("DescribeDtsJobs", &[("Region", "cn-hangzhou"), ("Status", "NotStarted"), ("WithoutDbList", "true")])
        .await
        .ok();
    assert_eq!(named["DtsJobList"][0]["DtsJobId"], second);
    assert!(named["DtsJobList"][0].get("DbObject").is_none());
    assert_eq!(caller.dts("DescribeDtsJobs", &[("Region", "cn-beijing")]).await.ok()["TotalRecordCount"], 0);
}

#[tokio::test]
async fn a_job_is_reconfigured_until_it_runs() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[]).await;
    let again =
        with(job_parameters(), &[("DtsJobId", &job), ("DtsJobName", "renamed"), ("SourceEndpointPassword", "")]);
    assert_eq!(configure(&caller, &again).await, job);
    assert_eq!(status(&caller, &job).await, "NotStarted");
    assert_eq!(precheck(&caller, &job).await["State"], "Finished", "the password stays when it is not sent again");
    buy(&caller, &job, "true").await.ok();
    wait(&caller, &job, "Migrating").await;
    let refused = caller.dts("ConfigureDtsJob", &again).await;
    refused.refused("DTS.Msg.UpdateJob.OperationDenied.InitStatus", "Migrating");
    assert_eq!((&refused.body["HttpStatusCode"], &refused.body["Success"]), (&"403".into(), &"false".into()));
    caller
        .dts("ConfigureDtsJob", &with(again, &[("DtsJobId", "nosuchjob")]))
        .await
        .refused("Forbidden.InstanceNotFound", "");
}

#[tokio::test]
async fn the_error_names_what_is_not_valid_in_a_configuration() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    configure(&caller, &job_parameters()).await;
    for missing in ["DtsJobName", "JobType", "DataInitialization", "SourceEndpointInstanceType", "DbList"] {
        let refused = caller.dts("ConfigureDtsJob", &with(job_parameters(), &[(missing, "")])).await;
        refused.refused(&format!("Missing{missing}"), missing);
    }
    for (name, value) in [
        ("DbList", "[]"),
        ("DbList", "{}"),
        ("DbList", r#"{"a":{"name":"x"},"b":{"name":"x"}}"#),
        ("Reserve", "targetTableMode=2"),
        ("JobType", "MIGRATE"),
        ("DbList", r#"{"a":{"all":true,"Table":{"t":{}}}}"#),
        ("SourceEndpointInstanceType", "rds"),
    ] {
        let refused = caller.dts("ConfigureDtsJob", &with(job_parameters(), &[(name, value)])).await;
        refused.refused_parameter(name);
    }
    caller
        .dts("ConfigureDtsJob", &with(job_parameters(), &[("JobType", "CHECK")]))
        .await
        .refused("UnSupportedTaskType", "MIGRATION and SYNC");
    caller
        .dts("ConfigureDtsJob", &with(job_parameters(), &[("DataInitialization", "yes")]))
        .await
        .refused("InvalidDataInitialization", "true or false");
}

#[tokio::test]
async fn released_jobs_can_stay_in_the_lists() {
    let stage = Stage::with(Options { keep_released: true, strict: true, ..Options::default() }).await;
    let (caller, job) = passed(&stage, &[]).await;
    caller.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(listed(&caller, &job).await["Status"], "Finished");
    caller.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.refused("Forbidden.InstanceNotFound", "");
    assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"][0]["released"], true);
}

#[tokio::test]
async fn with_zero_polls_every_stage_ends_immediately() {
    let options = Options { polls: 0, report_cross_account: ReportMode::Configure, ..Options::default() };
    let stage = Stage::with(options).await;
    let (caller, job) = passed(&stage, &[]).await;
    buy(&caller, &job, "true").await.ok();
    let item = listed(&caller, &job).await;
    assert_eq!(item["DataSynchronizationStatus"]["Status"], "Catched");
}

#[tokio::test]
async fn reserved_settings_are_returned_with_further_ones() {
    let stage = Stage::new().await;
    let (caller, job) =
        passed(&stage, &[("Reserve", r#"{"targetTableMode":"2","maxRetryTime":"3600","srcSSL":"1"}"#)]).await;
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    let reserved: Value = serde_json::from_str(detail["Reserved"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&reserved["targetTableMode"], &reserved["maxRetryTime"], &reserved["retry.blind.seconds"]),
        (&"2".into(), &3600.into(), &600.into())
    );
    assert_eq!(detail["SourceEndpoint"]["SslSolutionEnum"], "ENABLE_WITH_CERTIFICATE");
    assert_eq!(detail["DestinationEndpoint"]["SslSolutionEnum"], "DISABLE");
    let objects: Value = serde_json::from_str(detail["DbObject"].as_str().unwrap()).unwrap();
    assert_eq!(objects["orders"], json!({"name": "orders", "all": true}));
    assert_eq!(detail["SourceEndpoint"]["EngineName"], "MySQL");
}

#[tokio::test]
async fn a_purchase_is_kept_when_its_start_finds_a_broken_role() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    attach(&stage.source_owner(), "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
    buy(&caller, &job, "true").await.ok();
    assert_eq!(wait(&caller, &job, "PrecheckFailed").await, ["Prechecking", "PrecheckFailed"]);
    attach(&stage.source_owner(), "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(wait(&caller, &job, "Migrating").await, ["Prechecking", "Migrating"]);
}

#[tokio::test]
async fn an_error_names_its_parameter_beside_the_message_or_in_it() {
    let stage = Stage::new().await;
    let (caller, job) = passed(&stage, &[]).await;
    let beside = [("DtsJobId", &job[..]), ("JobCode", "09"), ("ConfigList", "{}")];
    let beside = caller.dts("ModifyDynamicConfig", &beside).await.body;
    assert_eq!(beside["ErrMessage"], "The Value of Input Parameter %s is not valid");
    assert_eq!(beside["DynamicMessage"], "JobCode");
    let within = caller.dts("CreateDtsInstance", &[("PayType", "PrePaid"), ("JobId", &job)]).await.body;
    assert_eq!(within["ErrMessage"], "The Value of Input Parameter PayType is not valid");
    assert!(within.get("DynamicMessage").is_none());
}

#[tokio::test]
async fn by_the_clock_a_job_moves_without_polls() {
    let stage_time = Some(std::time::Duration::from_millis(20));
    let stage = Stage::with(Options { strict: true, stage_time, ..Options::default() }).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    buy(&caller, &job, "true").await.ok();
    for _ in 0..1000 {
        // The control API only reads: this is not a poll.
        let state = stage.state(DESTINATION_OWNER).await;
        if state["jobs"][0]["progress"]["caught_up"] == true {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the job has not caught up: {}", stage.state(DESTINATION_OWNER).await);
}
