//! Plans for reviewers: without network and without credentials. Such a plan cannot be applied.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use acceptance_harness::binaries;
use acceptance_harness::folder::copy_tree;
use acceptance_harness::terraform::{Installation, Terraform};
use serde_json::json;
use tempfile::TempDir;

use crate::support::case::{
    Case, DESTINATION_PASSWORD, SOURCE_PASSWORD, assert_detail, assert_no_changes, only_error, refused,
};
use crate::support::hcl::{self, Hcl};

/// An address that is reserved for documentation: no server answers there.
const UNREACHABLE: &str = "https://192.0.2.1";
const VALUES: &str = "-var-file=example.tfvars";
const OFFLINE: (&str, &str) = ("DTS_OFFLINE", "true");

/// A machine without network, keys and profiles.
struct CutOff {
    terraform: Terraform,
}

impl CutOff {
    fn new() -> Self {
        Self { terraform: Terraform::new(Installation::DevOverride).unwrap() }
    }

    /// Runs Terraform in a network namespace without any interface, if the system supports namespaces. On every system,
    /// the endpoints are unreachable.
    fn run(&self, folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
        let terraform = binaries::terraform().unwrap();
        let mut command = if has_namespaces() {
            let mut command = Command::new("unshare");
            command.args(["--map-root-user", "--net"]).arg(terraform);
            command
        } else {
            Command::new(terraform)
        };
        let settings = self.terraform.home().with_file_name("terraform.rc");
        command.args(arguments).current_dir(folder).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", self.terraform.home());
        command.env("TF_CLI_CONFIG_FILE", settings).env("TF_IN_AUTOMATION", "1").env("CHECKPOINT_DISABLE", "1");
        for service in ["DTS", "RAM", "STS"] {
            command.env(format!("ALIBABA_CLOUD_ENDPOINT_{service}"), UNREACHABLE);
        }
        let each = json!({ "source": SOURCE_PASSWORD, "destination": DESTINATION_PASSWORD });
        let passwords = json!({ "orders": each, "inventory": each, "wiki": each, "audit": each });
        command.env("TF_VAR_passwords", passwords.to_string());
        command.env("TF_VAR_source_password", SOURCE_PASSWORD).env("TF_VAR_destination_password", DESTINATION_PASSWORD);
        command.envs(variables.iter().copied()).output().unwrap()
    }
}

fn has_namespaces() -> bool {
    let example_run = Command::new("unshare").args(["--map-root-user", "--net", "true"]).output();
    example_run.is_ok_and(|example_run| example_run.status.success())
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|stream| String::from_utf8_lossy(stream).into_owned()).concat()
}

/// The text without line breaks, because Terraform wraps its lines at any position.
fn flat(output: &Output) -> String {
    text(output).split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// The reason why an apply is refused: the end of the sentence.
const REASON: &str =
    "offline = true (or DTS_OFFLINE is set). An offline provider can only plan. Remove the setting to apply.";

/// The number of provider blocks in a folder.
fn blocks(folder: &Path) -> usize {
    std::fs::read_to_string(folder.join("main.tf")).unwrap().matches("provider \"dts\" {").count()
}

/// The folders of `examples` that are configurations.
fn examples(all: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.join("main.tf").is_file()).collect()
}

