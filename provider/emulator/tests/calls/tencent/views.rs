//! The status page and the control API show both clouds.

use serde_json::{Value, json};

use crate::client::send_http;
use crate::setup::Stage;

use super::client::{POLICIES, ROLE, SOURCE, configured, make_role};

#[tokio::test]
async fn the_status_page_shows_the_jobs_roles_and_accounts_of_both_clouds() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    make_role(&stage, Some("e-1"), &POLICIES).await;
    let job = configured(&client).await;
    let headers = [("host".to_owned(), stage.emulator.addr().to_string())];
    let page = send_http(stage.emulator.addr(), "GET", "/_page/state", &headers, "").await.unwrap().body;
    let clouds: Vec<&Value> = page["accounts"].as_array().unwrap().iter().map(|account| &account["cloud"]).collect();
    assert_eq!(clouds, ["alibaba", "alibaba", "alibaba", "tencent", "tencent"]);
    let row = &page["jobs"][0];
    assert_eq!(
        (&row["id"], &row["account"], &row["status"]),
        (&json!(job), &json!("tencent-source"), &json!("created"))
    );
    assert_eq!((&row["source"], &row["standing"]), (&json!("cdb-src00001"), &json!("waiting")));
    let details = format!("/_page/jobs?ids={job}");
    let details = send_http(stage.emulator.addr(), "GET", &details, &headers, "").await.unwrap().body[&job].take();
    assert_eq!((&details["source"]["at"], &details["class"]), (&json!("cdb-src00001"), &json!("small")));
    assert_eq!(details["phases"].as_array().unwrap().len(), 3);
    let role = &page["roles"]["shown"][0];
    assert_eq!(
        (&role["name"], &role["policies"]),
        (&json!(ROLE), &json!(["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]))
    );
    assert!(
        role["trust"][0].as_str().unwrap().starts_with("allow name/sts:AssumeRole to qcs qcs::cam::uin/"),
        "{role}"
    );
    assert_eq!(page["accounts"][3]["jobs"], 1);
    assert!(!page.to_string().contains("tencent-source-password"));
}

#[tokio::test]
async fn the_control_api_shows_the_accounts_and_resets_them() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &POLICIES).await;
    let job = configured(&stage.source()).await;
    let state = stage.state(SOURCE).await;
    assert_eq!((&state["cloud"], &state["roles"][0]["name"]), (&json!("tencent"), &json!(ROLE)));
    let shown = &state["jobs"][0];
    assert_eq!(
        (&shown["id"], &shown["status"], &shown["trade_status"]),
        (&json!(job), &json!("created"), &json!("normal"))
    );
    assert_eq!(state["instances"][0]["id"], job);
    assert!(!state.to_string().contains("password\":\"t"), "{state}");
    let held = json!({"hold": true}).to_string();
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), &held).await.status, 200);
    let shown_status = json!({"shown_status": "odd", "precheck": {"ViewCheck": "failed"}}).to_string();
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), &shown_status).await.status, 200);
    assert_eq!(super::client::detail(&stage.source(), &job).await["Status"], "odd");
    let wrong = json!({"precheck": {"ViewChek": "failed"}}).to_string();
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), &wrong).await.status, 400);
    stage.control("POST", "reset", "").await;
    let state = stage.state(SOURCE).await;
    assert_eq!((&state["roles"], &state["jobs"], &state["instances"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(state["users"][0]["name"], "admin");
}
