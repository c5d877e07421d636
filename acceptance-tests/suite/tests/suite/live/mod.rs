//! `make acceptance-real`, with the emulator in the cloud's place.

use std::collections::BTreeMap;
use std::process::{Output, Stdio};

use acceptance_harness::binaries;
use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::json;
use tokio::process::Command;

use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD};
use crate::support::external_changes::ExternalClient;

mod sweeper;

/// Trusts the jobs of the destination owner.
const TRUST: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["2345678901234567@dts.aliyuncs.com"]}}]}"#;
const OPT_IN: &str = "DTS_ACCEPTANCE_REAL";

/// A shell with everything a run needs, the opt-in too.
fn shell(case: &Case) -> BTreeMap<String, String> {
    let mut shell: BTreeMap<String, String> = ["PATH", "TMPDIR", "TF_BINARY", "PROVIDER_BINARY"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
        .collect();
    let profiles = case.terraform.home().join(".aliyun").join("config.json");
    let mut set = |name: &str, value: &str| drop(shell.insert(name.to_owned(), value.to_owned()));
    set("ALIBABA_CLOUD_CONFIG_FILE", &profiles.display().to_string());
    for service in ["DTS", "RAM", "STS"] {
        set(&format!("ALIBABA_CLOUD_ENDPOINT_{service}"), &case.emulator.url());
    }
    // Keys of the shell are not the profiles': they must not be used.
    set("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKNOBODY");
    set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "x");
    set(OPT_IN, "1");
    for (name, value) in [
        ("REGION", "cn-hangzhou"),
        ("SOURCE_DATABASE", "orders"),
        ("SOURCE_PROFILE", SOURCE_OWNER.profile),
        ("SOURCE_ACCOUNT_ID", SOURCE_OWNER.account),
        ("SOURCE_INSTANCE_ID", "rm-source-orders"),
        ("SOURCE_USERNAME", "dts"),
        ("SOURCE_PASSWORD", SOURCE_PASSWORD),
        ("DESTINATION_PROFILE", DESTINATION_OWNER.profile),
        ("DESTINATION_ACCOUNT_ID", DESTINATION_OWNER.account),
        ("DESTINATION_INSTANCE_ID", "rm-destination-orders"),
        ("DESTINATION_USERNAME", "dts"),
        ("DESTINATION_PASSWORD", DESTINATION_PASSWORD),
    ] {
        set(&format!("DTS_ACCEPTANCE_{name}"), value);
    }
    shell
}

fn command(shell: &BTreeMap<String, String>, words: &[&str]) -> Command {
    let mut command = Command::new(binaries::beside("acceptance-real").unwrap());
    command.args(words).env_clear().envs(shell).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What it ended with, and all it said; no secret among that.
fn ended(output: &Output) -> (Option<i32>, String) {
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for secret in [SOURCE_PASSWORD, DESTINATION_PASSWORD, SOURCE_OWNER.secret, DESTINATION_OWNER.secret] {
        assert!(!said.contains(secret), "{said}");
    }
    (output.status.code(), said)
}

async fn run(shell: &BTreeMap<String, String>, words: &[&str]) -> (Option<i32>, String) {
    ended(&command(shell, words).output().await.unwrap())
}

fn assert_detail(said: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(said.contains(piece), "{piece:?} is missing in:\n{said}");
    }
}

