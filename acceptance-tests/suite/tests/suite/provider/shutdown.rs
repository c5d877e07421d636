//! A provider that receives a stop signal during a call: it cancels the call, and the process exits.
#![cfg(unix)]

use std::time::{Duration, Instant};

use acceptance_harness::profiles::SOURCE_OWNER;
use serde_json::json;
use tfplugin::generated::tfplugin6::read_data_source;
use tokio::time::{sleep, timeout};

use crate::support::case::Case;
use crate::support::grpc::{GrpcProvider, value};

#[tokio::test]
async fn a_call_to_the_cloud_is_cancelled_and_reported() {
    let case = Case::start().await;
    let mut grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let hold = json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before"});
    case.control.fault(&hold).await.unwrap();
    let request = read_data_source::Request {
        type_name: "dts_migration_tasks".to_owned(),
        config: Some(value(&json!({}))),
        ..read_data_source::Request::default()
    };
    let mut client = grpc.client.clone();
    let running = tokio::spawn(async move { client.read_data_source(request).await });
    let begun = async {
        while case.control.held().await.unwrap().is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), begun).await.expect("the provider has not called the cloud");

    let signalled = Instant::now();
    grpc.plugin.signal("TERM").await.unwrap();
    let response = running.await.unwrap().unwrap().into_inner();
    assert!(response.diagnostics[0].detail.contains("cancelled"), "{response:?}");
    assert!(grpc.plugin.wait().await.unwrap().success());
    assert!(signalled.elapsed() < Duration::from_secs(3), "it took {:?}", signalled.elapsed());
}
