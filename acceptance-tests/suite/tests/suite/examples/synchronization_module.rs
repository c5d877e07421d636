//! The module `cross-account-synchronization`.

use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use serde_json::{Value as Json, json};

use super::module::{call_in_readme, details, has_inputs_and_outputs_in_its_readme, says_once, with_module};
use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD, applied, assert_no_changes};
use crate::support::hcl::Hcl;

const MODULE: &str = "modules/cross-account-synchronization";

/// The README's call, with the provider of the operator and the outputs.
fn call() -> Hcl {
    let operator = "provider \"dts\" {\n  alias = \"operator\"\n  alibaba {\n    region  = \"cn-shanghai\"\n    profile = \
                    \"operator\"\n  }\n}\n";
    let outputs = "output \"shown\" {\n  value = {\n    scenarios = module.synchronizations.scenarios\n    tasks     = \
                   module.synchronizations.task_ids\n    reverse   = module.synchronizations.reverse_ids\n  }\n}\n";
    call_in_readme(MODULE).and(&Hcl::new(operator)).and(&Hcl::new(outputs))
}

async fn called() -> Case {
    let mut case = with_module(".", MODULE).await;
    let both = json!({ "source": SOURCE_PASSWORD, "destination": DESTINATION_PASSWORD });
    let passwords = json!({ "orders": both, "stores": both, "inventory": both });
    case.terraform.set("TF_VAR_passwords", passwords.to_string());
    case.write(&call());
    case.get_modules().await;
    case
}

async fn jobs(case: &Case) -> Vec<Json> {
    case.account(OPERATOR.account).await["jobs"].as_array().unwrap().clone()
}

/// The addresses of the changes of an apply, and the calls that change something.
async fn change(case: &Case, configuration: &Hcl) -> (Vec<String>, Vec<String>) {
    let mark = case.mark().await;
    let mut planned = case.apply(configuration).await.planned_changes();
    planned.sort();
    (planned, case.mutations_since(mark).await)
}

fn address(resource: &str, key: &str) -> String {
    format!("module.synchronizations.dts_synchronization_{resource}.this[{key:?}]")
}

#[tokio::test]
async fn synchronizations_in_one_and_in_both_directions_exist_next_to_each_other() {
    let case = called().await;
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    for (owner, roles, jobs, instances) in [(SOURCE_OWNER, 1, 0, 0), (DESTINATION_OWNER, 1, 0, 0), (OPERATOR, 0, 3, 2)]
    {
        assert_eq!(case.count(owner.account, "roles").await, roles, "roles of {}", owner.profile);
        assert_eq!(case.count(owner.account, "jobs").await, jobs, "jobs of {}", owner.profile);
        assert_eq!(case.count(owner.account, "instances").await, instances, "instances of {}", owner.profile);
    }
    let shown = case.output("shown").await;
    assert_eq!(shown["scenarios"], json!({ "orders": "cross_account_both", "stores": "cross_account_both" }));
    let all = jobs(&case).await;
    let reverse = all.iter().find(|job| job["direction"] == "Reverse").unwrap();
    assert_eq!(shown["reverse"], json!({ "stores": reverse["id"] }));
    assert!(all.iter().all(|job| job["status"] == "Synchronizing"), "{all:#?}");
    let account = case.account(OPERATOR.account).await;
    for instance in account["instances"].as_array().unwrap() {
        let is_two_way = instance["two_way"] == true;
        assert_eq!(instance["tags"].to_string().contains("two_way_reviewer"), is_two_way, "{instance:#}");
    }

    let two_way = "two_way     = { reviewer = \"database-team\" }";
    let suspended =
        call().with(two_way, "two_way     = { reviewer = \"database-team\", desired_status = \"suspended\" }");
    let (planned, calls) = change(&case, &suspended).await;
    assert_eq!(
        (planned, calls),
        (vec![format!("update {}", address("instance", "stores"))], vec!["SuspendDtsJob".to_owned()])
    );
    assert_eq!(jobs(&case).await.iter().filter(|job| job["status"] == "Suspending").count(), 1);

    // One more leaves the others; its task alone is checked.
    let another = "    inventory = {\n      source      = { instance_id = \"rm-source-orders\", region = \"cn-hangzhou\", username = \"dts\" }\n      \
                   destination = { instance_id = \"rm-destination-stores\", username = \"dts\" }\n      objects     = { inventory = { all = true } }\n      \
                   start       = false\n    }\n";
    let (planned, calls) =
        change(&case, &suspended.with("    stores = {\n", &format!("{another}    stores = {{\n"))).await;
    assert_eq!(planned, [format!("create {}", address("task", "inventory"))]);
    assert!(!calls.contains(&"CreateDtsInstance".to_owned()), "{calls:?}");
    case.destroy().await;
}

