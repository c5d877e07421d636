//! The life of a job, from its configuration to its destruction.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{Client, buy, check, configuration, configured, detail, endpoint, login, own_destination, wait};

async fn on(client: &Client, action: &str, job: &str) -> super::client::Answer {
    client.dts(action, json!({"JobId": job})).await
}

/// A job that has passed its check.
async fn checked(client: &Client) -> String {
    let job = passing(client).await;
    let check = check(client, &job).await;
    assert_eq!(check["CheckFlag"], "checkPass", "{check:#}");
    job
}

/// A configured job of the source's account whose check passes.
async fn passing(client: &Client) -> String {
    let job = buy(client, "mysql", "mysql").await;
    let source = endpoint("mysql", login("cdb-src00001", "tencent-source-password"));
    let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
    let mut parameters = configuration(&job, source, destination);
    parameters["JobName"] = json!("orders");
    client.dts("ModifyMigrationJob", parameters).await.ok();
    job
}

#[tokio::test]
async fn a_job_is_found_in_the_region_of_its_destination_only() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = passing(&client).await;
    let mut elsewhere = stage.source();
    elsewhere.region = "ap-shanghai";
    for (action, code) in [
        ("DescribeMigrationDetail", "ResourceNotFound.ResourceNotFoundError"),
        ("CreateMigrateCheckJob", "ResourceNotFound.JobNotExist"),
    ] {
        on(&elsewhere, action, &job).await.refused(code, &job);
        on(&client, action, &job).await.ok();
    }
    let listed =
        async |client: &Client| client.dts("DescribeMigrationJobs", json!({})).await.ok()["TotalCount"].clone();
    assert_eq!((listed(&elsewhere).await, listed(&client).await), (json!(0), json!(1)));
}

#[tokio::test]
async fn a_job_runs_catches_up_and_is_completed_isolated_and_destroyed() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = checked(&client).await;
    assert_eq!(detail(&client, &job).await["Status"], "checkPass");
    on(&client, "StartMigrateJob", &job).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "readyRun");
    let running = detail(&client, &job).await;
    assert_eq!(running["Status"], "running");
    assert_eq!(running["StepInfo"]["StepInfo"][0]["StepId"], "dumper");
    on(&client, "CompleteMigrateJob", &job).await.refused("FailedOperation.StatusInConflict", "readyComplete");
    let ready = wait(&client, &job, "readyComplete").await;
    assert_eq!((&ready["StepInfo"]["SecondsBehindMaster"], &ready["StepInfo"]["StepNow"]), (&json!(0), &json!(3)));
    assert!(ready["Action"]["AllowedAction"].as_array().unwrap().contains(&json!("complete")));
    on(&client, "CompleteMigrateJob", &job).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "completing");
    let success = wait(&client, &job, "success").await;
    assert_ne!(success["EndTime"], "0000-00-00 00:00:00");
    on(&client, "DestroyMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "isolated");
    for _ in 0..2 {
        on(&client, "IsolateMigrateJob", &job).await.ok();
    }
    let trade = async || detail(&client, &job).await["TradeInfo"]["TradeStatus"].as_str().unwrap().to_owned();
    assert_eq!((trade().await, trade().await), ("isolating".to_owned(), "isolated".to_owned()));
    on(&client, "StartMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "isolated");
    on(&client, "DestroyMigrateJob", &job).await.ok();
    assert_eq!((trade().await, trade().await), ("offlining".to_owned(), "offlined".to_owned()));
    assert_eq!(client.dts("DescribeMigrationJobs", json!({})).await.ok()["TotalCount"], 0);
    let state = stage.state("700000000001").await;
    assert_eq!(
        (&state["jobs"], &state["instances"], &state["destroyed_jobs"]),
        (&json!([]), &json!([]), &json!([job]))
    );
    on(&client, "IsolateMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "isolated");
}

#[tokio::test]
async fn a_full_migration_ends_automatically() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    for (kind, steps) in [("structure", 1), ("full", 2)] {
        let job = configured(&client).await;
        let source = endpoint("mysql", login("cdb-src00001", "tencent-source-password"));
        let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
        let mut parameters = configuration(&job, source, destination);
        parameters["MigrateOption"]["MigrateType"] = json!(kind);
        client.dts("ModifyMigrationJob", parameters).await.ok();
        assert_eq!(check(&client, &job).await["CheckFlag"], "checkPass");
        on(&client, "StartMigrateJob", &job).await.ok();
        let ended = wait(&client, &job, "success").await;
        assert_eq!(ended["StepInfo"]["StepAll"], steps, "{kind}");
    }
}

#[tokio::test]
async fn a_job_is_paused_continued_and_stopped() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = checked(&client).await;
    on(&client, "PauseMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "running");
    on(&client, "StopMigrateJob", &job).await.refused("FailedOperation.StatusInConflict", "");
    on(&client, "StartMigrateJob", &job).await.ok();
    wait(&client, &job, "running").await;
    on(&client, "PauseMigrateJob", &job).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "pausing");
    wait(&client, &job, "manualPaused").await;
    on(&client, "StartMigrateJob", &job).await.refused("FailedOperation.StatusInConflict", "checkPass");
    on(&client, "ContinueMigrateJob", &job).await.ok();
    wait(&client, &job, "running").await;
    on(&client, "ContinueMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "manualPaused");
    on(&client, "StopMigrateJob", &job).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "stopping");
    wait(&client, &job, "canceled").await;
    on(&client, "ContinueMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "");
    // A stopped job keeps its status when it is isolated and recovered.
    on(&client, "IsolateMigrateJob", &job).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "canceled");
    on(&client, "RecoverMigrateJob", &job).await.ok();
    let recovered = detail(&client, &job).await;
    assert_eq!((&recovered["Status"], &recovered["TradeInfo"]["TradeStatus"]), (&json!("canceled"), &json!("normal")));
    on(&client, "RecoverMigrateJob", &job).await.refused("OperationDenied.OperationDeniedError", "isolated");
}

