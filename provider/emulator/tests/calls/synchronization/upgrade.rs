//! UpgradeTwoWay and ReverseTwoWayDirection.

use super::{Flow, both, listed, one_way, reverse, trusting};
use crate::setup::{Stage, with};

#[tokio::test]
async fn a_one_way_synchronization_gets_a_second_direction() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    let flow = Flow { caller: &caller, instance: &instance, direction: "Forward" };
    let upgrade = [("InstanceId", &instance[..]), ("InstanceClass", "small")];
    flow.call("SuspendDtsJob").await.ok();
    flow.wait("Suspending").await;
    caller.dts("UpgradeTwoWay", &upgrade).await.refused("InvalidJobStatus", "Suspending");
    flow.call("StartDtsJob").await.ok();
    flow.wait("synchronizing").await;
    let huge = [("InstanceId", &instance[..]), ("InstanceClass", "4xlarge")];
    caller.dts("UpgradeTwoWay", &huge).await.refused_parameter("InstanceClass");
    caller.dts("UpgradeTwoWay", &upgrade).await.ok();
    caller.dts("UpgradeTwoWay", &upgrade).await.refused("OperationDenied", "two directions");
    let item = listed(&caller, &instance).await;
    assert_eq!((&item["ReverseJob"]["Status"], &item["DtsJobClass"]), (&"NotConfigured".into(), &"small".into()));
    caller.dts("ConfigureDtsJob", &with(reverse(), &[("DtsInstanceId", &instance)])).await.ok();
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    back.call("StartDtsJob").await.ok();
    back.wait("synchronizing").await;
    assert_eq!(stage.state(super::OPERATOR).await["instances"][0]["two_way"], true);
}

#[tokio::test]
async fn an_encrypted_connection_prevents_the_second_direction() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let instance = one_way(&caller).await;
    let upgrade = [("InstanceId", &instance[..]), ("InstanceClass", "small")];
    let ssl = |value: &'static str| {
        [("DtsInstanceId", &instance[..]), ("ModifyTypeEnum", "UPDATE_RESERVED"), ("Reserved", value)]
    };
    caller.dts("ModifyDtsJob", &ssl(r#"{"srcSSL":"1"}"#)).await.ok();
    caller.dts("UpgradeTwoWay", &upgrade).await.refused("OperationDenied", "encrypted");
    caller.dts("ModifyDtsJob", &ssl(r#"{"srcSSL":"0"}"#)).await.ok();
    caller.dts("UpgradeTwoWay", &upgrade).await.ok();
}

#[tokio::test]
async fn the_directions_change_their_places_and_the_jobs_keep_their_ids() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let one = one_way(&caller).await;
    caller.dts("ReverseTwoWayDirection", &[("DtsInstanceId", &one)]).await.refused("OperationDenied", "one direction");
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &one)]).await.ok();
    let instance = both(&caller).await;
    let [there, back] =
        ["Forward", "Reverse"].map(|direction| Flow { caller: &caller, instance: &instance, direction });
    let before = (there.id().await, back.id().await);
    let resource = [("ResourceType", "ALIYUN::DTS::INSTANCE"), ("ResourceId.1", &instance[..])];
    caller.dts("TagResources", &[resource, [("Tag.1.Key", "k"), ("Tag.1.Value", "v")]].concat()).await.ok();
    caller.dts("ReverseTwoWayDirection", &[("DtsInstanceId", &instance)]).await.ok();
    assert_eq!((back.id().await, there.id().await), before);
    let item = listed(&caller, &instance).await;
    assert_eq!(item["SourceEndpoint"]["InstanceID"], "rm-destination-stores");
    assert_eq!(item["TagList"], serde_json::json!([{"TagKey": "k", "TagValue": "v"}]));
    there.call("ResetDtsJob").await.ok();
    caller
        .dts("ReverseTwoWayDirection", &[("DtsInstanceId", &instance)])
        .await
        .refused("InvalidJobStatus", "NotConfigured");
}