#[tokio::test]
async fn without_its_opt_in_it_refuses_and_calls_nobody() {
    let case = Case::start().await;
    for instead in [None, Some((OPT_IN, "0")), Some((OPT_IN, "true")), Some(("TF_ACC", "1"))] {
        let mut shell = shell(&case);
        shell.remove(OPT_IN);
        shell.extend(instead.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for words in [&[][..], &["run"], &["sweep"]] {
            let (code, said) = run(&shell, words).await;
            assert_eq!(code, Some(2), "{instead:?} {words:?}: {said}");
            assert_detail(
                &said,
                &["nothing was called", "DTS_ACCEPTANCE_REAL=1", "costs money", "one DTS migration instance"],
            );
        }
    }
    assert_eq!(case.mark().await, 0, "no call was made");
}

#[tokio::test]
async fn without_its_settings_or_with_another_account_it_makes_nothing() {
    let case = Case::start().await;
    let mut lacking = shell(&case);
    lacking.remove("DTS_ACCEPTANCE_SOURCE_PASSWORD");
    let (code, said) = run(&lacking, &[]).await;
    assert_eq!(code, Some(2), "{said}");
    assert_detail(&said, &["nothing was called", "DTS_ACCEPTANCE_SOURCE_PASSWORD (a variable only) not set"]);
    assert_eq!(case.mark().await, 0, "no call was made");

    let mut other = shell(&case);
    other.insert("DTS_ACCEPTANCE_SOURCE_ACCOUNT_ID".into(), "3456789012345678".into());
    for words in [&["run"][..], &["sweep"]] {
        let (code, said) = run(&other, words).await;
        assert_eq!(code, Some(1), "{said}");
        assert_detail(&said, &["\"source-owner\" belongs to account 1234567890123456", "say 3456789012345678"]);
    }
    assert_eq!(case.mutations_since(0).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_loop_passes_and_leaves_nothing() {
    let case = Case::start().await;
    let mark = case.mark().await;
    let (code, said) = run(&shell(&case), &[]).await;
    assert_eq!(code, Some(0), "{said}");
    assert_detail(
        &said,
        &["endpoints: ALIBABA_CLOUD_ENDPOINT_DTS=http://127.0.0.1", "import into", "nothing is left", "passed"],
    );
    case.is_empty().await;
    let made = case.mutations_since(mark).await;
    for action in ["CreateRole", "ConfigureDtsJob", "CreateDtsInstance", "ModifyDtsJobName", "StopDtsJob", "DeleteRole"]
    {
        assert_eq!(made.iter().filter(|known| *known == action).count(), 1, "{action}: {made:?}");
    }
    let requests = case.control.requests().await.unwrap();
    let configured = requests.iter().find(|call| call["action"] == "ConfigureDtsJob").unwrap();
    let name = configured["parameters"]["DtsJobName"].as_str().unwrap();
    assert!(name.starts_with("dts-acceptance-"), "{configured}");
    assert_eq!(configured["parameters"]["SourceEndpointRole"], name);
}

/// The instance cannot be bought, when role and task are there already.
#[tokio::test]
async fn a_run_that_fails_removes_what_it_made() {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    external.create_role("dts-acceptance-of-another-run", TRUST).await;
    let fault = json!({
        "match": {"action": "CreateDtsInstance"}, "kind": "error", "times": 100,
        "code": "DTS.Msg.LXPayOrder.InsufficientBalance", "message": "no money", "http_status": 400,
    });
    case.control.fault(&fault).await.unwrap();
    let (code, said) = run(&shell(&case), &[]).await;
    assert_eq!(code, Some(1), "{said}");
    assert_detail(&said, &["InsufficientBalance", "removed the job", "removed the role dts-acceptance-"]);
    assert_eq!(case.role().await["name"], "dts-acceptance-of-another-run");
    assert_eq!(case.account(DESTINATION_OWNER.account).await["jobs"], json!([]));
}

#[cfg(unix)]
#[tokio::test]
async fn a_run_that_is_ended_by_its_supervisor_removes_what_it_made() {
    let case = Case::start().await;
    let looks = json!({"match": {"action": "DescribeDtsJobs"}, "since": {"action": "CreateDtsInstance"}, "kind": "hold_before"});
    case.control.fault(&looks).await.unwrap();
    let child = command(&shell(&case), &[]).spawn().unwrap();
    let id = child.id().unwrap();
    let begun = std::time::Instant::now();
    while case.control.held().await.unwrap().is_empty() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(90), "no call was held");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(case.account(DESTINATION_OWNER.account).await["instances"].as_array().unwrap().len(), 1);
    acceptance_harness::terraform::processes::signal("TERM", &[id]).await.unwrap();
    case.control.clear_faults().await.unwrap();
    case.control.release().await.unwrap();
    let (code, said) = ended(&child.wait_with_output().await.unwrap());
    assert_eq!(code, Some(1), "{said}");
    assert_detail(&said, &["interrupted", "removed the job", "ARGS=sweep"]);
    case.is_empty().await;
}