#[tokio::test]
async fn a_failed_job_is_resumed() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = checked(&client).await;
    on(&client, "ResumeMigrateJob", &job).await.refused("FailedOperation.NotAllowOperation", "failed");
    on(&client, "StartMigrateJob", &job).await.ok();
    wait(&client, &job, "running").await;
    for status in ["failed", "error", "resumableErr"] {
        let forced = json!({"status": status, "error_message": "binlog is purged"}).to_string();
        let state = stage.control("POST", &format!("jobs/{job}"), &forced).await;
        assert_eq!((state.status, &state.body["status"]), (200, &json!(status)), "{}", state.body);
        let failed = detail(&client, &job).await;
        assert_eq!(
            (&failed["Status"], &failed["ErrorInfo"][0]["ErrorLog"]),
            (&json!(status), &json!("binlog is purged"))
        );
        let wrong = json!({"JobId": job, "ResumeOption": "clearData"});
        client.dts("ResumeMigrateJob", wrong).await.refused("InvalidParameterValue.InvalidParameterValue", "Redis");
        client.dts("ResumeMigrateJob", json!({"JobId": job, "ResumeOption": "normal"})).await.ok();
        assert_eq!(detail(&client, &job).await["Status"], "resuming");
        wait(&client, &job, "running").await;
    }
    let unknown = stage.control("POST", &format!("jobs/{job}"), r#"{"status": "lost"}"#).await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn a_running_job_that_is_isolated_moves_no_data() {
    for (stage, status) in
        [(Stage::tencent().await, "canceled"), (Stage::with_switch("shows_isolated_status").await, "isolated")]
    {
        let client = stage.source();
        let job = checked(&client).await;
        on(&client, "StartMigrateJob", &job).await.ok();
        wait(&client, &job, "running").await;
        on(&client, "IsolateMigrateJob", &job).await.ok();
        for _ in 0..4 {
            assert_eq!(detail(&client, &job).await["Status"], status);
        }
        on(&client, "RecoverMigrateJob", &job).await.ok();
        assert_eq!(detail(&client, &job).await["Status"], "canceled");
    }
}