#[test]
fn every_example_is_planned_without_network_and_not_applied() {
    let cut_off = CutOff::new();
    let copies = TempDir::with_prefix("dts-offline-").unwrap();
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), copies.path()).unwrap();
    let folders = examples(copies.path());
    assert!(folders.len() >= 4, "{folders:?}");
    for folder in folders {
        let run = |arguments: &[&str]| cut_off.run(&folder, &[OFFLINE], arguments);
        let got = run(&["get"]);
        assert!(got.status.success(), "{}: {}", folder.display(), text(&got));
        let planned = run(&["plan", "-no-color", "-out=saved.plan", VALUES]);
        assert!(planned.status.success(), "{}: {}", folder.display(), text(&planned));
        assert!(flat(&planned).contains(" to add, 0 to change, 0 to destroy."), "{}", text(&planned));

        let applied = run(&["apply", "-no-color", "saved.plan"]);
        assert!(!applied.status.success(), "{}: {}", folder.display(), text(&applied));
        let errors = flat(&applied);
        let reported = errors.matches(REASON).count();
        assert!((1..=blocks(&folder)).contains(&reported), "once for a provider block, not {reported} times: {errors}");
        assert!(errors.contains("Error: The provider is offline"), "{errors}");
        let listed = run(&["state", "list"]);
        assert_eq!(String::from_utf8_lossy(&listed.stdout), "", "{}", folder.display());
    }
}

/// One role; its provider block has additional arguments.
fn role(arguments: &str) -> Hcl {
    let text = r#"terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  # arguments
  max_retries     = 0
  request_timeout = "2s"
  alibaba {
    region     = "cn-hangzhou"
    account_id = "1234567890123456"
  }
}

output "role" {
  value = [dts_ram_role_trust.source.arn, dts_ram_role_trust.source.account_id]
}
"#;
    Hcl::new(text).and(&Hcl::new(ANOTHER_ROLE)).with("# arguments", arguments)
}

const ANOTHER_ROLE: &str = r#"
resource "dts_ram_role_trust" "source" {
  role_name           = "ram-for-dts"
  trusted_account_ids = ["2345678901234567"]
}
"#;

/// The role and a task on a dedicated cluster; the source of the task is in another account and has this region.
fn with_task(region: &str) -> Hcl {
    let text = r#"
resource "dts_migration_task" "orders" {
  name                 = "orders"
  migration_types      = ["schema", "full"]
  objects              = { orders = { all = true } }
  dedicated_cluster_id = "dtscluster_destination"

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "<region>"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = "of the test"
    password_wo_version = 1

    cross_account {
      account_id = "2345678901234567"
      role_name  = "ram-for-dts"
    }
  }

  destination {
    engine              = "mysql"
    access_method       = "public_ip"
    host                = "203.0.113.20"
    port                = 3306
    username            = "dts"
    password_wo         = "of the test"
    password_wo_version = 1
  }
}
"#;
    role("offline = true").and(&Hcl::new(text).with("<region>", region))
}

/// Terraform shows an error for every resource that it did not apply: one of them contains the reason.
#[test]
fn an_apply_is_refused_with_one_sentence() {
    let cut_off = CutOff::new();
    let folder = cut_off.terraform.directory();
    let another =
        |name: &str| Hcl::new(ANOTHER_ROLE).with("\"source\"", &format!("{name:?}")).with("ram-for-dts", name);
    let roles = role("offline = true").and(&another("second")).and(&another("third"));
    cut_off.terraform.write("main.tf", roles.text()).unwrap();
    let applied = cut_off.run(&folder, &[], &["apply", "-no-color", "-auto-approve"]);
    assert_eq!(applied.status.code(), Some(1), "{}", text(&applied));
    let errors = flat(&applied);
    assert_eq!(errors.matches("Error: The provider is offline").count(), 3, "{errors}");
    assert_eq!(errors.matches(REASON).count(), 1, "{errors}");
    let others = "Not applied, because the provider block is offline (offline = true or DTS_OFFLINE). Remove the setting to apply.";
    assert_eq!(errors.matches(others).count(), 2, "{errors}");
}

