//! Changes of the objects while a synchronization runs.

use super::{Flow, MORE_OBJECTS, OBJECTS, both, one_way, trusting};
use crate::client::Answer;
use crate::setup::Stage;

async fn change(flow: &Flow<'_>, objects: &str) -> Answer {
    let mut parameters = vec![("DbList", objects), ("DataInitialization", "true")];
    parameters.extend(flow.named());
    flow.caller.dts("ModifyDtsJob", &parameters).await
}

#[tokio::test]
async fn a_change_is_a_sub_job_and_counts_when_it_has_ended() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    let flow = Flow { caller: &caller, instance: &instance, direction: "" };
    let answer = change(&flow, MORE_OBJECTS).await.ok();
    assert_eq!((&answer["Status"], &answer["Success"]), (&"200".into(), &true.into()));
    change(&flow, OBJECTS).await.refused("DTS.Msg.OperationDenied.JobStatusModifying", "Modifying");
    let during = flow.detail().await;
    assert_eq!((&during["Status"], &during["DbObject"]), (&"Modifying".into(), &OBJECTS.into()));
    let sub_job = &during["SubSyncJob"][0];
    assert_eq!((&sub_job["JobType"], &sub_job["Status"]), (&"subSync".into(), &"Initializing".into()));
    assert_eq!(
        (&sub_job["DbObject"], &sub_job["PrecheckStatus"]["Status"]),
        (&MORE_OBJECTS.into(), &"Finished".into())
    );
    flow.wait("synchronizing").await;
    let after = flow.detail().await;
    assert_eq!((&after["DbObject"], &after["SubSyncJob"][0]["Status"]), (&MORE_OBJECTS.into(), &"Finished".into()));
    change(&flow, OBJECTS).await.ok();
    flow.wait("synchronizing").await;
    let count = |detail: &serde_json::Value| detail["SubSyncJob"].as_array().unwrap().len();
    assert_eq!(count(&flow.detail().await), 1);
    let history = [("DtsInstanceID", &instance[..]), ("SyncSubJobHistory", "true")];
    assert_eq!(count(&caller.dts("DescribeDtsJobDetail", &history).await.ok()), 2);
}

#[tokio::test]
async fn a_change_that_fails_its_precheck_has_no_effect_and_can_be_repeated() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    let flow = Flow { caller: &caller, instance: &instance, direction: "" };
    let job = flow.id().await;
    let force = |state: &'static str| format!(r#"{{"precheck":{{"CHECK_SAME_OBJ":"{state}"}}}}"#);
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), &force("Failed")).await.status, 200);
    change(&flow, MORE_OBJECTS).await.ok();
    flow.wait("ModifyFailed").await;
    let detail = flow.detail().await;
    assert_eq!((&detail["DbObject"], &detail["SubSyncJob"][0]["Status"]), (&OBJECTS.into(), &"PrecheckFailed".into()));
    stage.control("POST", &format!("jobs/{job}"), &force("Success")).await;
    change(&flow, MORE_OBJECTS).await.ok();
    flow.wait("synchronizing").await;
    assert_eq!(flow.detail().await["DbObject"], MORE_OBJECTS);
}

#[tokio::test]
async fn a_change_is_about_one_direction() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = both(&caller).await;
    let [there, back] =
        ["Forward", "Reverse"].map(|direction| Flow { caller: &caller, instance: &instance, direction });
    change(&back, MORE_OBJECTS).await.ok();
    back.wait("synchronizing").await;
    assert_eq!(
        (&back.detail().await["DbObject"], &there.detail().await["DbObject"]),
        (&MORE_OBJECTS.into(), &OBJECTS.into())
    );
    // Without a direction, the forward job is changed.
    let without = [("DtsInstanceId", &instance[..]), ("DbList", MORE_OBJECTS)];
    caller.dts("ModifyDtsJob", &without).await.ok();
    there.wait("synchronizing").await;
    assert_eq!(there.detail().await["DbObject"], MORE_OBJECTS);
    // Settings are merged into those of the direction.
    let settings = r#"{"conflict":"overwrite"}"#;
    let mut parameters = vec![("ModifyTypeEnum", "UPDATE_RESERVED"), ("Reserved", settings)];
    parameters.extend(back.named());
    caller.dts("ModifyDtsJob", &parameters).await.ok();
    assert!(back.detail().await["Reserved"].as_str().unwrap().contains(r#""conflict":"overwrite""#));
    assert!(there.detail().await["Reserved"].as_str().unwrap().contains(r#""conflict":"ignore""#));
}

#[tokio::test]
async fn the_status_decides_whether_the_objects_can_change() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    let flow = Flow { caller: &caller, instance: &instance, direction: "" };
    flow.call("SuspendDtsJob").await.ok();
    flow.wait("Suspending").await;
    change(&flow, MORE_OBJECTS).await.refused("DTS.Msg.ModifyDenied.JobStatusNotRunning", "Suspending");
    flow.call("StartDtsJob").await.ok();
    flow.wait("synchronizing").await;
    change(&flow, MORE_OBJECTS).await.ok();
}
