//! `alicloud_dts_migration_instance`, `alicloud_dts_synchronization_instance` and `alicloud_dts_instance`.

use serde_json::json;

use crate::setup::{Stage, with};

use super::{buy, purchase};

#[tokio::test]
async fn a_synchronization_instance_is_managed() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &with(purchase("SYNC"), &[("Du", "30"), ("InstanceClass", "4xlarge")])).await;
    let read = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!(
        (&read["DtsJobClass"], &read["PayType"], &read["Status"]),
        (&"4xlarge".into(), &"PostPaid".into(), &"NotConfigured".into())
    );
    for side in ["SourceEndpoint", "DestinationEndpoint"] {
        assert_eq!((&read[side]["EngineName"], &read[side]["Region"]), (&"MySQL".into(), &"cn-hangzhou".into()));
    }
    caller.dts("DeleteMigrationJob", &[("MigrationJobId", &instance)]).await.refused("InvalidJobId", &instance);
    caller.dts("DeleteSynchronizationJob", &[("SynchronizationJobId", &instance)]).await.ok();
    let gone = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await;
    gone.refused("Forbidden.InstanceNotFound", "not found");
}

#[tokio::test]
async fn an_instance_of_any_type_is_managed() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instances = |group: &'static str| {
        let caller = caller.clone();
        async move {
            let page = [("PageNum", "1"), ("PageSize", "50"), ("ResourceGroupId", group)];
            caller.dts("DescribeDtsInstances", &page).await.ok()["DtsInstanceStatusList"].clone()
        }
    };
    for (kind, pay, shown) in
        [("migration", "PostPaid", "POSTPAY"), ("sync", "PostPaid", "POSTPAY"), ("sync", "PrePaid", "PREPAY")]
    {
        let time = if pay == "PrePaid" {
            [("Period", "Month"), ("UsedTime", "1")]
        } else {
            [("Period", ""), ("UsedTime", "")]
        };
        let order = with(with(purchase(kind), &[("PayType", pay), ("ResourceGroupId", "rg-1")]), &time);
        let instance = buy(&caller, &order).await;
        let on = ("DtsInstanceId", &instance[..]);
        let read =
            caller.dts("DescribeDtsInstanceDetail", &[on, ("RegionId", "cn-hangzhou")]).await.ok()["DtsInstanceStatus"]
                .clone();
        assert_eq!(
            (&read["Type"], &read["PayType"], &read["InstanceClass"]),
            (&kind.into(), &shown.into(), &"small".into())
        );
        for name in ["SourceEndpointEngineType", "DestEndpointEngineType"] {
            assert_eq!(read[name], "MySQL");
        }
        assert_eq!(
            (&read["SourceEndpointRegion"], &read["DestEndpointRegion"]),
            (&"cn-hangzhou".into(), &"cn-hangzhou".into())
        );
        assert_eq!((&read["ResourceGroupId"], &read["Tags"]), (&"rg-1".into(), &json!([])));
        let tag = [
            ("ResourceType", "ALIYUN::DTS::INSTANCE"),
            ("ResourceId.1", &instance[..]),
            ("Tag.1.Key", "k"),
            ("Tag.1.Value", "v"),
        ];
        caller.dts("TagResources", &tag).await.ok();
        let group = [("ResourceId", &instance[..]), ("NewResourceGroupId", "rg-2"), ("RegionId", "cn-hangzhou")];
        caller.dts("ConvertInstanceResourceGroup", &group).await.ok();
        assert_eq!(instances("rg-1").await, json!([]));
        let listed = instances("rg-2").await[0].clone();
        assert_eq!(
            (&listed["DtsInstanceId"], &listed["Tags"]),
            (&instance[..].into(), &json!([{"TagKey": "k", "TagValue": "v"}]))
        );
        let deleted = caller.dts("DeleteDtsJob", &[on]).await;
        if pay == "PrePaid" {
            deleted.refused("OperationDenied", "paid in advance");
        } else {
            deleted.ok();
            caller.dts("DescribeDtsInstanceDetail", &[on]).await.refused("Forbidden.InstanceNotFound", "not found");
        }
    }
}

#[tokio::test]
async fn a_released_instance_may_be_shown_as_finished() {
    let options = dts_emulator::Options { keep_released: true, ..dts_emulator::Options::default() };
    let stage = Stage::with(options).await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("sync")).await;
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    let read = caller.dts("DescribeDtsInstanceDetail", &[("DtsInstanceId", &instance)]).await.ok();
    assert_eq!(read["DtsInstanceStatus"]["Status"], "finished");
}