#[tokio::test]
async fn the_reverse_direction_has_its_own_settings() {
    let case = called().await;
    let objects = "objects     = { stores = { tables = { shops = {} } } }";
    let own = "two_way = {\n        reviewer    = \"database-team\"\n        on_conflict = \"ignore\"\n        carry_ddl   = false\n        \
               reverse = {\n          on_conflict     = \"fail\"\n          precheck_ignore = [\"CHECK_TOPOLOGY\"]\n          objects         = { \
               stores = { tables = { shops = {} } } }\n        }\n      }";
    let configuration = call()
        .with(objects, "objects     = { stores = { tables = { shops = {}, sales = {} } } }")
        .with("two_way     = { reviewer = \"database-team\" }", own);
    case.apply(&configuration).await;
    let all = jobs(&case).await;
    let of_stores = |direction: &str| {
        let job = all.iter().find(|job| job["name"] == "stores" && job["direction"] == direction).unwrap();
        let text = |name: &str| job["parameters"][name].as_str().unwrap();
        (serde_json::from_str::<Json>(text("Reserve")).unwrap(), text("DbList"))
    };
    let ((forward, objects), (reverse, objects_back)) = (of_stores("Forward"), of_stores("Reverse"));
    assert_eq!((&forward["conflict"], &reverse["conflict"]), (&json!("ignore"), &json!("interrupt")));
    assert_eq!(forward["filterDDL"], "true");
    assert!(objects.contains("sales") && !objects_back.contains("sales"), "{objects} {objects_back}");
    case.destroy().await;
}

#[tokio::test]
async fn what_only_the_module_can_see_is_refused() {
    let case = called().await;
    // One wrong value at a time: OpenTofu reports only one of the rules of a variable.
    for (wrong, piece) in [
        (
            call().with("task        = \"3456789012345678\"", "task        = \"operator\""),
            "An account ID has 10 to 20 digits",
        ),
        (
            call().with("    stores = {\n", "    Stores = {\n"),
            "The key of a synchronization must have 1 to 63 lowercase letters",
        ),
        (
            call().with("    stores = {\n", "    stores = {\n      name = \"orders\"\n"),
            "Two synchronizations have the same name",
        ),
        (call().with("    stores = {\n", "    stores = {\n      du = 2\n"), "Set both `dedicated_cluster_id` and `du`"),
        (call().with("    stores = {\n", "    shops = {\n"), "A synchronization has no entry in `passwords`"),
        // A rule of the provider, with the values of the module.
        (
            call()
                .with("task        = \"3456789012345678\"", "task        = \"2345678901234567\"")
                .with("dts.task_owner        = dts.operator", "dts.task_owner        = dts.destination_owner"),
            "Rule: two-way-owners",
        ),
    ] {
        says_once(&details(&case.refused_plan(&wrong).await), piece);
    }
    assert_eq!(case.mutations_since(0).await, Vec::<String>::new());
}

#[test]
fn every_input_and_output_is_in_the_readme() {
    has_inputs_and_outputs_in_its_readme(MODULE);
}
