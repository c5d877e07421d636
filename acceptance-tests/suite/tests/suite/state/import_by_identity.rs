//! `import` blocks with `identity`. Terraform and OpenTofu have them from version 1.12 on.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use acceptance_harness::terraform::Feature;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};
use crate::support::reimport::imported_by;
use crate::synchronization;

/// The argument of an import block. `region` is the one of tasks and instances.
fn identity(address: &str, id: &str, region: &str) -> String {
    let name = match address.split('.').next() {
        Some("dts_ram_role_trust") => {
            return format!("identity = {{ account_id = \"{}\", role_name = \"{id}\" }}", SOURCE_OWNER.account);
        }
        Some(kind) if kind.ends_with("_task") => "task_id",
        _ => "instance_id",
    };
    let account = DESTINATION_OWNER.account;
    format!("identity = {{ account_id = \"{account}\", region = \"{region}\", {name} = \"{id}\" }}")
}

/// Destroys what `configuration` has created, while its data moves.
async fn release(case: &Case, configuration: &Hcl) {
    case.apply(
        &configuration.with("  instance_class = ", "  on_destroy     = \"stop_and_release\"\n  instance_class = "),
    )
    .await;
    case.destroy().await;
}

#[tokio::test]
async fn roles_tasks_and_instances_are_imported_by_their_identities() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ImportByIdentity).await.unwrap() {
        return;
    }
    for configuration in [hcl::complete_migration(), synchronization::complete()] {
        case.apply(&configuration).await;
        case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
        let other = case.another_folder();
        other.write("main.tf", configuration.text()).unwrap();
        let object = |address: &str, id: &str| identity(address, id, "cn-hangzhou");
        assert_eq!(imported_by(&case, &case.terraform, &other, &[], &object).await, 3);
        release(&case, &configuration).await;
    }
}

#[tokio::test]
async fn an_identity_of_another_region_is_refused() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::ImportByIdentity).await.unwrap() {
        return;
    }
    let configuration = hcl::complete_migration();
    case.apply(&configuration).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let other = case.another_folder();
    other.write("main.tf", configuration.text()).unwrap();
    for (region, refused) in [("cn-shanghai", true), ("cn-hangzhou", false)] {
        let block = identity("dts_migration_task.orders", &job, region);
        other.write("imports.tf", &format!("import {{\n  to = dts_migration_task.orders\n  {block}\n}}\n")).unwrap();
        // The instance, which is not imported, would be refused.
        let run = other.run(&["plan", "-no-color", "-target=dts_migration_task.orders"]).await.unwrap();
        assert_eq!(run.code == Some(1), refused, "{region}: {}", run.output());
        assert_eq!(run.output().contains("cn-shanghai"), refused, "{}", run.output());
    }
    release(&case, &configuration).await;
}
