use std::time::{Duration, Instant};

use dts_emulator::{Options, start};
use serde_json::{Value, json};

use crate::client::Api;
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, item, job_parameters, make_role, precheck, status, with,
};

const ME: (Api, &str) = (Api::Sts, "GetCallerIdentity");

#[tokio::test]
async fn state_and_requests_show_everything_except_secrets() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let state = stage.state(DESTINATION_OWNER).await;
    assert_eq!((&state["jobs"][0]["id"], &state["jobs"][0]["purchased"]), (&job[..].into(), &false.into()));
    assert_eq!(state["jobs"][0]["parameters"]["SourceEndpointUserName"], "dts");
    let role = stage.state(SOURCE_OWNER).await["roles"][0].clone();
    assert_eq!(
        (&role["name"], &role["policies"]),
        (&ROLE.into(), &json!([{"type": "System", "name": "AliyunDTSRolePolicy"}]))
    );
    assert_eq!(role["trust"]["Statement"][0]["Principal"]["RAM"][0], format!("acs:ram::{DESTINATION_OWNER}:root"));

    let entry = stage.last_request().await;
    for (key, value) in [
        ("account", DESTINATION_OWNER),
        ("key_id", "AKDESTINATIONOWNER"),
        ("service", "DTS"),
        ("action", "ConfigureDtsJob"),
        ("outcome", "OK"),
        ("object", &job),
    ] {
        assert_eq!(entry[key], value, "{key}");
    }
    assert_eq!((&entry["seq"], &entry["http_status"]), (&3.into(), &200.into()));
    assert_eq!(entry["parameters"]["SourceEndpointPassword"], "(hidden)");
    assert!(entry["parameters"]["DbList"].as_str().unwrap().contains("orders"));
    let both = [stage.control("GET", "state", "").await.body, stage.control("GET", "requests", "").await.body];
    for secret in ["source-db-password", "destination-db-password", "emulator-secret-of"] {
        assert!(!both.iter().any(|body| body.to_string().contains(secret)), "{secret}");
    }
}

#[tokio::test]
async fn each_request_is_logged_in_one_line_without_secrets() {
    let (lines, mut logged) = tokio::sync::mpsc::unbounded_channel();
    let stage = Stage::with(Options { lines: Some(lines), ..Options::default() }).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let cluster = with(job_parameters(), &[("DedicatedClusterId", "dtscluster_destination"), ("Odd", "1")]);
    let second = configure(&caller, &cluster).await;
    caller.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await;
    stage.client("AKNOBODY", "s").ram("GetRole", &[("RoleName", "r")]).await;
    let mut lines = Vec::new();
    while let Ok(line) = logged.try_recv() {
        lines.push(line);
    }
    let words = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    for (line, part) in lines.iter().map(words).zip([
        "Z source-owner CreateRole ram-for-dts OK ",
        "Z source-owner AttachPolicyToRole ram-for-dts OK ",
        &format!("Z destination-owner ConfigureDtsJob {job} OK "),
        &format!("Z destination-owner ConfigureDtsJob {second} OK "),
        &format!("Z destination-owner SuspendDtsJob {job} InvalidJobStatus "),
        "Z - GetRole r InvalidAccessKeyId.NotFound ",
    ]) {
        assert!(line.contains(part) && line.contains(" ms"), "{line}: {part}");
        assert!(!line.contains("password") && !line.contains("emulator-secret"), "{line}");
    }
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert!(lines[3].ends_with(" ms; warning: ConfigureDtsJob has no parameter Odd"), "{}", lines[3]);
}

#[tokio::test]
async fn refused_calls_are_in_the_log_too() {
    let stage = Stage::new().await;
    stage.client("AKOPERATOR", "wrong").ram("GetRole", &[("RoleName", "r")]).await;
    let entry = stage.last_request().await;
    assert_eq!(
        (&entry["outcome"], &entry["account"], &entry["object"]),
        (&"SignatureDoesNotMatch".into(), &"3456789012345678".into(), &"r".into())
    );
    assert_eq!(entry["http_status"], 400);
}

#[tokio::test]
async fn reset_removes_everything_except_the_world() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    stage.control("POST", "reset", "").await;
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"], json!([]));
    assert_eq!(stage.control("GET", "requests", "").await.body, json!([]));
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.refused("EntityNotExist.Role", "");
}

