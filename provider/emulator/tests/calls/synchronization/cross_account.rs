//! Roles of the owners of both databases, per side and direction.

use dts_emulator::{Options, ReportMode};

use super::{Flow, OPERATOR, forward, half, reverse, trusting};
use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, Stage, attach, configure, items_in, make_role, precheck, trust, with};

/// The owner of one side in a direction.
fn owner(stage: &Stage, side: &str, direction: &str) -> Client {
    if (side == "source") == (direction == "Forward") { stage.source_owner() } else { stage.destination_owner() }
}

#[tokio::test]
async fn each_side_of_each_direction_needs_its_role() {
    for direction in ["Forward", "Reverse"] {
        for side in ["source", "destination"] {
            let (stage, caller) = trusting(Stage::new().await).await;
            let instance = half(&caller).await;
            let owner = owner(&stage, side, direction);
            let configuration =
                if direction == "Forward" { forward() } else { with(reverse(), &[("DtsInstanceId", &instance)]) };
            let broken = trust("9876543210987654");
            let update = |document: String| {
                let owner = owner.clone();
                async move {
                    let parameters = [("RoleName", "ram-for-dts"), ("NewAssumeRolePolicyDocument", &document[..])];
                    owner.ram("UpdateRole", &parameters).await.ok();
                }
            };
            update(broken).await;
            caller.dts("ConfigureDtsJob", &configuration).await.refused("AssumeRoleFail", "NoPermission");
            update(trust(OPERATOR)).await;
            attach(&owner, "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
            caller.dts("ConfigureDtsJob", &configuration).await.refused("AssumeRoleFail", "NoPermission");
            owner.ram("DeleteRole", &[("RoleName", "ram-for-dts")]).await.ok();
            caller.dts("ConfigureDtsJob", &configuration).await.refused("AssumeRoleFail", "The role not exists");
            make_role(&owner, OPERATOR).await;
            caller.dts("ConfigureDtsJob", &configuration).await.ok();
        }
    }
}

#[tokio::test]
async fn the_precheck_names_the_side_of_the_direction() {
    let options = Options { report_cross_account: ReportMode::Precheck, ..Options::default() };
    let (stage, caller) = trusting(Stage::with(options).await).await;
    let instance = half(&caller).await;
    caller.dts("ConfigureDtsJob", &with(reverse(), &[("DtsInstanceId", &instance)])).await.ok();
    attach(&stage.source_owner(), "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    back.call("StartDtsJob").await.ok();
    back.wait("PrecheckFailed").await;
    let answer = caller.dts("DescribePreCheckStatus", &[("DtsJobId", &back.id().await), ("JobCode", "01")]).await.ok();
    assert_eq!(items_in(&answer, "Failed"), ["CHECK_CONN_DEST"]);
    // The forward job still runs.
    assert_eq!(super::listed(&caller, &instance).await["Status"], "Synchronizing");
    attach(&stage.source_owner(), "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    back.call("StartDtsJob").await.ok();
    back.wait("synchronizing").await;
}

#[tokio::test]
async fn both_databases_of_two_directions_have_an_owner_or_none_of_them() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let without = [("SourceEndpointOwnerID", ""), ("SourceEndpointRole", "")];
    caller.dts("ConfigureDtsJob", &with(forward(), &without)).await.refused_parameter("SourceEndpointOwnerID");
    let without = [("DestinationEndpointOwnerID", ""), ("DestinationEndpointRole", "")];
    caller.dts("ConfigureDtsJob", &with(forward(), &without)).await.refused_parameter("DestinationEndpointOwnerID");
    let kinds = [
        ("DestinationEndpointInstanceType", "PolarDB"),
        ("DestinationEndpointEngineName", "PolarDB"),
        ("DestinationEndpointInstanceID", "pc-destination-orders"),
    ];
    caller.dts("ConfigureDtsJob", &with(forward(), &kinds)).await.refused_parameter("SourceEndpointOwnerID");
    caller.dts("ConfigureDtsJob", &forward()).await.ok();
}

#[tokio::test]
async fn a_one_way_synchronization_can_have_one_foreign_side() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let own = [("DestinationEndpointOwnerID", ""), ("DestinationEndpointRole", ""), super::ONE_WAY];
    let job = configure(&caller, &with(forward(), &own)).await;
    assert_eq!(items_in(&precheck(&caller, &job).await, "Failed"), Vec::<String>::new());
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(detail["SourceEndpoint"]["RoleName"], "ram-for-dts");
    assert!(detail["DestinationEndpoint"].get("AliyunUid").is_none());
}
