//! The module `tencent-cross-account-migration`.

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use acceptance_harness::profiles::{TENCENT_SOURCE, TENCENT_TARGET};
use serde_json::json;

use super::module::{details, has_inputs_and_outputs_in_its_readme, says_once, text, values, with_module};
use crate::support::case::{Case, applied, assert_no_changes, only_error, refused};
use crate::support::hcl::Hcl;
use crate::tencent::support::providers;

const MODULE: &str = "modules/tencent-cross-account-migration";
/// The element of the README's call, and one more.
const ONE_MORE: &str = r#"migrations = {
    stock = {
      source         = { instance_id = "cdb-src00001", username = "dts" }
      destination    = { instance_id = "cdb-dst00001", username = "dts" }
      databases      = { inventory = { all = true, rename = "stock" } }
      desired_status = "checked"
    }
"#;

/// The call in the module's README, with the blocks that it needs around it.
fn call() -> Hcl {
    let readme = text(&format!("{MODULE}/README.md"));
    let (_, rest) = readme.split_once("```hcl\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    let variables = "variable \"passwords\" {\n  type      = map(map(string))\n  ephemeral = true\n}\n\nvariable \"external_id\" \
                     {\n  type      = string\n  sensitive = true\n}\n";
    let providers =
        providers().with("\"source\"\n", "\"source_owner\"\n").with("\"target\"\n", "\"destination_owner\"\n");
    let outputs = ["job_ids", "is_cross_account", "role", "failed_check_steps"]
        .map(|name| format!("output \"{name}\" {{\n  value = module.migrations.{name}\n}}\n"));
    let block = Hcl::new(block).with("all = true } }\n", "all = true } }\n      on_destroy  = \"stop_and_release\"\n");
    providers.and(&Hcl::new(variables)).and(&block).and(&Hcl::new(outputs.concat()))
}

async fn called() -> Case {
    let mut case = with_module(".", MODULE).await;
    let both = json!({ "source": TENCENT_SOURCE_PASSWORD, "destination": TENCENT_TARGET_PASSWORD });
    let own = json!({ "source": TENCENT_TARGET_PASSWORD, "destination": TENCENT_TARGET_PASSWORD });
    case.terraform.set("TF_VAR_passwords", json!({ "orders": both, "stock": both, "own": own }).to_string());
    case.terraform.set("TF_VAR_external_id", "shop-42");
    case.write(&call());
    case.get_modules().await;
    case
}

#[tokio::test]
async fn migrations_exist_next_to_each_other() {
    let case = called().await;
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    for (account, roles, jobs) in [(TENCENT_SOURCE.account, 1, 0), (TENCENT_TARGET.account, 0, 1)] {
        assert_eq!((case.count(account, "roles").await, case.count(account, "jobs").await), (roles, jobs), "{account}");
    }
    assert_eq!(case.output("is_cross_account").await, json!({ "orders": true }));
    assert_eq!(case.output("role").await["name"], "DTS-role");
    assert_eq!(case.output("failed_check_steps").await, json!({}));
    let before = case.output("job_ids").await;

    case.write(&call().with("migrations = {\n", ONE_MORE));
    let planned = case.terraform.plan().await.unwrap();
    let mut changes = planned.planned_changes();
    changes.sort();
    let created = ["dts_tencent_migration_instance", "dts_tencent_migration_task"];
    assert_eq!(changes, created.map(|kind| format!("create module.migrations.{kind}.this[\"stock\"]")));
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.output("job_ids").await["orders"], before["orders"], "the job stays the same");
    case.destroy().await;
}

/// The further arguments of a migration, as an element of the module's map has them.
const FURTHER: &str = r#"databases   = { orders = { all = true } }
      rate_limit  = { dump_rows_per_second = 1000, load_threads = 4 }
      consistency = { method = "rows_count" }
      timeouts    = { instance = { create = "20m" }, task = { create = "2h" } }"#;

