//! The status page: which requests get it, its content, and that viewing it changes nothing.

use dts_emulator::Options;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Api;
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, job_parameters, make_role, precheck, wait, with,
};

/// One request and its response, head and body as texts.
pub(crate) async fn raw(stage: &Stage, method: &str, target: &str, headers: &str) -> (String, String) {
    let mut stream = TcpStream::connect(stage.emulator.addr()).await.unwrap();
    let text = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

const BROWSER: &str = "host: 127.0.0.1:1\r\naccept: text/html,*/*;q=0.8\r\n";

async fn read(stage: &Stage, target: &str) -> Value {
    let (head, body) = raw(stage, "GET", target, BROWSER).await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    serde_json::from_str(&body).unwrap()
}

async fn summary(stage: &Stage) -> Value {
    read(stage, "/_page/state").await
}

/// What the page shows of an open job.
async fn details(stage: &Stage, job: &str) -> Value {
    read(stage, &format!("/_page/jobs?ids=nosuchjob,{job}")).await[job].take()
}

#[tokio::test]
async fn a_browser_gets_a_page_that_loads_nothing_from_other_hosts() {
    let stage = Stage::new().await;
    let mut bytes = 0;
    for (target, kind) in [
        ("/", "text/html"),
        ("/_page/page.css", "text/css"),
        ("/_page/page.js", "text/javascript"),
        ("/_page/chart.js", "text/javascript"),
        ("/_page/details.js", "text/javascript"),
        ("/_page/dom.js", "text/javascript"),
        ("/_page/empty.js", "text/javascript"),
        ("/_page/jobs.js", "text/javascript"),
        ("/_page/rest.js", "text/javascript"),
        ("/_page/icon.svg", "image/svg+xml"),
        ("/_page/state", "application/json"),
        ("/_page/jobs?ids=a", "application/json"),
        ("/_page/databases", "application/json"),
    ] {
        let (head, body) = raw(&stage, "GET", target, BROWSER).await;
        assert!(head.starts_with("http/1.1 200") && head.contains(&format!("content-type: {kind}")), "{head}");
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self'; ",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(header), "{target}: {header} is not in {head}");
        }
        let elsewhere = body.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("://") && !elsewhere.contains("innerHTML"), "{target}");
        bytes += body.len();
    }
    assert!(bytes < 50_000, "{bytes} bytes");
}

#[tokio::test]
async fn the_page_only_reads() {
    let stage = Stage::new().await;
    for target in ["/_page/state", "/_page/jobs", "/_page/databases", "/_page/page.js"] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let (head, _) = raw(&stage, method, target, BROWSER).await;
            assert!(head.starts_with("http/1.1 405"), "{method} {target}: {head}");
        }
    }
    let (head, body) = raw(&stage, "HEAD", "/", BROWSER).await;
    assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{head}");
    let (head, _) = raw(&stage, "POST", "/", &format!("{BROWSER}content-length: 0\r\n")).await;
    assert!(head.starts_with("http/1.1 400"), "{head}");
    assert_eq!(stage.control("GET", "requests", "").await.body.as_array().unwrap().len(), 1, "the POST alone");
}

#[tokio::test]
async fn a_request_to_a_host_name_that_is_not_loopback_is_rejected() {
    let stage = Stage::new().await;
    for target in ["/", "/_page/state", "/_page/page.js", "/_control/state"] {
        let other = BROWSER.replace("127.0.0.1:1", "rebound.example.com");
        let (head, body) = raw(&stage, "GET", target, &other).await;
        assert!(head.starts_with("http/1.1 421") && !body.contains("accounts"), "{target}: {head}");
        let (head, _) = raw(&stage, "GET", target, &BROWSER.replace("127.0.0.1:1", "localhost:8700")).await;
        assert!(head.starts_with("http/1.1 200"), "{target}: {head}");
    }
}

