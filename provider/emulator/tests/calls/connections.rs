//! DescribeConnectionStatus: a login tried without a job.

use crate::setup::{Stage, with};

const SIDES: [(&str, &str); 10] = [
    ("SourceEndpointInstanceType", "RDS"),
    ("SourceEndpointInstanceID", "rm-destination-used"),
    ("SourceEndpointRegion", "cn-hangzhou"),
    ("SourceEndpointUserName", "dts"),
    ("SourceEndpointPassword", "destination-db-password"),
    ("DestinationEndpointInstanceType", "LocalInstance"),
    ("DestinationEndpointIP", "203.0.113.20"),
    ("DestinationEndpointPort", "3306"),
    ("DestinationEndpointUserName", "dts"),
    ("DestinationEndpointPassword", "destination-db-password"),
];

#[tokio::test]
async fn each_side_is_reported_separately() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let reachable = async |changes: &[(&'static str, &'static str)]| {
        let answer = caller.dts("DescribeConnectionStatus", &with(SIDES.to_vec(), changes)).await.ok();
        ["SourceConnectionStatus", "DestinationConnectionStatus"].map(|side| answer[side]["Success"] == "true")
    };
    assert_eq!(reachable(&[]).await, [true, true]);
    assert_eq!(reachable(&[("SourceEndpointPassword", "wrong")]).await, [false, true]);
    assert_eq!(reachable(&[("DestinationEndpointPort", "3307")]).await, [true, false]);
    // It cannot name another account.
    assert_eq!(reachable(&[("SourceEndpointInstanceID", "rm-source-orders")]).await, [false, true]);
    assert_eq!(stage.state(crate::setup::DESTINATION_OWNER).await["jobs"], serde_json::json!([]));
}

#[tokio::test]
async fn its_instance_types_differ_from_those_of_configure_dts_job() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    for (name, value) in [
        ("SourceEndpointInstanceType", "OTHER"),
        ("SourceEndpointInstanceType", "Redis"),
        ("DestinationEndpointInstanceType", "dg"),
        ("SourceEndpointArchitecture", "both"),
    ] {
        caller.dts("DescribeConnectionStatus", &with(SIDES.to_vec(), &[(name, value)])).await.refused_parameter(name);
    }
    let none = with(SIDES.to_vec(), &[("SourceEndpointInstanceType", "")]);
    caller.dts("DescribeConnectionStatus", &none).await.refused("MissingSourceEndpointInstanceType", "mandatory");
}
