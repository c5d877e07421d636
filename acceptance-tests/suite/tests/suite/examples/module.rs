//! The module `cross-account-migration`, and the example with many migrations that uses it.

use std::path::{Path, PathBuf};

use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::{Diagnostic, Run};
use serde_json::{Value as Json, json};

use crate::support::case::{
    Case, DESTINATION_PASSWORD, SOURCE_PASSWORD, applied, assert_no_changes, only_error, refused,
};
use crate::support::hcl::{self, Hcl};

const MODULE: &str = "modules/cross-account-migration";
const VALUES: &str = "-var-file=example.tfvars";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

pub(super) fn text(path: &str) -> String {
    std::fs::read_to_string(examples().join(path)).unwrap()
}

/// A case with the module in the folder `place`, relative to the configuration.
pub(super) async fn with_module(place: &str, module: &str) -> Case {
    let case = Case::start().await;
    let folder = case.terraform.directory().join(place).join(module);
    std::fs::create_dir_all(&folder).unwrap();
    for entry in std::fs::read_dir(examples().join(module)).unwrap() {
        let file = entry.unwrap();
        // A caller does not need the folder with the tests.
        if file.path().is_file() {
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
    case
}

impl Case {
    async fn with_values(&self, arguments: &[&str]) -> Run {
        self.terraform.run(&[arguments, &["-json", VALUES]].concat()).await.unwrap()
    }

    /// What a plan would do, in the order of the addresses.
    async fn planned_changes(&self) -> Vec<String> {
        let run = self.with_values(&["plan"]).await.success().unwrap_or_else(|error| panic!("{error}"));
        let mut changes = run.planned_changes();
        changes.sort();
        changes
    }

    pub(super) async fn count(&self, account: &str, kind: &str) -> usize {
        self.account(account).await[kind].as_array().unwrap().len()
    }

    pub(super) async fn output(&self, name: &str) -> Json {
        let run = self.terraform.run(&["output", "-json", name]).await.unwrap().success().unwrap();
        run.json().unwrap()
    }

    /// `init` without a registry: the provider is given, the modules are folders.
    pub(super) async fn get_modules(&self) {
        self.terraform.run(&["get"]).await.unwrap().success().unwrap();
    }
}

/// The passwords of the example's migrations, and of the one that is added.
fn passwords() -> String {
    let between = json!({ "source": SOURCE_PASSWORD, "destination": DESTINATION_PASSWORD });
    let audit = json!({ "source": "audit-db-password", "destination": DESTINATION_PASSWORD });
    json!({ "orders": between, "inventory": between, "wiki": between, "audit": audit, "cluster": between }).to_string()
}

/// The address of a resource of the first call.
fn address(kind: &str, key: &str) -> String {
    format!("module.between_owners.{kind}.this[{key:?}]")
}

#[tokio::test]
async fn many_migrations_exist_next_to_each_other() {
    let mut case = with_module("..", MODULE).await;
    case.terraform.copy_files(&examples().join("many-migrations")).unwrap();
    case.terraform.set("TF_VAR_passwords", passwords());
    case.get_modules().await;
    case.with_values(&["apply", "-auto-approve"]).await.success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(case.planned_changes().await, Vec::<String>::new());
    for (owner, roles, jobs, instances) in [(SOURCE_OWNER, 1, 0, 0), (DESTINATION_OWNER, 1, 0, 0), (OPERATOR, 0, 4, 3)]
    {
        assert_eq!(case.count(owner.account, "roles").await, roles, "roles of {}", owner.profile);
        assert_eq!(case.count(owner.account, "jobs").await, jobs, "jobs of {}", owner.profile);
        assert_eq!(case.count(owner.account, "instances").await, instances, "instances of {}", owner.profile);
    }
    let (both, audit) = ("cross_account_both", "cross_account_destination");
    let scenarios = json!({ "orders": both, "inventory": both, "wiki": both, "audit": audit });
    assert_eq!(case.output("scenarios").await, scenarios);

    one_more_leaves_the_others(&case).await;
    the_others_stay_when_one_is_removed(&case).await;

    case.with_values(&["destroy", "-auto-approve"]).await.success().unwrap_or_else(|error| panic!("{error}"));
    case.is_empty().await;
}

const ANOTHER: &str = r#"between_owners = {
    cluster = {
      source      = { engine = "polardb_mysql", instance_id = "pc-source-orders", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { orders = { all = true, rename = "orders_cluster" } }
      on_destroy  = "stop_and_release"
    }
"#;

async fn one_more_leaves_the_others(case: &Case) {
    let written = Hcl::new(text("many-migrations/migrations.tf"));
    let more = written.with("between_owners = {\n", ANOTHER);
    case.terraform.write("migrations.tf", more.text()).unwrap();
    let created = ["dts_migration_instance", "dts_migration_task"];
    assert_eq!(case.planned_changes().await, created.map(|kind| format!("create {}", address(kind, "cluster"))));

    let before = case.output("task_ids").await;
    let mark = case.mark().await;
    case.with_values(&["apply", "-auto-approve"]).await.success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(case.planned_changes().await, Vec::<String>::new());
    let after = case.output("task_ids").await;
    for (key, id) in before.as_object().unwrap() {
        assert_eq!(&after[key], id, "{key} is the job it was");
        let calls = case.control.requests().await.unwrap();
        let about = calls[mark..].iter().filter(|call| call["parameters"].to_string().contains(id.as_str().unwrap()));
        let changing: Vec<&Json> =
            about.map(|call| &call["action"]).filter(|name| !name.as_str().unwrap().starts_with("Describe")).collect();
        assert!(changing.is_empty(), "{key} is not touched: {changing:?}");
    }
    assert_eq!(case.mutations_since(mark).await.iter().filter(|name| *name == "ConfigureDtsJob").count(), 1);
}

async fn the_others_stay_when_one_is_removed(case: &Case) {
    let written = Hcl::new(text("many-migrations/migrations.tf"));
    case.terraform.write("migrations.tf", written.text()).unwrap();
    let deleted = ["dts_migration_instance", "dts_migration_task"];
    assert_eq!(case.planned_changes().await, deleted.map(|kind| format!("delete {}", address(kind, "cluster"))));

    let started = written.with("between_owners = {\n", ANOTHER).with("      start       = false\n", "");
    case.terraform.write("migrations.tf", started.text()).unwrap();
    assert_eq!(case.planned_changes().await, [format!("create {}", address("dts_migration_instance", "wiki"))]);
}

fn call() -> Hcl {
    call_in_readme(MODULE)
}

/// The call in the README of a module, with the blocks that it needs around it.
pub(super) fn call_in_readme(module: &str) -> Hcl {
    let readme = text(&format!("{module}/README.md"));
    let (_, rest) = readme.split_once("```hcl\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    let passwords = "variable \"passwords\" {\n  type      = map(map(string))\n  ephemeral = true\n}\n";
    hcl::providers().and(&Hcl::new(passwords)).and(&Hcl::new(block))
}

/// The README's call in a folder that has the module.
async fn called() -> Case {
    let mut case = with_module(".", MODULE).await;
    let both = json!({ "source": SOURCE_PASSWORD, "destination": DESTINATION_PASSWORD });
    let own = json!({ "source": DESTINATION_PASSWORD, "destination": DESTINATION_PASSWORD });
    case.terraform.set("TF_VAR_passwords", json!({ "orders": both, "own": own }).to_string());
    case.write(&call());
    case.get_modules().await;
    case
}

/// The README's call, where nothing is bought; who owns what is in an output.
fn prechecked() -> Hcl {
    call().with("objects     = { orders = { all = true } }", "objects     = { orders = { all = true } }\n      start       = false").and(&Hcl::new(
        "output \"shown\" {\n  value = { scenarios = module.migrations.scenarios, roles = keys(module.migrations.roles) }\n}\n",
    ))
}

#[tokio::test]
async fn who_owns_what_decides_where_the_roles_go() {
    let case = called().await;
    let planned = case.terraform.plan().await.unwrap();
    assert_eq!((planned.code, planned.planned_changes().len()), (Some(2), 3), "{}", planned.output());

    let source = SOURCE_OWNER.account;
    let task = "    task        = \"2345678901234567\"";
    let by_source = prechecked()
        .with(task, &format!("    task        = \"{source}\""))
        .with("dts.task_owner        = dts.destination_owner", "dts.task_owner        = dts.source_owner");
    let own = prechecked()
        .with(
            "    source      = \"1234567890123456\"\n    destination = \"2345678901234567\"",
            "    source      = \"2345678901234567\"\n    destination = \"2345678901234567\"",
        )
        .with("    orders = {\n", "    own = {\n")
        .with("rm-source-orders", "rm-destination-used");
    for (configuration, key, scenario, role_of) in [
        (prechecked(), "orders", "cross_account_source", Some((SOURCE_OWNER, "source"))),
        (by_source, "orders", "cross_account_destination", Some((DESTINATION_OWNER, "destination"))),
        (own, "own", "same_account", None),
    ] {
        case.write(&configuration);
        applied(&case.terraform).await;
        assert_no_changes(&case.terraform).await;
        let roles: Vec<&str> = role_of.iter().map(|(_, part)| *part).collect();
        assert_eq!(case.output("shown").await, json!({ "scenarios": { key: scenario }, "roles": roles }));
        for owner in [SOURCE_OWNER, DESTINATION_OWNER] {
            let expected = usize::from(role_of.is_some_and(|(of, _)| of.account == owner.account));
            assert_eq!(case.count(owner.account, "roles").await, expected, "{scenario}: roles of {}", owner.profile);
        }
        case.destroy().await;
    }
}

/// The values of a resource of the module's call with the key `orders`: in a saved plan, or in the state.
pub(super) async fn values(case: &Case, plan: Option<&str>, kind: &str) -> Json {
    let shown = case.terraform.show(plan).await.unwrap();
    let root = if plan.is_some() { &shown["planned_values"]["root_module"] } else { &shown["values"]["root_module"] };
    let address = format!("module.migrations.{kind}.this[\"orders\"]");
    let resources = root["child_modules"][0]["resources"].as_array().unwrap();
    resources.iter().find(|resource| resource["address"] == address.as_str()).unwrap()["values"].clone()
}

/// The further arguments of a migration, as an element of the module's map has them.
const FURTHER: &str = r#"objects = { orders = { all = true } }
      throttling = {
        full        = { rows_per_second = 1000 }
        incremental = { bytes_per_second = 5000000 }
      }
      data_verification = { full = { mode = "sample", sample_percent = 20 } }
      alerts            = { on_failure = true, failure_phones = ["13800000000"] }
      timeouts          = { task = { create = "30m" }, instance = { create = "2h" } }
      on_destroy        = "stop_and_release""#;

#[tokio::test]
async fn the_further_arguments_of_a_migration_reach_its_task_and_its_instance() {
    let case = called().await;
    case.write(&call().with("objects     = { orders = { all = true } }", FURTHER));
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    let task = values(&case, None, "dts_migration_task").await;
    assert_eq!(task["throttling"]["full"]["rows_per_second"], 1000, "{task:#}");
    assert_eq!(task["throttling"]["incremental"]["bytes_per_second"], 5_000_000);
    assert_eq!(task["data_verification"]["full"]["sample_percent"], 20);
    assert_eq!(task["timeouts"]["create"], "30m");
    assert_eq!(values(&case, None, "dts_migration_instance").await["timeouts"]["create"], "2h");
    let job = &case.account(DESTINATION_OWNER.account).await["jobs"][0];
    assert_eq!(job["parameters"]["ErrorPhone"], "13800000000");
    case.destroy().await;
}

/// DTS offers SSL only for some access methods of a destination.
#[tokio::test]
async fn the_connections_are_encrypted_where_dts_offers_it() {
    let case = called().await;
    let through_vpc =
        "access_method = \"express_connect\", host = \"10.0.0.2\", port = 3306, vpc_id = \"vpc-bp1destination\"";
    for (destination, encryption) in [
        ("instance_id = \"rm-destination-orders\"".to_owned(), ["ssl", "ssl"]),
        ("instance_id = \"rm-destination-orders\", encryption = \"none\"".to_owned(), ["ssl", "none"]),
        (through_vpc.to_owned(), ["ssl", "none"]),
    ] {
        case.write(&call().with(
            "destination = { instance_id = \"rm-destination-orders\"",
            &format!("destination = {{ {destination}"),
        ));
        case.terraform.run(&["plan", "-out=saved"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
        let task = values(&case, Some("saved"), "dts_migration_task").await;
        assert_eq!(["source", "destination"].map(|end| task[end]["encryption"].clone()), encryption, "{destination}");
    }
}

/// The errors' texts on one line each, as Terraform breaks them anywhere.
pub(super) fn details(errors: &[Diagnostic]) -> Vec<String> {
    errors.iter().map(|error| error.detail.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

pub(super) fn says_once(found: &[String], piece: &str) {
    assert_eq!(found.iter().filter(|detail| detail.contains(piece)).count(), 1, "{piece:?} in {found:#?}");
}

#[tokio::test]
async fn what_only_the_module_can_see_is_refused() {
    let case = called().await;
    let objects = "objects     = { orders = { all = true } }\n    }";
    let again = |key: &str| {
        format!(
            "{objects}\n    {key} = {{\n      name = \"orders\"\n      source = {{}}\n      destination = {{}}\n    }}"
        )
    };
    // One wrong value at a time: OpenTofu reports only one of the rules of a variable.
    for (wrong, piece) in [
        (
            call().with("task        = \"2345678901234567\"", "task        = \"operator\""),
            "An account ID has 10 to 20 digits",
        ),
        (call().with(objects, &again("Again")), "The key of a migration must have 1 to 63 lowercase letters"),
        (call().with(objects, &again("again")), "Two migrations have the same name"),
        (
            call().with(objects, &objects.replace("}\n    }", "}\n      du = 2\n    }")),
            "Set both `dedicated_cluster_id` and `du`",
        ),
    ] {
        says_once(&details(&case.refused_plan(&wrong).await), piece);
    }
    let another = call().with("    orders = {\n", "    invoices = {\n");
    says_once(&details(&case.refused_plan(&another).await), "A migration has no entry in `passwords`");

    let swapped = call().with("dts.source_owner      = dts.source_owner", "dts.source_owner = dts.destination_owner");
    let swapped = swapped.with("task        = \"2345678901234567\"", "task        = \"3456789012345678\"");
    let found = details(&case.refused_plan(&swapped).await);
    says_once(
        &found,
        "The provider passed as dts.source_owner works in account 2345678901234567, but the source databases belong to 1234567890123456.",
    );
    assert_eq!(case.mutations_since(0).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_role_that_cannot_be_created_is_the_only_error() {
    let case = called().await;
    let owner = case.another_folder();
    owner.write("main.tf", hcl::providers().and(&hcl::trust()).text()).unwrap();
    applied(&owner).await;
    let errors = refused(&case.terraform).await;
    let error = only_error(&errors, "The RAM role exists already");
    assert_eq!(error.address, "module.migrations.dts_ram_role_trust.source[0]");
    owner.destroy().await.unwrap().success().unwrap();
    case.is_empty().await;
}

#[test]
fn every_input_and_output_is_in_the_readme() {
    has_inputs_and_outputs_in_its_readme(MODULE);
}

pub(super) fn has_inputs_and_outputs_in_its_readme(module: &str) {
    let readme = text(&format!("{module}/README.md"));
    for (file, keyword) in [("variables.tf", "variable \""), ("outputs.tf", "output \"")] {
        let text = text(&format!("{module}/{file}"));
        let names: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(keyword)?.split('"').next()).collect();
        assert!(names.len() > 3, "{names:?}");
        for name in names {
            assert!(readme.contains(&format!("| `{name}` |")), "{name} of {file} is not in the README");
        }
    }
}