#[tokio::test]
async fn a_timed_job_waits_for_its_time() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = buy(&client, "mysql", "mysql").await;
    let source = endpoint("mysql", login("cdb-src00001", "tencent-source-password"));
    let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
    let mut parameters = configuration(&job, source, destination);
    parameters["RunMode"] = json!("timed");
    client.dts("ModifyMigrationJob", parameters.clone()).await.refused("MissingParameter", "ExpectRunTime");
    parameters["ExpectRunTime"] = json!("tomorrow");
    client.dts("ModifyMigrationJob", parameters.clone()).await.refused("InvalidParameterValue", "ExpectRunTime");
    let in_two_hours = Timestamp::now() + SignedDuration::from_hours(10);
    parameters["ExpectRunTime"] = json!(in_two_hours.strftime("%Y-%m-%d %H:%M:%S").to_string());
    client.dts("ModifyMigrationJob", parameters.clone()).await.ok();
    check(&client, &job).await;
    on(&client, "StartMigrateJob", &job).await.ok();
    for _ in 0..4 {
        assert_eq!(detail(&client, &job).await["Status"], "readyRun");
    }
    client.dts("ModifyMigrationJob", parameters).await.refused("OperationDenied.OperationDeniedError", "readyRun");
    stage.control("POST", "clock", r#"{"advance_seconds": 7300}"#).await;
    wait(&client, &job, "running").await;
}

#[tokio::test]
async fn name_class_limits_and_attributes_change_while_a_job_runs() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = checked(&client).await;
    client.dts("ModifyMigrateName", json!({"JobId": job, "JobName": "n2"})).await.ok();
    client.dts("ModifyMigrateName", json!({"JobId": job, "JobName": ""})).await.refused("MissingParameter", "JobName");
    let class =
        async |class: &str| client.dts("ModifyMigrateJobSpec", json!({"JobId": job, "NewInstanceClass": class})).await;
    class("large").await.ok();
    let resized = detail(&client, &job).await;
    assert_eq!((&resized["TradeInfo"]["InstanceClass"], &resized["JobName"]), (&json!("large"), &json!("n2")));
    assert_eq!(resized["TradeInfo"]["TradeStatus"], "resizing");
    assert_eq!(detail(&client, &job).await["TradeInfo"]["TradeStatus"], "normal");
    class("large").await.ok();
    class("tiny").await.refused("InvalidParameterValue", "NewInstanceClass");
    let limit = async |value: Value| {
        client.dts("ModifyMigrateRateLimit", json!({"JobId": job, "DumpThread": value, "LoadRps": 0})).await
    };
    limit(json!(4)).await.refused("FailedOperation.StatusInConflict", "running");
    on(&client, "StartMigrateJob", &job).await.ok();
    wait(&client, &job, "running").await;
    limit(json!(17)).await.refused("InvalidParameterValue", "DumpThread");
    limit(json!(4)).await.ok();
    let limits = detail(&client, &job).await["RateLimitOption"].clone();
    assert_eq!((&limits["CurrentDumpThread"], &limits["HasUserSetRateLimit"]), (&json!(4), &json!("yes")));
    let attribute = json!({"JobId": job, "OtherOptions": [{"Key": "IsDstReadOnly", "Value": "true"}]});
    client.dts("ModifyMigrateRuntimeAttribute", attribute).await.ok();
    assert_eq!(
        detail(&client, &job).await["MigrateOption"]["ExtraAttr"],
        json!([{"Key": "IsDstReadOnly", "Value": "true"}])
    );
    let other = json!({"JobId": job, "OtherOptions": [{"Key": "Other", "Value": "true"}]});
    client.dts("ModifyMigrateRuntimeAttribute", other).await.refused("InvalidParameterValue", "Other");
}

