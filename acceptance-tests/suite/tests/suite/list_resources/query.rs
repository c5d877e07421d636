//! `terraform query`, and the configuration that it generates. Terraform has it from version 1.14 on.

use acceptance_harness::repository::root;
use acceptance_harness::terraform::{Feature, Terraform};
use xtask::docs::fences::fences;

use super::wire::migration;
use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::synchronization;
use crate::tencent::support as tencent_support;

/// Runs a query and lets Terraform write `generated.tf`. Returns what it prints.
async fn generated(folder: &Terraform, providers: &Hcl, query: &str) -> String {
    folder.write("main.tf", providers.text()).unwrap();
    folder.write("all.tfquery.hcl", query).unwrap();
    let run = folder.run(&["query", "-no-color", "-generate-config-out=generated.tf"]).await.unwrap();
    run.success().unwrap_or_else(|error| panic!("{error}")).stdout
}

/// The plan of the generated configuration imports `count` objects and changes nothing, and so does its apply.
async fn assert_imports(case: &Case, folder: &Terraform, count: usize) {
    let text = std::fs::read_to_string(folder.directory().join("generated.tf")).unwrap();
    let mark = case.mark().await;
    let run = folder.run(&["plan", "-no-color"]).await.unwrap().success();
    let printed = run.unwrap_or_else(|error| panic!("{error}\n{text}")).stdout;
    let summary = format!("Plan: {count} to import, 0 to add, 0 to change, 0 to destroy.");
    assert!(printed.contains(&summary), "{printed}\n{text}");
    applied(folder).await;
    assert_no_changes(folder).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
}

/// A list of all objects of a type.
fn list(type_name: &str, provider: &str, config: &str) -> String {
    format!("list \"{type_name}\" \"all\" {{\n  provider = dts.{provider}\n  config {{ {config} }}\n}}\n")
}

#[tokio::test]
async fn a_query_of_alibaba_cloud_generates_a_configuration_that_plans_empty() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ListResources).await.unwrap() {
        return;
    }
    case.apply(&migration()).await;
    let folder = case.another_folder();
    let query = [
        list("dts_ram_role_trust", "source_owner", "tags = { team = \"a\" }"),
        list("dts_migration_task", "destination_owner", "name_prefix = \"ord\""),
        list("dts_migration_instance", "destination_owner", "status = \"Migrating\""),
    ];
    let printed = generated(&folder, &hcl::providers(), &query.concat()).await;
    for piece in ["account_id=1234567890123456,role_name=ram-for-dts", "ram-for-dts", "orders"] {
        assert!(printed.contains(piece), "{piece:?} is missing in:\n{printed}");
    }
    let text = std::fs::read_to_string(folder.directory().join("generated.tf")).unwrap();
    assert!(text.contains("identity = {") && text.contains("instance_class"), "{text}");
    // What has its default, and what only the provider knows, is left out or null.
    for piece in ["\"refuse_while_running\"", "dts_instance_id", "precheck_items"] {
        assert!(!text.contains(piece), "{piece:?} is in:\n{text}");
    }
    assert_imports(&case, &folder, 3).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_query_of_synchronizations_generates_a_configuration_that_plans_empty() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ListResources).await.unwrap() {
        return;
    }
    case.apply(&synchronization::complete()).await;
    let folder = case.another_folder();
    let query = [
        list("dts_synchronization_task", "destination_owner", ""),
        list("dts_synchronization_instance", "destination_owner", ""),
    ];
    generated(&folder, &hcl::providers(), &query.concat()).await;
    assert_imports(&case, &folder, 2).await;
}

#[tokio::test]
async fn a_query_of_tencent_cloud_generates_a_configuration_that_plans_empty() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ListResources).await.unwrap() {
        return;
    }
    case.apply(&tencent_support::complete_migration()).await;
    let folder = case.another_folder();
    let query = [
        list("dts_cam_role_trust", "source", "trusted_account_id = \"700000000002\""),
        list("dts_tencent_migration_instance", "target", ""),
        list("dts_tencent_migration_task", "target", "source_engine = \"mysql\""),
    ];
    generated(&folder, &tencent_support::providers(), &query.concat()).await;
    // Terraform writes no sensitive value: without its external ID, the role would be changed.
    let text = std::fs::read_to_string(folder.directory().join("generated.tf")).unwrap();
    let (role, rest) = text.split_once("external_id         = null # sensitive").expect("the role is first");
    folder.write("generated.tf", &format!("{role}external_id = \"shop-42\"{rest}")).unwrap();
    assert_imports(&case, &folder, 3).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_query_with_a_wrong_filter_is_rejected_and_one_with_a_limit_says_that_there_are_more() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ListResources).await.unwrap() {
        return;
    }
    let roles = "resource \"dts_ram_role_trust\" \"many\" {\n  provider            = dts.source_owner\n  count               = 3\n  \
                 role_name           = \"role-${count.index}\"\n  trusted_account_ids = [\"2345678901234567\"]\n}\n";
    case.apply(&hcl::providers().and(&Hcl::new(roles))).await;
    let folder = case.another_folder();
    folder.write("main.tf", hcl::providers().text()).unwrap();
    let wrong = list("dts_migration_task", "destination_owner", "status = \"Sleeping\"");
    folder.write("all.tfquery.hcl", &wrong).unwrap();
    let run = folder.run(&["query", "-no-color"]).await.unwrap();
    let output = run.output();
    assert!(run.code == Some(1) && output.contains("Invalid status") && output.contains("Migrating"), "{output}");

    let limited = "list \"dts_ram_role_trust\" \"all\" {\n  provider = dts.source_owner\n  limit    = 2\n}\n";
    folder.write("all.tfquery.hcl", limited).unwrap();
    let run = folder.run(&["query", "-no-color"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let output = run.output();
    assert!(output.contains("role-0") && output.contains("role-1") && !output.contains("role-2"), "{output}");
    assert!(output.contains("The list is not complete"), "{output}");
    case.destroy().await;
}

/// The pages show lists that only newer versions of Terraform can check.
#[tokio::test]
async fn the_lists_of_the_pages_are_valid() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ListResources).await.unwrap() {
        return;
    }
    let head = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";
    let providers = ["source_owner", "destination_owner", "target_owner"]
        .map(|alias| format!("provider \"dts\" {{\n  alias = \"{alias}\"\n}}\n"));
    case.write(&Hcl::new(format!("{head}{}", providers.concat())));
    let pages = std::fs::read_dir(root().join("templates/list-resources")).unwrap();
    let mut count = 0;
    for page in pages {
        let path = page.unwrap().path();
        for fence in fences(&std::fs::read_to_string(&path).unwrap()) {
            case.terraform.write("page.tfquery.hcl", &fence.text).unwrap();
            let run = case.terraform.run(&["validate", "-query", "-no-color"]).await.unwrap();
            run.success().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            count += 1;
        }
    }
    assert_eq!(count, 9, "one list on each page");
}
