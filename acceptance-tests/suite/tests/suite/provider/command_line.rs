//! The command line of the binary, without Terraform.

use std::process::Command;

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use acceptance_harness::{HarnessError, terraform};
use tempfile::TempDir;
use tfplugin_conformance::{LaunchOptions, PluginProcess, run_to_exit};

use crate::support::hcl::{self, Hcl};

const SENTENCE: &str = "and cannot be run directly";
const BROKEN: &str = r#"[[account]]
id = "1234567890123456"
name = "source-owner"

[[account.database]]
id = "rm-1"
engine = "MySQL"
username = "dts"
password = "p"
regoin = "cn-hangzhou"
"#;

#[test]
fn started_by_a_person_it_explains_its_purpose() {
    let output = Command::new(binaries::provider().unwrap()).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(SENTENCE), "{said}");
    assert_eq!(output.stdout, b"", "standard output belongs to the handshake");
}

/// The same with everything except the cookie, and the counterpart: with the cookie, it prints the handshake line.
#[tokio::test]
async fn without_the_cookie_it_exits_with_a_message_and_with_it_it_serves() {
    let provider = binaries::provider().unwrap();
    let without = LaunchOptions { cookie: false, ..LaunchOptions::default() };
    let ended = run_to_exit(&provider, &without).await.unwrap();
    assert!(!ended.status.success() && ended.stderr.contains(SENTENCE), "{ended:?}");
    assert_eq!(ended.stdout, "");
    let options = LaunchOptions::default();
    let mut plugin = PluginProcess::launch(&provider, &options).await.unwrap();
    plugin.shutdown().await.unwrap();
}

#[tokio::test]
async fn an_error_in_a_world_file_is_reported_with_its_place() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("world.toml");
    std::fs::write(&path, BROKEN).unwrap();
    let world = path.display().to_string();
    let provider = binaries::provider().unwrap();
    let refused = EmulatorProcess::start(&provider, &["--world", &world]).await.unwrap_err();
    let HarnessError::NoEmulator { stderr, line } = refused else { panic!("{refused}") };
    assert!(stderr.contains(&format!("{world}:10:1")), "{stderr}");
    assert!(stderr.contains("regoin") && stderr.contains("`region`"), "{stderr}");
    assert_eq!(line, "");

    std::fs::write(&path, Hcl::new(BROKEN).with("regoin", "region").text()).unwrap();
    let emulator = EmulatorProcess::start(&provider, &["--world", &world]).await.unwrap();
    let state = Control::new(emulator.url()).state().await.unwrap();
    assert_eq!(state["accounts"][0]["name"], "source-owner");
    emulator.stop().await.unwrap();
}

/// The steps of a user after `make install`, and of the demo: no registry, no network.
#[tokio::test]
async fn init_finds_the_provider_in_a_folder() {
    let terraform = terraform::Terraform::new(terraform::Installation::Mirror).unwrap();
    let configuration = hcl::providers().with("\"crossaccount/dts\" }", "\"crossaccount/dts\", version = \"~> 0.1\" }");
    terraform.write("main.tf", configuration.text()).unwrap();
    let run = terraform.run(&["init", "-no-color"]).await.unwrap().success().unwrap();
    assert!(run.stdout.contains("Installed crossaccount/dts v"), "{}", run.stdout);
    let schema = terraform.run(&["providers", "schema", "-json"]).await.unwrap().success().unwrap().json().unwrap();
    let providers = schema["provider_schemas"].as_object().unwrap();
    let (_, provider) = providers.iter().find(|(address, _)| address.ends_with("/crossaccount/dts")).unwrap();
    let resources: Vec<&String> = provider["resource_schemas"].as_object().unwrap().keys().collect();
    let expected = [
        "dts_cam_assume_role_grant",
        "dts_cam_role_trust",
        "dts_migration_instance",
        "dts_migration_task",
        "dts_ram_role_trust",
        "dts_synchronization_instance",
        "dts_synchronization_task",
        "dts_tencent_migration_instance",
        "dts_tencent_migration_task",
    ];
    assert_eq!(resources, expected);

    terraform.write("main.tf", configuration.with("~> 0.1", "~> 9.0").text()).unwrap();
    let run = terraform.run(&["init", "-upgrade", "-no-color"]).await.unwrap();
    assert!(run.code == Some(1) && run.stderr.contains("9.0"), "{}", run.output());
}