#[tokio::test]
async fn the_further_arguments_of_a_migration_reach_its_job_and_its_task() {
    let case = called().await;
    case.write(&call().with("databases   = { orders = { all = true } }", FURTHER));
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    let task = values(&case, None, "dts_tencent_migration_task").await;
    assert_eq!(["source", "destination"].map(|end| task[end]["encryption"].clone()), ["ssl", "ssl"]);
    assert_eq!(
        (&task["rate_limit"]["dump_rows_per_second"], &task["rate_limit"]["load_threads"]),
        (&json!(1000), &json!(4))
    );
    assert_eq!(task["consistency"]["method"], "rows_count");
    assert_eq!(task["timeouts"]["create"], "2h");
    assert_eq!(values(&case, None, "dts_tencent_migration_instance").await["timeouts"]["create"], "20m");
    case.destroy().await;
}

#[tokio::test]
async fn one_account_needs_no_role() {
    let case = called().await;
    let own = call()
        .with("    source      = \"700000000001\"", "    source      = \"700000000002\"")
        .with("    orders = {\n", "    own = {\n      desired_status = \"checked\"\n")
        .with("cdb-src00001", "cdb-dst00002")
        .with("orders = { all = true }", "orders = { all = true, rename = \"copy\" }");
    case.write(&own);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.output("is_cross_account").await, json!({ "own": false }));
    assert_eq!(case.count(TENCENT_TARGET.account, "roles").await, 0);
    case.destroy().await;
}

#[tokio::test]
async fn what_only_the_module_can_see_is_refused() {
    let case = called().await;
    let objects = "databases   = { orders = { all = true } }";
    let again = |key: &str| {
        format!(
            "{objects}\n    }}\n    {key} = {{\n      name = \"orders\"\n      source = {{}}\n      destination = {{}}\n      \
             all_databases = true"
        )
    };
    // One wrong value at a time: OpenTofu reports only one of the rules of a variable.
    for (wrong, piece) in [
        (
            call().with("    source      = \"700000000001\"", "    source      = \"owner\""),
            "The UIN of a root account has 5 to 20 digits",
        ),
        (call().with(objects, &again("Again")), "The key of a migration must have 1 to 63 lowercase letters"),
        (call().with(objects, &again("again")), "Two migrations have the same name"),
        (
            call().with(objects, &format!("{objects}\n      all_databases = true")),
            "A migration needs either `all_databases = true` or `databases`",
        ),
    ] {
        says_once(&details(&case.refused_plan(&wrong).await), piece);
    }
    let another = call().with("    orders = {\n", "    invoices = {\n");
    says_once(&details(&case.refused_plan(&another).await), "A migration has no entry in `passwords`");
    let unknown = call().with("on_destroy  = \"stop_and_release\"", "on_destroy  = \"stop\"");
    says_once(&details(&case.refused_plan(&unknown).await), "`on_destroy` must be `refuse_while_running` or");

    let swapped = call()
        .with("dts.source_owner      = dts.source_owner", "dts.source_owner = dts.destination_owner")
        .with("    destination = \"700000000002\"", "    destination = \"700000000003\"");
    let found = details(&case.refused_plan(&swapped).await);
    says_once(
        &found,
        "The provider passed as dts.source_owner works in account 700000000002, but the source databases belong to 700000000001.",
    );
    assert_eq!(case.mutations_since(0).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_role_that_exists_is_the_only_error() {
    let case = called().await;
    let owner = case.another_folder();
    let trust = "resource \"dts_cam_role_trust\" \"source\" {\n  provider            = dts.source\n  role_name           = \
                 \"DTS-role\"\n  trusted_account_ids = [\"700000000002\"]\n}\n";
    owner.write("main.tf", providers().and(&Hcl::new(trust)).text()).unwrap();
    applied(&owner).await;
    let errors = refused(&case.terraform).await;
    let error = only_error(&errors, "The CAM role exists already");
    assert_eq!(error.address, "module.migrations.dts_cam_role_trust.source[0]");
    owner.destroy().await.unwrap().success().unwrap();
    case.destroy().await;
}

#[test]
fn every_input_and_output_is_in_the_readme() {
    has_inputs_and_outputs_in_its_readme(MODULE);
}
