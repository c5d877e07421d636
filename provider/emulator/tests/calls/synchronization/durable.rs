//! Both directions in a data directory, on the status page and in the control API.

use dts_emulator::Options;
use tempfile::TempDir;

use super::{Flow, MORE_OBJECTS, both, listed, trusting};
use crate::client::send_http;
use crate::setup::Stage;

fn on(folder: &TempDir) -> Options {
    Options { strict: true, data_dir: Some(folder.path().to_owned()), ..Options::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_directions_and_a_running_change_survive_a_restart() {
    let folder = TempDir::new().unwrap();
    let (stage, caller) = trusting(Stage::with(on(&folder)).await).await;
    let instance = both(&caller).await;
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    let id = back.id().await;
    let mut change = vec![("DbList", MORE_OBJECTS)];
    change.extend(back.named());
    caller.dts("ModifyDtsJob", &change).await.ok();
    let before = stage.state(super::OPERATOR).await;
    stage.emulator.shutdown().await;

    let stage = Stage::with(on(&folder)).await;
    assert_eq!(stage.state(super::OPERATOR).await, before);
    let caller = stage.operator();
    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    assert_eq!(back.wait("synchronizing").await[0], "Modifying");
    let detail = back.detail().await;
    assert_eq!((&detail["DtsJobId"], &detail["DbObject"]), (&id[..].into(), &MORE_OBJECTS.into()));
    assert_eq!(listed(&caller, &instance).await["ReverseJob"]["DtsJobId"], id);
}

#[tokio::test]
async fn the_status_page_shows_both_directions_and_the_control_api_moves_one_of_them() {
    let (stage, caller) = trusting(Stage::new().await).await;
    let instance = both(&caller).await;
    let address = stage.emulator.addr();
    let host = [("host".to_owned(), address.to_string())];
    let page = send_http(address, "GET", "/_page/state", &host, "").await.unwrap().body;
    let mut shown: Vec<(String, String, String)> = Vec::new();
    for job in page["jobs"].as_array().unwrap() {
        let text = |name: &str| job[name].as_str().unwrap().to_owned();
        let details = format!("/_page/jobs?ids={}", text("id"));
        let details = send_http(address, "GET", &details, &host, "").await.unwrap().body[text("id")].take();
        shown.push((text("direction"), details["instance_id"].as_str().unwrap().to_owned(), text("status")));
    }
    shown.sort();
    let row = |direction: &str| (direction.to_owned(), instance.clone(), "Synchronizing".to_owned());
    assert_eq!(shown, [row("Forward"), row("Reverse")]);

    let back = Flow { caller: &caller, instance: &instance, direction: "Reverse" };
    let job = format!("jobs/{}", back.id().await);
    let wrong = stage.control("POST", &job, r#"{"status":"MigrationFailed"}"#).await;
    assert_eq!(wrong.status, 400, "{}", wrong.body);
    stage.control("POST", &job, r#"{"status":"InitializeFailed"}"#).await;
    assert_eq!(back.detail().await["Status"], "InitializeFailed");
    assert_eq!(listed(&caller, &instance).await["Status"], "Synchronizing");
    stage.control("POST", &job, r#"{"status":"Failed","error_message":"two writers"}"#).await;
    assert_eq!(
        (&back.detail().await["Status"], &back.detail().await["ErrorMessage"]),
        (&"Failed".into(), &"two writers".into())
    );
    back.call("SuspendDtsJob").await.ok();
    back.wait("Suspending").await;
}
