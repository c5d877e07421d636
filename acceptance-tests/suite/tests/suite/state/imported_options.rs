//! Options of an imported task that have no argument: they are read, and stay when the task is configured again.

use serde_json::Value as Json;

use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};

fn with(arguments: &str) -> Hcl {
    hcl::trust_and_task().with("  migration_types = ", &format!("{arguments}\n  migration_types = "))
}

async fn reserve(case: &Case) -> Json {
    serde_json::from_str(case.job().await["parameters"]["Reserve"].as_str().unwrap()).unwrap()
}

/// A task with options that have no argument, and another folder that imports it.
async fn imported(configuration: &Hcl) -> (Case, acceptance_harness::terraform::Terraform) {
    let case = Case::start().await;
    case.apply(&with("  reserve = { definer = \"true\", \"any.key\" = \"1\", tableAnalyze = \"false\" }")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let folder = case.another_folder();
    let import = |address: &str, provider: &str, id: &str| {
        format!("import {{\n  to       = {address}\n  id       = \"{id}\"\n  provider = dts.{provider}\n}}\n")
    };
    let imports = import("dts_ram_role_trust.source", "source_owner", "ram-for-dts")
        + &import("dts_migration_task.orders", "destination_owner", &job);
    folder.write("main.tf", configuration.and(&Hcl::new(imports)).text()).unwrap();
    (case, folder)
}

#[tokio::test]
async fn options_without_an_argument_are_named_and_stay() {
    let (case, folder) = imported(&with("")).await;
    let mark = case.mark().await;
    let run = applied(&folder).await;
    let left_out = "The configuration does not have all options of the imported task";
    let warning = run.diagnostics().into_iter().find(|one| one.summary == left_out);
    let detail = warning.unwrap_or_else(|| panic!("{}", run.output())).detail;
    assert!(detail.contains("\"definer\" = \"true\"") && !detail.contains("tableAnalyze"), "{detail}");
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    assert_no_changes(&folder).await;

    folder.write("main.tf", with("  conflict_mode = \"ignore\"").text()).unwrap();
    applied(&folder).await;
    assert_no_changes(&folder).await;
    let reserve = reserve(&case).await;
    for (key, expected) in [("targetTableMode", "2"), ("definer", "true"), ("any.key", "1")] {
        assert_eq!(reserve[key], expected, "{key} in {reserve}");
    }
}

/// The counterpart: an option that is in the configuration is changed and removed.
#[tokio::test]
async fn options_in_the_configuration_are_changed_and_removed() {
    let (case, folder) = imported(&with("  reserve = { definer = \"true\" }")).await;
    let mark = case.mark().await;
    applied(&folder).await;
    assert_no_changes(&folder).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    folder.write("main.tf", with("  reserve = { definer = \"true\", filterDDL = \"true\" }").text()).unwrap();
    applied(&folder).await;
    assert_eq!(reserve(&case).await["filterDDL"], "true");
    folder.write("main.tf", with("").text()).unwrap();
    applied(&folder).await;
    assert_no_changes(&folder).await;
    let reserve = reserve(&case).await;
    assert_eq!(
        (&reserve["definer"], &reserve["filterDDL"], &reserve["any.key"]),
        (&Json::Null, &Json::Null, &"1".into())
    );
}
