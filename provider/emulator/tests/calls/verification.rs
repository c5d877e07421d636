//! Data verification, from its setting to its end.

use serde_json::{Value, json};

use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, Stage, configure, job_parameters, make_role, precheck, with};

async fn stage() -> (Stage, Client) {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    (stage, caller)
}

async fn listed(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobs", &[("DtsJobId", job)]).await.ok()["DtsJobList"][0].clone()
}

/// Purchases and starts a job that passes its precheck; returns its listings until it is finished or has no delay.
async fn run(caller: &Client, changes: &[(&str, &str)]) -> Vec<Value> {
    let job = configure(caller, &with(job_parameters(), changes)).await;
    precheck(caller, &job).await;
    let before = listed(caller, &job).await;
    let order = [("PayType", "PostPaid"), ("JobId", &job[..]), ("AutoStart", "true")];
    caller.dts("CreateDtsInstance", &order).await.ok();
    let mut seen = vec![before];
    for _ in 0..20 {
        let now = listed(caller, &job).await;
        let over = now["Status"] == "Finished" || now["DataSynchronizationStatus"]["Status"] == "Catched";
        seen.push(now);
        if over {
            break;
        }
    }
    seen
}

/// The different states of one status object.
fn states(seen: &[Value], object: &str) -> Vec<String> {
    let mut states: Vec<String> =
        seen.iter().map(|it| it[object]["Status"].as_str().unwrap_or("absent").to_owned()).collect();
    states.dedup();
    states
}

#[tokio::test]
async fn verification_continues_beside_the_incremental_phase() {
    let (_stage, caller) = stage().await;
    let settings = json!({
        "fullDataCheck": true, "fullCheckModel": 1, "fullCheckRatio": 50, "checkMaximumHourEnable": 0,
        "incrementalDataCheck": true,
    });
    let seen = run(&caller, &[("DataCheckConfigure", &settings.to_string())]).await;
    assert_eq!(states(&seen, "FullDataCheckStatus"), ["NotStarted", "Checking", "Finished"]);
    assert_eq!(states(&seen, "IncDataCheckStatus"), ["NotStarted", "Checking", "Catched"]);
    let last = seen.last().unwrap();
    assert_eq!(
        last["FullDataCheckStatus"],
        json!({"Status": "Finished", "Percent": "100", "Progress": "1500", "ErrorMessage": ""}),
        "half of three tables of a thousand rows"
    );
    let mode = &last["MigrationMode"];
    assert_eq!(
        (&mode["FullDataCheck"], &mode["IncDataCheck"], &mode["StructureDataCheck"]),
        (&true.into(), &true.into(), &false.into())
    );
    let plain = run(&caller, &[]).await;
    assert_eq!(states(&plain, "FullDataCheckStatus"), ["absent"]);
    assert_eq!(plain[0]["MigrationMode"]["FullDataCheck"], false);
}

#[tokio::test]
async fn a_full_only_job_ends_after_its_verification() {
    let (_stage, caller) = stage().await;
    let reserve = json!({"dataCheckConfigure": {"fullDataCheck": true, "fullCheckModel": 2}}).to_string();
    let full_only = ("DataSynchronization", "false");
    let seen = run(&caller, &[full_only, ("Reserve", &reserve)]).await;
    assert_eq!(states(&seen, "DataInitializationStatus"), ["NotStarted", "Migrating", "Finished"]);
    assert_eq!(states(&seen, "FullDataCheckStatus"), ["NotStarted", "Checking", "Finished"]);
    assert_eq!(seen.last().unwrap()["Status"], "Finished");
    let incremental = r#"{"incrementalDataCheck":true}"#;
    let refused = with(job_parameters(), &[full_only, ("DataCheckConfigure", incremental)]);
    caller.dts("ConfigureDtsJob", &refused).await.refused_parameter("DataCheckConfigure");
    configure(&caller, &with(job_parameters(), &[("DataCheckConfigure", incremental)])).await;
}
