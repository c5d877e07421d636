//! The signal of a supervisor: running calls are finished, and the directory can be used again immediately.

use std::path::Path;

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use acceptance_harness::load::{Api, Connection, Signer};
use acceptance_harness::profiles::SOURCE_OWNER;
use serde_json::json;
use tempfile::TempDir;

const TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["dts.aliyuncs.com"]}}],"Version":"1"}"#;

async fn started(folder: &Path) -> EmulatorProcess {
    let provider = binaries::provider().unwrap();
    EmulatorProcess::start(&provider, &["--data-dir", folder.to_str().unwrap()]).await.unwrap()
}

async fn roles(emulator: &EmulatorProcess) -> Vec<String> {
    let state = Control::new(emulator.url()).state().await.unwrap();
    let account = state["accounts"].as_array().unwrap().iter().find(|it| it["id"] == SOURCE_OWNER.account).unwrap();
    account["roles"].as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_finishes_running_calls_and_closes_the_directory() {
    let folder = TempDir::new().unwrap();
    let emulator = started(folder.path()).await;
    let host = emulator.url().trim_start_matches("http://").to_owned();
    let control = Control::new(emulator.url());
    control.fault(&json!({"match": {"object": "second"}, "kind": "delay_ms", "delay_ms": 500})).await.unwrap();
    let mut connection = Connection::open(&host).await.unwrap();
    let signer = Signer::new(SOURCE_OWNER, &host);
    let create_role =
        |name| signer.request(Api::Ram, "CreateRole", &[("RoleName", name), ("AssumeRolePolicyDocument", TRUST)]);
    assert!(connection.call(&create_role("first")).await.unwrap().is_ok());
    let slow = create_role("second");
    let (answer, status) = tokio::join!(connection.call(&slow), async {
        // A round trip later the slow call has arrived, too.
        control.state().await.unwrap();
        emulator.terminate().await.unwrap()
    });
    assert!(status.success(), "{status}");
    assert!(answer.unwrap().is_ok());
    let emulator = started(folder.path()).await;
    assert_eq!(roles(&emulator).await, ["first", "second"]);
    emulator.stop().await.unwrap();
}
