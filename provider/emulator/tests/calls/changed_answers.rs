//! The faults that change an answer, hide an object, or give the server another clock.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Api;
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, job_parameters, make_role, trust};

async fn fault(stage: &Stage, rule: &Value) {
    let added = stage.control("POST", "faults", &rule.to_string()).await;
    assert_eq!(added.status, 200, "{}", added.body);
}

/// The next answer of an action is changed.
async fn change(stage: &Stage, action: &str, answer: Value) {
    fault(stage, &json!({"match": {"action": action}, "kind": "answer", "answer": answer})).await;
}

/// The complete response to a call, headers included.
async fn raw(stage: &Stage, api: Api, action: &str, parameters: &[(&str, &str)]) -> String {
    let client = stage.destination_owner();
    let request = client.request(api, action, parameters);
    let mut stream = TcpStream::connect(client.address).await.unwrap();
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = request.body.len();
    let text = format!(
        "{} /?{} HTTP/1.1\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{}",
        request.method, request.query, request.body
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn a_performed_call_can_have_a_changed_answer() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    change(&stage, "ConfigureDtsJob", json!({"remove": ["DtsJobId"]})).await;
    let answer = caller.dts("ConfigureDtsJob", &job_parameters()).await.ok();
    assert!(answer["RequestId"].is_string() && answer["DtsJobId"].is_null(), "{answer}");
    let jobs = stage.state(DESTINATION_OWNER).await["jobs"].clone();
    assert_eq!(jobs.as_array().unwrap().len(), 1, "the call was performed: {jobs}");
    assert_eq!(stage.last_request().await["outcome"], "ANSWER_CHANGED OK");

    let id = jobs[0]["id"].as_str().unwrap();
    change(&stage, "DescribeDtsJobDetail", json!({"set": {"DtsJobId": "other"}})).await;
    let detail = [("DtsJobId", id)];
    assert_eq!(caller.dts("DescribeDtsJobDetail", &detail).await.ok()["DtsJobId"], "other");
    assert_eq!(caller.dts("DescribeDtsJobDetail", &detail).await.ok()["DtsJobId"], id, "once");
}

#[tokio::test]
async fn a_call_can_be_answered_without_being_performed() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let page =
        json!({"perform": false, "http_status": 302, "body": "{}", "headers": {"Location": "http://127.0.0.1:1/"}});
    change(&stage, "ConfigureDtsJob", page).await;
    let response = raw(&stage, Api::Dts, "ConfigureDtsJob", &job_parameters()).await;
    let lower = response.to_ascii_lowercase();
    assert!(
        lower.starts_with("http/1.1 302 ") && lower.contains("\r\nlocation: http://127.0.0.1:1/\r\n"),
        "{response}"
    );
    assert!(response.ends_with("\r\n\r\n{}"), "{response}");
    assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"], json!([]));
    let entry = stage.last_request().await;
    assert_eq!((&entry["outcome"], &entry["http_status"]), (&"NOT_PERFORMED".into(), &302.into()));

    change(&stage, "GetCallerIdentity", json!({"html": true, "truncate": 20, "pad": 3})).await;
    let response = raw(&stage, Api::Sts, "GetCallerIdentity", &[]).await;
    assert!(response.contains("content-type: text/html") && response.contains("content-length: 23\r\n"), "{response}");
    assert!(response.ends_with("\r\n\r\n<!DOCTYPE html><html   "), "{response}");
}

