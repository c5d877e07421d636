//! A provider that is told to end while it works: what runs is given up, and the process is gone.
#![cfg(unix)]

use std::time::{Duration, Instant};

use acceptance_harness::profiles::SOURCE_OWNER;
use dts_emulator::Options;
use serde_json::json;
use tfplugin::generated::tfplugin6::read_data_source;
use tokio::time::{sleep, timeout};

use crate::support::case::Case;
use crate::support::grpc::{GrpcProvider, value};

/// Longer than a test waits for the cloud's answer.
const LATENCY: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_call_to_the_cloud_is_given_up_and_answered() {
    let case = Case::with(Options { latency: LATENCY, ..Options::default() }).await;
    let mut grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let request = read_data_source::Request {
        type_name: "dts_caller_identity".to_owned(),
        config: Some(value(&json!({}))),
        ..read_data_source::Request::default()
    };
    let mut client = grpc.client.clone();
    let running = tokio::spawn(async move { client.read_data_source(request).await });
    let begun = async {
        while !grpc.plugin.stderr().contains("GetCallerIdentity") {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), begun).await.expect("the provider has not called the cloud");

    let signalled = Instant::now();
    grpc.plugin.signal("TERM").await.unwrap();
    let answer = running.await.unwrap().unwrap().into_inner();
    assert!(answer.diagnostics[0].detail.contains("cancelled"), "{answer:?}");
    assert!(grpc.plugin.wait().await.unwrap().success());
    assert!(signalled.elapsed() < Duration::from_secs(3), "it took {:?}", signalled.elapsed());
}
