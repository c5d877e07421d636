//! What the data directory keeps.

use dts_emulator::Options;
use serde_json::json;

use crate::setup::Stage;

use super::client::{
    POLICIES, ROLE, SOURCE, TARGET, buy, check, configuration, detail, make_role, other_source, own_destination,
    role_arn, wait,
};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        || Options { data_dir: Some(folder.path().join("kept")), world_of_data_dir: true, ..Options::default() };
    let stage = Stage::with(options()).await;
    make_role(&stage, None, &POLICIES).await;
    let assume = json!({"RoleArn": role_arn(), "RoleSessionName": "tf-dts"});
    let session = stage.target().sts("AssumeRole", assume).await.ok();
    let added = stage.target().cam("AddUser", json!({"Name": "u", "UseApi": 1})).await.ok();
    let job = buy(&stage.target(), "mysql", "mysql").await;
    let parameters = configuration(&job, other_source(&session["Credentials"]), own_destination());
    stage.target().dts("ModifyMigrationJob", parameters).await.ok();
    check(&stage.target(), &job).await;
    let before = (stage.state(SOURCE).await, stage.state(TARGET).await);
    stage.emulator.shutdown().await;

    let stage = Stage::with(options()).await;
    assert_eq!((stage.state(SOURCE).await, stage.state(TARGET).await), before);
    let caller = stage.target().with(&session);
    assert_eq!(caller.sts("GetCallerIdentity", json!({})).await.ok()["AccountId"], SOURCE);
    let key = |name: &str| added[name].as_str().unwrap().to_owned();
    stage.of_tencent(&key("SecretId"), &key("SecretKey")).sts("GetCallerIdentity", json!({})).await.ok();
    assert_eq!(detail(&stage.target(), &job).await["Status"], "checkPass");
    // The secrets of the endpoints are kept, too.
    assert_eq!(check(&stage.target(), &job).await["CheckFlag"], "checkPass");
    stage.target().dts("StartMigrateJob", json!({"JobId": job})).await.ok();
    wait(&stage.target(), &job, "readyComplete").await;
    stage.source().cam("DeleteRole", json!({"RoleName": ROLE})).await.ok();
    stage.emulator.shutdown().await;

    let stage = Stage::with(options()).await;
    assert_eq!(stage.state(SOURCE).await["roles"], json!([]));
    assert_eq!(detail(&stage.target(), &job).await["Status"], "readyComplete");
    stage.emulator.shutdown().await;
}

#[tokio::test]
async fn by_the_clock_a_job_moves_without_polls() {
    let stage =
        Stage::with(Options { stage_time: Some(std::time::Duration::from_secs(60)), ..Options::default() }).await;
    let job = super::client::configured(&stage.source()).await;
    stage.source().dts("CreateMigrateCheckJob", json!({"JobId": job})).await.ok();
    assert_eq!(detail(&stage.source(), &job).await["Status"], "checking");
    stage.control("POST", "clock", r#"{"advance_seconds": 61}"#).await;
    assert_eq!(detail(&stage.source(), &job).await["Status"], "checkPass");
    stage.source().dts("StartMigrateJob", json!({"JobId": job})).await.ok();
    stage.control("POST", "clock", r#"{"advance_seconds": 300}"#).await;
    assert_eq!(detail(&stage.source(), &job).await["Status"], "readyComplete");
}
