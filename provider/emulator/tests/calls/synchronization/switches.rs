//! Behaviour that no source confirms: the world chooses it.

use serde_json::{Value, json};

use super::{Flow, both, forward, listed, one_way, trusting};
use crate::setup::{Stage, configure, precheck, with};

async fn with_switch(name: &str) -> Stage {
    Stage::in_world(&[(
        "[[account]]\nid = \"1234567890123456\"",
        &format!("[alibaba]\n{name} = true\n\n[[account]]\nid = \"1234567890123456\""),
    )])
    .await
}

#[tokio::test]
async fn a_job_that_was_configured_first_may_stay_one_way() {
    let (_stage, caller) = trusting(with_switch("configured_first_stays_one_way").await).await;
    let job = configure(&caller, &forward()).await;
    precheck(&caller, &job).await;
    let purchase = [("PayType", "PostPaid"), ("JobId", &job[..]), ("SyncArchitecture", "bidirectional")];
    caller.dts("CreateDtsInstance", &purchase).await.ok();
    assert_eq!(listed(&caller, &format!("dts{job}")).await["ReverseJob"].get("DtsJobId"), None);
}

#[tokio::test]
async fn a_reverse_job_may_need_its_direction() {
    let (_stage, caller) = trusting(with_switch("direction_is_required").await).await;
    let instance = both(&caller).await;
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" }.id().await;
    caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &back)]).await.refused_parameter("DtsJobId");
    let named = [("DtsJobId", &back[..]), ("SynchronizationDirection", "Reverse")];
    assert_eq!(caller.dts("DescribeDtsJobDetail", &named).await.ok()["DtsJobId"], back);
}

#[tokio::test]
async fn the_forward_job_may_be_released_last() {
    let (_stage, caller) = trusting(with_switch("forward_is_released_last").await).await;
    let instance = both(&caller).await;
    let forward = [("DtsInstanceId", &instance[..])];
    caller.dts("DeleteDtsJob", &forward).await.refused("OperationDenied", "The reverse job is configured");
    Flow { caller: &caller, instance: &instance, direction: "Reverse" }.call("DeleteDtsJob").await.ok();
    caller.dts("DeleteDtsJob", &forward).await.ok();
}

#[tokio::test]
async fn a_reset_may_change_the_id() {
    let (stage, caller) = trusting(with_switch("reset_changes_id").await).await;
    let instance = both(&caller).await;
    let [there, back] =
        ["Forward", "Reverse"].map(|direction| Flow { caller: &caller, instance: &instance, direction });
    let before = (there.id().await, back.id().await);
    there.call("ResetDtsJob").await.ok();
    let after = there.detail().await;
    assert_eq!((&after["Status"], &after["DtsInstanceID"]), (&"NotConfigured".into(), &instance[..].into()));
    assert_ne!(after["DtsJobId"], before.0);
    assert_eq!(listed(&caller, &instance).await["ReverseJob"]["DtsJobId"], before.1);
    there.call("DeleteDtsJob").await.ok();
    assert_eq!(stage.state(super::OPERATOR).await["jobs"], json!([]));
}

#[tokio::test]
async fn objects_ports_and_owners_may_be_shown_in_another_way() {
    let sent = r#"{"stores":{"name":"stores","all":true}}"#;
    let change = [("DbList", sent), super::ONE_WAY];
    let shown = |stage: Stage| async move {
        let (_stage, caller) = trusting(stage).await;
        let job = configure(&caller, &with(forward(), &change)).await;
        let item = listed(&caller, &format!("dts{job}")).await;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        (text(&item["DbObject"]), text(&item["SourceEndpoint"]["Port"]), text(&item["SourceEndpoint"]["AliyunUid"]))
    };
    let plain = shown(Stage::new().await).await;
    assert_eq!(plain, (Some(sent.to_owned()), Some(String::new()), None));
    let stated = shown(with_switch("objects_have_state").await).await;
    assert_eq!(stated.0.unwrap(), r#"{"stores":{"all":true,"name":"stores","state":"normal"}}"#);
    assert_eq!(shown(with_switch("ports_are_filled_in").await).await.1.unwrap(), "3306");
    assert_eq!(shown(with_switch("lists_return_owners").await).await.2.unwrap(), "1234567890123456");
}

#[tokio::test]
async fn a_released_job_may_stay_as_finished() {
    let (_stage, caller) = trusting(with_switch("released_jobs_stay").await).await;
    let instance = one_way(&caller).await;
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!(detail["Status"], "Finished");
    caller
        .dts("DeleteDtsJob", &[("DtsInstanceId", &instance)])
        .await
        .refused("Forbidden.InstanceNotFound", "not found");
}

#[tokio::test]
async fn a_start_may_be_refused_during_a_change_of_the_objects() {
    for (stage, refused) in [(Stage::new().await, false), (with_switch("start_waits_for_changes").await, true)] {
        let (_stage, caller) = trusting(stage).await;
        let instance = one_way(&caller).await;
        let on = ("DtsInstanceId", &instance[..]);
        caller.dts("ModifyDtsJob", &[on, ("DbList", super::MORE_OBJECTS)]).await.ok();
        let answer = caller.dts("StartDtsJob", &[on]).await;
        if refused {
            answer.refused("InvalidJobStatus", "Modifying");
        } else {
            answer.ok();
        }
    }
}
