//! Checks that no output or file of a run contains a secret: passwords, keys, temporary keys, and the external ID except in the trust
//! policy, where CAM shows it to everyone who may read the role.

use std::collections::BTreeMap;

use acceptance_harness::profiles::{TENCENT_SOURCE, TENCENT_TARGET};
use dts_emulator::{Options, World};
use serde_json::{Value as Json, json};

use super::support::complete_migration;
use crate::provider::secrets::{found, traced, traces};
use crate::support::case::Case;
use crate::support::hcl::Hcl;

/// Secrets whose encoded forms differ from themselves.
const SOURCE: &str = "s3cr3t+source/pa%ss word=?";
const TARGET: &str = "d3st&p+ass=word#>~";
const WRONG: &str = "wr0ng+pa/ss=%word?";
const EXTERNAL_ID: &str = "shop=42/eu+1:a@b";
/// In place of the temporary keys.
const KEYS: [&str; 3] = ["AKIDcanary+id/1=?", "canary+key/2=%?", "canary+token/3=%?"];

async fn start() -> Case {
    let text = Hcl::new(World::builtin_toml())
        .with_all("tencent-source-password", SOURCE)
        .with_all("tencent-target-password", TARGET);
    let world = World::parse(text.text(), "this test").unwrap();
    let mut case = Case::with(Options { polls: 1, world, ..Options::default() }).await;
    traced(&mut case);
    for (name, value) in [("source_password", SOURCE), ("target_password", TARGET), ("external_id", EXTERNAL_ID)] {
        case.terraform.set(&format!("TF_VAR_{name}"), value);
    }
    case
}

/// The secrets are those of variables.
fn configuration() -> Hcl {
    let variable = |name: &str, kind: &str| format!("variable \"{name}\" {{\n  type = string\n  {kind} = true\n}}\n");
    let variables = variable("source_password", "ephemeral")
        + &variable("target_password", "ephemeral")
        + &variable("external_id", "sensitive");
    complete_migration()
        .with("\"tencent-source-password\"", "var.source_password")
        .with("\"tencent-target-password\"", "var.target_password")
        .with_all("\"shop-42\"", "var.external_id")
        .and(&Hcl::new(variables))
}

/// Removes what contains the external ID as CAM shows it: the trust policy and its argument.
fn without_trust(value: &mut Json) {
    match value {
        Json::Object(fields) => {
            fields.retain(|name, _| !["trust", "trust_policy"].contains(&name.as_str()));
            if fields.contains_key("trusted_account_ids") {
                fields.remove("external_id");
            }
            // The plan has the values of variables that are not ephemeral.
            fields.remove("variables");
            fields.values_mut().for_each(without_trust);
        }
        Json::Array(elements) => elements.iter_mut().for_each(without_trust),
        _ => {}
    }
}

fn searched(name: &str, text: &str) -> String {
    let Ok(mut json) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    assert!(name != "TRACE log", "a log is searched completely");
    without_trust(&mut json);
    json.to_string()
}

#[tokio::test]
async fn passwords_keys_and_the_external_id_are_not_found() {
    let mut case = start().await;
    // The keys of a failed configuration, and a wrong password, are searched in the error messages.
    let [id, key, token] = KEYS;
    let set = json!({
        "Response.Credentials.TmpSecretId": id,
        "Response.Credentials.TmpSecretKey": key,
        "Response.Credentials.Token": token,
    });
    let rule = json!({"match": {"action": "AssumeRole"}, "kind": "answer", "answer": {"set": set}});
    case.control.fault(&rule).await.unwrap();
    case.write(&configuration());
    let with_other_keys = case.terraform.apply().await.unwrap();
    assert_eq!(with_other_keys.code, Some(1), "DTS does not accept other keys");
    case.control.clear_faults().await.unwrap();
    case.terraform.set("TF_VAR_source_password", WRONG);
    let failed = case.terraform.apply().await.unwrap();
    assert_eq!(failed.code, Some(1), "the check of the connection fails");
    case.terraform.set("TF_VAR_source_password", SOURCE);
    let run = case.apply(&configuration()).await;

    let mut traces: BTreeMap<&str, String> = traces(&case).await;
    traces.insert("apply output", [with_other_keys.output(), failed.output(), run.output()].concat());
    assert!(
        traces["TRACE log"].contains("terraform-provider-dts") && traces["request log"].contains("ModifyMigrationJob"),
        "the searched texts belong to these runs"
    );
    let trusted = found(&traces["state JSON"], EXTERNAL_ID);
    assert!(!trusted.is_empty(), "the search finds the external ID in the trust policy");
    let secrets = [SOURCE, TARGET, WRONG, EXTERNAL_ID, TENCENT_SOURCE.secret, TENCENT_TARGET.secret];
    for (name, text) in &traces {
        let text = searched(name, text);
        for secret in secrets.iter().chain(&KEYS) {
            // Binary files of a plan and the state have the trust policy; the JSON form shows the same.
            assert_eq!(found(&text, secret), Vec::<String>::new(), "{secret:?} is in the {name}");
        }
    }
}

/// A database account is no secret, and a log that is attached to a bug report does not need it.
#[tokio::test]
async fn database_accounts_are_not_in_the_log_of_the_provider() {
    const LOGIN: &str = "login-of-orders";
    let text = World::builtin_toml().replace("user = \"dts\"", &format!("user = \"{LOGIN}\""));
    let world = World::parse(&text, "this test").unwrap();
    let mut case = Case::with(Options { polls: 1, world, ..Options::default() }).await;
    let log = case.terraform.directory().join("trace.log");
    case.terraform.set("TF_LOG_PROVIDER", "TRACE");
    case.terraform.set("TF_LOG_PATH", log.display().to_string());
    case.apply(&complete_migration().with_all("\"dts\" #", &format!("\"{LOGIN}\" #"))).await;
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("ModifyMigrationJob") && log.contains("(hidden)"), "the log must show the call");
    let found: Vec<&str> = log.lines().filter(|line| line.contains(LOGIN)).collect();
    assert_eq!(found, [""; 0]);
}