/// The counterparts of the plans of the examples: an online plan fails on the same machine, and values that are known
/// without the API are shown, and refused if they are invalid.
#[test]
fn the_network_is_cut_and_rules_still_hold() {
    let cut_off = CutOff::new();
    let folder = cut_off.terraform.directory();
    let key = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "AK"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];
    let plan = |configuration: &Hcl, variables: &[(&str, &str)]| {
        cut_off.terraform.write("main.tf", configuration.text()).unwrap();
        cut_off.run(&folder, variables, &["plan", "-no-color"])
    };
    let online = plan(&role(""), &key);
    assert!(!online.status.success(), "{}", text(&online));
    assert!(flat(&online).contains("Error: Unable to determine the account of these credentials"), "{}", text(&online));

    for offline in [plan(&role("offline = true"), &[]), plan(&role(""), &[OFFLINE])] {
        assert!(offline.status.success(), "{}", text(&offline));
        let shown = flat(&offline);
        for known in ["\"acs:ram::1234567890123456:role/ram-for-dts\", + \"1234567890123456\"", "@dts.aliyuncs.com"] {
            assert!(shown.contains(known), "{known} is missing in {shown}");
        }
    }
    let id = "    account_id = \"1234567890123456\"\n";
    let only = "offline = true\n  allowed_account_ids = [\"1234567890123456\"]";
    let by_what_is_allowed = plan(&role(only).with(id, ""), &[]);
    assert!(flat(&by_what_is_allowed).contains("acs:ram::1234567890123456:role/"), "{}", text(&by_what_is_allowed));

    let allowed = plan(&with_task("cn-hangzhou"), &[]);
    assert!(allowed.status.success(), "{}", text(&allowed));
    let region = |configuration: Hcl| configuration.with("    region     = \"cn-hangzhou\"\n", "");
    let itself = role("offline = true").with("[\"2345678901234567\"]", "[\"1234567890123456\"]");
    let others = role("offline = true\n  allowed_account_ids = [\"3456789012345678\"]");
    let by_variable = [("ALIBABA_CLOUD_REGION_ID", "cn-shanghai")];
    for (refused, rule) in [
        (plan(&itself, &[]), "trust-own-account"),
        (plan(&others, &[]), "account-allowed"),
        (plan(&with_task("cn-shanghai"), &[]), "cluster-region"),
        (plan(&with_task("cn-hangzhou-finance"), &[]), "partition-of-task"),
        (plan(&region(with_task("cn-hangzhou")), &by_variable), "cluster-region"),
    ] {
        assert!(!refused.status.success(), "{rule}: {}", text(&refused));
        assert!(flat(&refused).contains(&format!("Rule: {rule}")), "{rule}: {}", text(&refused));
    }
    let without_region = plan(&region(with_task("cn-shanghai")), &[]);
    assert!(without_region.status.success(), "without a region, it is not checked: {}", text(&without_region));
}

/// Existing resources are planned offline from their state, without any call, and cannot be changed or destroyed.
#[tokio::test]
async fn existing_resources_are_planned_from_their_state_and_not_changed() {
    let mut case = Case::start().await;
    let with_stop = "= \"small\"\n  on_destroy     = \"stop_and_release\"";
    let migration = hcl::complete_migration().with("= \"small\"", with_stop);
    case.apply(&migration).await;
    let mark = case.mark().await;
    case.terraform.set(OFFLINE.0, OFFLINE.1);
    assert_no_changes(&case.terraform).await;

    case.write(&migration.with("= \"small\"", "= \"large\""));
    let planned = case.terraform.plan().await.unwrap();
    assert_eq!(planned.planned_changes(), ["update dts_migration_instance.orders"], "{}", planned.output());
    let errors = refused(&case.terraform).await;
    assert_detail(
        only_error(&errors, "The provider is offline"),
        &["DTS_OFFLINE", "An offline provider can only plan."],
    );
    let destroyed = case.terraform.destroy().await.unwrap().errors();
    assert_detail(
        only_error(&destroyed, "The provider is offline"),
        &["DTS_OFFLINE", "An offline provider can only plan."],
    );
    assert_eq!(case.mark().await, mark, "nothing was called");

    case.terraform.unset(OFFLINE.0);
    case.apply(&migration.with("= \"small\"", "= \"large\"")).await;
    case.destroy().await;
}