#[tokio::test]
async fn a_rule_for_an_answer_or_a_lag_that_contradicts_itself_is_rejected() {
    let stage = Stage::new().await;
    for (wrong, says) in [
        (json!({"kind": "answer"}), "needs answer"),
        (json!({"kind": "answer", "answer": {"perform": false}}), "needs body, html or empty"),
        (json!({"kind": "answer", "answer": {"html": true, "empty": true}}), "one of body, html and empty"),
        (json!({"kind": "answer", "answer": {"html": true, "remove": ["A"]}}), "change the real answer"),
        (json!({"kind": "answer", "answer": {"http_status": 100}}), "from 200 to 599"),
        (json!({"kind": "answer", "answer": {"headers": {"a b": "c"}}}), "the header a b is not valid"),
        (json!({"kind": "answer", "answer": {"status": 200}}), "unknown field"),
        (json!({"kind": "lag"}), "needs lag"),
        (json!({"kind": "lag", "lag": {"seconds": 0}}), "at least 1"),
    ] {
        let refused = stage.control("POST", "faults", &wrong.to_string()).await;
        let error = refused.body["error"].as_str().unwrap_or_default();
        assert!(refused.status == 400 && error.contains(says), "{wrong}: {error}");
    }
}

#[tokio::test]
async fn a_new_job_can_be_missing_from_lists_and_details() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let old = configure(&caller, &job_parameters()).await;
    let listed = async || caller.dts("DescribeDtsJobs", &[]).await.ok()["DtsJobList"].as_array().unwrap().len();
    for details in [false, true] {
        let before = listed().await;
        let lag = json!({"seconds": 60, "details": details});
        fault(&stage, &json!({"match": {"action": "ConfigureDtsJob"}, "kind": "lag", "lag": lag})).await;
        let new = configure(&caller, &job_parameters()).await;
        assert_eq!(listed().await, before, "{details}");
        caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &old)]).await.ok();
        let precheck = [("DtsJobId", &new[..]), ("JobCode", "01")];
        for (action, parameters) in [("DescribeDtsJobDetail", &precheck[..1]), ("DescribePreCheckStatus", &precheck)] {
            let answer = caller.dts(action, parameters).await;
            let code = if details { "Forbidden.InstanceNotFound" } else { "OK" };
            assert_eq!(answer.code(), code, "{action} {details}");
        }
        stage.control("POST", "clock", r#"{"advance_seconds": 61}"#).await;
        assert_eq!(listed().await, before + 1, "{details}");
        caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &new)]).await.ok();
    }
}

#[tokio::test]
async fn a_new_role_can_be_missing_until_the_faults_are_removed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let lag = json!({"seconds": 60, "details": true});
    fault(&stage, &json!({"match": {"action": "CreateRole"}, "kind": "lag", "lag": lag})).await;
    let document = trust(DESTINATION_OWNER);
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &document)]).await.ok();
    for action in ["GetRole", "ListPoliciesForRole"] {
        owner.ram(action, &[("RoleName", ROLE)]).await.refused("EntityNotExist.Role", "");
    }
    assert_eq!(owner.ram("ListRoles", &[]).await.ok()["Roles"]["Role"], json!([]));
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"][0]["name"], ROLE, "the control API shows what exists");
    stage.control("DELETE", "faults", "").await;
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
}

#[tokio::test]
async fn the_clock_of_the_server_can_differ_from_the_clock_of_the_machine() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    for skew in [-600, 600] {
        stage.control("POST", "clock", &json!({"skew_seconds": skew}).to_string()).await;
        let job = configure(&caller, &job_parameters()).await;
        let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
        let created: Timestamp = detail["CreateTime"].as_str().unwrap().parse().unwrap();
        let expected = Timestamp::now() + SignedDuration::from_secs(skew);
        assert!(created.duration_since(expected).abs() < SignedDuration::from_secs(30), "{skew}: {created}");
        let response = raw(&stage, Api::Sts, "GetCallerIdentity", &[]).await;
        let date = response.lines().find_map(|line| line.strip_prefix("date: ")).unwrap();
        let date = jiff::fmt::rfc2822::parse(date).unwrap().timestamp();
        assert!(date.duration_since(expected).abs() < SignedDuration::from_secs(30), "{skew}: {date}");
    }
    stage.control("POST", "clock", r#"{"skew_seconds": 1000}"#).await;
    caller.dts("DescribeDtsJobs", &[]).await.refused("InvalidTimeStamp.Expired", "15 minutes");
    stage.control("POST", "clock", r#"{"skew_seconds": 0}"#).await;
    caller.dts("DescribeDtsJobs", &[]).await.ok();
}