#[tokio::test]
async fn jobs_can_be_forced() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let path = format!("jobs/{job}");
    let forced = stage.control("POST", &path, r#"{"precheck":{"CHECK_DEST_TABLE_EMPTY":"Failed"}}"#).await;
    assert_eq!(forced.status, 200);
    let answer = precheck(&caller, &job).await;
    assert_eq!(item(&answer, "CHECK_DEST_TABLE_EMPTY")["State"], "Failed");
    stage.control("POST", &path, r#"{"status":"MigrationFailed","phase":"full","error_message":"disk full"}"#).await;
    assert_eq!(status(&caller, &job).await, "MigrationFailed");
    let listed = caller.dts("DescribeDtsJobs", &[("DtsJobId", &job)]).await.ok()["DtsJobList"][0].clone();
    assert_eq!(listed["ErrorMessage"], "disk full");
    assert_eq!(listed["DataInitializationStatus"]["Status"], "Failed");
    assert_eq!(listed["StructureInitializationStatus"]["Status"], "Finished");
    for (path, body) in [
        ("jobs/other", "{}"),
        (&path[..], r#"{"status":"Done"}"#),
        (&path[..], r#"{"precheck":{"CHECK_X":"Failed"}}"#),
        (&path[..], r#"{"state":"x"}"#),
    ] {
        let refused = stage.control("POST", path, body).await;
        assert!(refused.status == 400 && refused.body["error"].is_string(), "{body}");
    }
}

async fn fault(stage: &Stage, body: Value) {
    let added = stage.control("POST", "faults", &body.to_string()).await;
    assert_eq!(added.status, 200, "{}", added.body);
}

#[tokio::test]
async fn faults_apply_to_matching_calls_only() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let me = || client.call(ME.0, ME.1, &[]);
    fault(&stage, json!({"match": {"action": ME.1}, "kind": "throttle", "times": 2, "after": 1})).await;
    me().await.ok();
    me().await.refused("Throttling.User", "");
    client.ram("ListRoles", &[]).await.ok();
    me().await.refused("Throttling.User", "");
    me().await.ok();
    fault(&stage, json!({"match": {"account": DESTINATION_OWNER}, "kind": "http_500"})).await;
    me().await.ok();
    let refused = stage.destination_owner().call(ME.0, ME.1, &[]).await;
    assert_eq!((refused.status, refused.code()), (500, "InternalError"));
    fault(&stage, json!({"kind": "error", "code": "DTS.Msg.X", "message": "m", "http_status": 200})).await;
    let business = client.dts("DescribeDtsJobs", &[]).await;
    assert_eq!(
        (business.status, &business.body["ErrCode"], &business.body["Success"]),
        (200, &"DTS.Msg.X".into(), &false.into())
    );
    fault(&stage, json!({"kind": "throttle", "times": 9})).await;
    stage.control("DELETE", "faults", "").await;
    me().await.ok();
    for wrong in [json!({"kind": "error"}), json!({"kind": "explode"}), json!({"kind": "delay_ms"})] {
        assert_eq!(stage.control("POST", "faults", &wrong.to_string()).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_lost_answer_loses_only_the_answer() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    for (kind, jobs) in [("drop_before", 0), ("drop_after", 1)] {
        fault(&stage, json!({"match": {"action": "ConfigureDtsJob"}, "kind": kind})).await;
        let request = caller.request(Api::Dts, "ConfigureDtsJob", &job_parameters());
        assert!(caller.send(request).await.is_err(), "{kind}");
        assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"].as_array().unwrap().len(), jobs, "{kind}");
    }
    assert_eq!(stage.last_request().await["outcome"], "DROPPED_AFTER OK");
    configure(&caller, &job_parameters()).await;
}

#[tokio::test]
async fn answers_can_be_late() {
    let stage = Stage::new().await;
    fault(&stage, json!({"kind": "delay_ms", "delay_ms": 60})).await;
    let begun = Instant::now();
    stage.source_owner().call(ME.0, ME.1, &[]).await.ok();
    assert!(begun.elapsed() >= Duration::from_millis(60));
    let slow = Stage::with(Options { latency: Duration::from_millis(60), ..Options::default() }).await;
    let begun = Instant::now();
    slow.source_owner().call(ME.0, ME.1, &[]).await.ok();
    assert!(begun.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let options = |listen: &str| Options { listen: listen.parse().unwrap(), ..Options::default() };
    let good = start(options("127.0.0.1:0")).await.unwrap();
    assert_eq!(good.url(), format!("http://{}", good.addr()));
    let taken = start(options(&good.addr().to_string())).await.err().unwrap().to_string();
    assert!(taken.contains("choose a free port"), "{taken}");
    let public = start(options("0.0.0.0:0")).await.err().unwrap().to_string();
    assert!(public.contains("loopback") && public.contains("0.0.0.0:0"), "{public}");
}