/// The SDKs call the same address: with POST and headers, or with GET and all parameters in the query. Neither of them
/// gets the page, even with the header of a browser.
#[tokio::test]
async fn calls_of_the_apis_do_not_get_the_page() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let mut request = client.request(Api::Sts, "GetCallerIdentity", &[]);
    request.headers.push(("accept".to_owned(), "text/html".to_owned()));
    assert_eq!(client.send(request).await.unwrap().ok()["AccountId"], SOURCE_OWNER);
    let named = "x-acs-action: GetCallerIdentity\r\nx-acs-version: 2015-04-01\r\n";
    for (target, headers) in [
        ("/?Action=GetCallerIdentity&Version=2015-04-01", BROWSER.to_owned()),
        ("/", format!("{BROWSER}{named}")),
        ("/", "host: 127.0.0.1:1\r\naccept: */*\r\n".to_owned()),
        ("/", "host: 127.0.0.1:1\r\n".to_owned()),
    ] {
        let (head, body) = raw(&stage, "GET", target, &headers).await;
        assert!(head.starts_with("http/1.1 400") && body.contains("MissingSignature"), "{target}: {head} {body}");
    }
}

#[tokio::test]
async fn it_shows_roles_with_their_trust_and_jobs_with_their_progress() {
    let stage = Stage::new().await;
    assert_eq!(summary(&stage).await["jobs"], json!([]));
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let answer = summary(&stage).await;
    assert_eq!(answer["accounts"][0]["name"], "source-owner");
    assert_eq!((&answer["accounts"][0]["roles"], &answer["accounts"][1]["jobs"]), (&1.into(), &1.into()));
    let role = &answer["roles"]["shown"][0];
    assert_eq!((&role["name"], &role["account"]), (&ROLE.into(), &"source-owner".into()));
    let trust = role["trust"][0].as_str().unwrap();
    assert!(trust.starts_with("Allow sts:AssumeRole to ") && trust.contains("2345678901234567@dts."), "{trust}");
    assert_eq!(role["policies"], json!(["AliyunDTSRolePolicy (System)"]));
    let row = &answer["jobs"][0];
    assert_eq!((&row["id"], &row["status"], &row["standing"]), (&json!(job), &"NotStarted".into(), &"waiting".into()));
    assert_eq!((&row["account"], &row["source"]), (&"destination-owner".into(), &"rm-source-orders".into()));
    let shown = details(&stage, &job).await;
    assert_eq!(shown["class"], Value::Null);
    assert_eq!(
        shown["source"],
        json!({"engine": "MYSQL", "at": "rm-source-orders", "region": "cn-hangzhou", "owner": SOURCE_OWNER, "role": ROLE})
    );
    precheck(&caller, &job).await;
    let (region, class) = (("RegionId", "cn-hangzhou"), ("InstanceClass", "small"));
    let bought = [("JobId", job.as_str()), ("PayType", "PostPaid"), ("Type", "MIGRATION"), region, class];
    caller.dts("CreateDtsInstance", &bought).await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Migrating").await;
    let row = summary(&stage).await["jobs"][0].clone();
    assert_eq!((&row["status"], &row["phase"], &row["percent"]), (&"Migrating".into(), &"schema".into(), &0.into()));
    let shown = details(&stage, &job).await;
    assert_eq!(shown["class"], "small");
    let schema = &shown["phases"][0];
    assert_eq!((&schema["phase"], &schema["state"]), (&"schema".into(), &"Migrating".into()));
    assert!(schema["begin"].is_string() && schema["end"].is_null(), "{schema}");
    assert_eq!(shown["phases"].as_array().unwrap().len(), 3);
    assert_eq!(
        shown["precheck"][0],
        json!({"code": "CHECK_CONN_SRC", "state": "Success", "skipped": false, "found": ""})
    );
    assert_eq!(shown["precheck"].as_array().unwrap().len(), 16);
}