/// Each row: what is changed in a valid configuration, and a part of the refusal.
#[tokio::test]
async fn a_configuration_is_checked() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    let job = buy(&client, "mysql", "mysql").await;
    let valid = configuration(&job, own_destination(), own_destination());
    let with = async |pointer: &str, value: Value| {
        let mut parameters = valid.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        parameters.pointer_mut(parent).unwrap()[name] = value;
        client.dts("ModifyMigrationJob", parameters).await
    };
    for (pointer, value, code, part) in [
        ("/RunMode", json!("later"), "InvalidParameterValue", "RunMode"),
        ("/AutoRetryTimeRangeMinutes", json!(4), "InvalidParameterValue", "from 5 to 720"),
        ("/JobName", json!("n".repeat(129)), "InvalidParameterValue", "JobName"),
        ("/SrcInfo/DatabaseType", json!("redis"), "InvalidParameterValue", "SrcInfo.DatabaseType"),
        ("/DstInfo/Region", json!("ap-shanghai"), "InvalidParameterValue", "DstInfo.Region"),
        ("/SrcInfo/AccessType", json!("wifi"), "InvalidParameterValue", "SrcInfo.AccessType"),
        ("/SrcInfo/AccessType", json!("extranet"), "MissingParameter", "SrcInfo.Info.0.Host"),
        ("/SrcInfo/NodeType", json!("odd"), "InvalidParameterValue", "SrcInfo.NodeType"),
        ("/SrcInfo/Info", json!([]), "MissingParameter", "SrcInfo.Info"),
        ("/SrcInfo/Info/0/InstanceId", json!(""), "MissingParameter", "InstanceId"),
        ("/SrcInfo/Info/0/AccountMode", json!("both"), "InvalidParameterValue", "self or other"),
        ("/DstInfo/Info/0/AccountMode", json!("other"), "InvalidParameterValue", "DstInfo.Info.AccountMode"),
        ("/SrcInfo/Info/0/EncryptConn", json!("yes"), "InvalidParameterValue", "EncryptConn"),
        ("/SrcInfo/Info/0/RoleExternalId", json!("x"), "UnknownParameter", "RoleExternalId"),
        ("/MigrateOption/MigrateType", json!("some"), "InvalidParameterValue", "MigrateType"),
        ("/MigrateOption/DatabaseTable/ObjectMode", json!("none"), "InvalidParameterValue", "ObjectMode"),
        ("/MigrateOption/DatabaseTable/ObjectMode", json!("partial"), "MissingParameter", "Databases"),
        ("/MigrateOption/DatabaseTable/AdvancedObjects", json!(["views"]), "InvalidParameterValue", "AdvancedObjects"),
        ("/MigrateOption/Consistency", json!({"Mode": "some"}), "InvalidParameterValue", "Mode"),
        ("/JobId", json!("dts-unknown0"), "ResourceNotFound.ResourceNotFoundError", "dts-unknown0"),
    ] {
        with(pointer, value).await.refused(code, part);
    }
    for (pointer, value) in [
        ("/SrcInfo/NodeType", json!("")),
        ("/AutoRetryTimeRangeMinutes", json!(0)),
        ("/SrcInfo/Info/0/Port", json!(0)),
        (
            "/MigrateOption/DatabaseTable",
            json!({"ObjectMode": "partial", "Databases": [{"DbName": "d", "DBMode": "partial",
            "TableMode": "partial", "Tables": [{"TableName": "t", "NewTableName": "u", "TableEditMode": "rename"}]}]}),
        ),
    ] {
        with(pointer, value).await.ok();
    }
}

#[tokio::test]
async fn the_configuration_is_returned_as_it_was_sent() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = passing(&client).await;
    let read = detail(&client, &job).await;
    assert_eq!(read["Status"], "created");
    let info = &read["SrcInfo"]["Info"][0];
    assert_eq!(
        (&info["InstanceId"], &info["User"], &info["Password"]),
        (&json!("cdb-src00001"), &json!("dts"), &json!(""))
    );
    assert_eq!((&info["Port"], &info["AccountMode"], &info["EngineVersion"]), (&json!(0), &json!(""), &json!("")));
    assert_eq!((&read["DstInfo"]["Supplier"], &read["JobName"]), (&json!(""), &json!("orders")));
    let option = &read["MigrateOption"];
    assert_eq!(option["DatabaseTable"], json!({"ObjectMode": "all", "Databases": [], "AdvancedObjects": null}));
    assert_eq!((&option["MigrateType"], &option["IsDstReadOnly"]), (&json!("fullAndIncrement"), &json!(false)));
    let echoing = Stage::with_switch("returns_passwords").await;
    let job = passing(&echoing.source()).await;
    assert_eq!(detail(&echoing.source(), &job).await["SrcInfo"]["Info"][0]["Password"], "tencent-source-password");
}