#[tokio::test]
async fn viewing_the_page_changes_nothing() {
    let stage = Stage::with(Options { polls: 2, ..Options::default() }).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    stage.control("POST", "faults", &json!({"kind": "http_500", "times": 1}).to_string()).await;
    let before = stage.control("GET", "requests", "").await.body;
    for _ in 0..5 {
        assert_eq!(summary(&stage).await["jobs"][0]["status"], "Prechecking");
        details(&stage, &job).await;
        raw(&stage, "GET", "/", BROWSER).await;
    }
    assert_eq!(stage.control("GET", "requests", "").await.body, before);
    assert_eq!(caller.dts("DescribeDtsJobs", &[]).await.status, 500, "the fault waits for a call");
}

#[tokio::test]
async fn it_shows_no_secret_and_a_hostile_name_unchanged() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let name = "<script>alert(1)</script>";
    let wrong = with(job_parameters(), &[("DtsJobName", name), ("SourceEndpointPassword", "canary-of-a-login")]);
    let job = configure(&caller, &wrong).await;
    precheck(&caller, &job).await;
    let answer = summary(&stage).await;
    let row = &answer["jobs"][0];
    assert_eq!(
        (&row["name"], &row["status"], &row["standing"]),
        (&name.into(), &"PrecheckFailed".into(), &"failed".into())
    );
    let shown = details(&stage, &job).await;
    let failed = shown["precheck"].as_array().unwrap().iter().find(|item| item["state"] == "Failed").unwrap();
    assert!(!failed["found"].as_str().unwrap().is_empty(), "{failed}");
    let text = format!("{answer}{shown}{}", read(&stage, "/_page/databases").await);
    assert!(text.contains("rm-source-orders") && text.contains("ConfigureDtsJob"), "{text}");
    for secret in ["canary", "db-password", "emulator-secret-of", "AKSOURCEOWNER", "emulator-token"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// All jobs have a row, those that need attention first; rows that have not changed are not sent again.
#[tokio::test]
async fn it_shows_all_jobs_and_trouble_first() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let mut ids = Vec::new();
    for _ in 0..60 {
        ids.push(configure(&caller, &job_parameters()).await);
    }
    let failure = json!({"status": "MigrationFailed", "error_message": "disk full"}).to_string();
    stage.control("POST", &format!("jobs/{}", ids[7]), &failure).await;
    stage.control("POST", &format!("jobs/{}", ids[9]), r#"{"status": "Suspending"}"#).await;
    let state = summary(&stage).await;
    let rows = state["jobs"].as_array().unwrap();
    let first: Vec<&Value> = rows.iter().take(3).map(|row| &row["id"]).collect();
    assert_eq!((rows.len(), first), (60, vec![&json!(ids[7]), &json!(ids[9]), &json!(ids[59])]));
    assert_eq!(rows[0]["error"], "disk full");
    let known = format!("/_page/state?known={}", state["version"].as_str().unwrap());
    assert_eq!(read(&stage, &known).await["jobs"], Value::Null);
    stage.control("POST", &format!("jobs/{}", ids[9]), r#"{"status": "Finished"}"#).await;
    assert_eq!(read(&stage, &known).await["jobs"].as_array().unwrap().len(), 60);
}

/// The last calls, the newest first, without their parameters.
#[tokio::test]
async fn it_shows_the_last_calls() {
    let stage = Stage::new().await;
    let caller = stage.source_owner();
    for _ in 0..25 {
        caller.ram("ListRoles", &[]).await.ok();
    }
    caller.ram("GetRole", &[("RoleName", "none")]).await;
    let calls = summary(&stage).await["calls"].clone();
    assert_eq!(calls.as_array().unwrap().len(), 20);
    assert_eq!(
        (&calls[0]["action"], &calls[0]["ok"], &calls[0]["object"]),
        (&"GetRole".into(), &false.into(), &"none".into())
    );
    assert_eq!(
        (&calls[1]["action"], &calls[1]["ok"], &calls[1]["account"]),
        (&"ListRoles".into(), &true.into(), &"source-owner".into())
    );
}
