//! The actions in a configuration: by `-invoke`, and triggered by a change of a resource. Terraform 1.14 and later have actions.

use acceptance_harness::terraform::Feature;

use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::tencent::support::complete_migration;

/// An action of Alibaba Cloud on the task of the configuration.
fn action(kind: &str) -> Hcl {
    Hcl::new(format!(
        "action \"{kind}\" \"orders\" {{\n  provider = dts.destination_owner\n  config {{\n    task_id = dts_migration_task.orders.id\n  \
         }}\n}}\n"
    ))
}

/// Runs an action alone; it must succeed with exactly these mutating calls.
pub(super) async fn invoke(case: &Case, address: &str, calls: &[&str]) {
    let mark = case.mark().await;
    let option = format!("-invoke=action.{address}");
    let run = case.terraform.run(&["apply", "-no-color", "-auto-approve", &option]).await.unwrap().success();
    let printed = run.unwrap_or_else(|error| panic!("{error}")).stdout;
    assert!(printed.contains("Action complete"), "{printed}");
    assert_eq!(case.mutations_since(mark).await, calls);
}

#[tokio::test]
async fn an_action_is_invoked_alone() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::Actions).await.unwrap() {
        return;
    }
    let migration =
        hcl::complete_migration().with("  instance_class = ", "  wait_for = \"caught_up\"\n  instance_class = ");
    let all = ["dts_suspend", "dts_resume", "dts_cut_over"].into_iter().map(action);
    case.apply(&all.fold(migration.clone(), |all, one| all.and(&one))).await;
    invoke(&case, "dts_suspend.orders", &["SuspendDtsJob"]).await;
    let planned = case.terraform.plan().await.unwrap();
    assert_eq!(planned.planned_changes(), ["update dts_migration_instance.orders"], "{}", planned.output());
    invoke(&case, "dts_resume.orders", &["StartDtsJob"]).await;
    assert_no_changes(&case.terraform).await;
    invoke(&case, "dts_cut_over.orders", &["StopDtsJob"]).await;
    invoke(&case, "dts_cut_over.orders", &[]).await;
    case.apply(&migration.with("  instance_class = ", "  desired_status = \"stopped\"\n  instance_class = ")).await;
    case.destroy().await;
}

#[tokio::test]
async fn an_action_of_tencent_cloud_is_invoked_alone() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::Actions).await.unwrap() {
        return;
    }
    let completes = Hcl::new(
        "action \"dts_tencent_complete\" \"orders\" {\n  provider = dts.target\n  config {\n    instance_id = \
         dts_tencent_migration_instance.orders.id\n  }\n}\n",
    );
    case.apply(&complete_migration().and(&completes)).await;
    invoke(&case, "dts_tencent_complete.orders", &["CompleteMigrateJob"]).await;
    case.destroy().await;
}

/// The change of an input triggers the cut-over, and a failing action ends the apply with its error.
#[tokio::test]
async fn an_action_is_triggered() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::Actions).await.unwrap() {
        return;
    }
    let trigger = |release: &str, kind: &str| {
        Hcl::new(format!(
            "resource \"terraform_data\" \"release\" {{\n  input = \"{release}\"\n  lifecycle {{\n    action_trigger {{\n      events  = \
             [after_update]\n      actions = [action.{kind}.orders]\n    }}\n  }}\n}}\n"
        ))
    };
    let migration =
        hcl::complete_migration().with("  instance_class = ", "  wait_for = \"caught_up\"\n  instance_class = ");
    let with = |release: &str, kind: &str| migration.clone().and(&action(kind)).and(&trigger(release, kind));
    case.apply(&with("1", "dts_precheck")).await;
    case.write(&with("2", "dts_precheck"));
    let failed = case.terraform.apply().await.unwrap();
    assert_eq!(failed.code, Some(1), "{}", failed.output());
    assert!(failed.output().contains("The migration task was purchased"), "{}", failed.output());

    case.write(&with("3", "dts_cut_over"));
    let mark = case.mark().await;
    applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, ["StopDtsJob"]);
    assert_eq!(case.job().await["status"], "Finished");
    case.destroy().await;
}

/// The example of each page is a valid configuration.
#[tokio::test]
async fn the_examples_of_the_pages_are_valid() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::Actions).await.unwrap() {
        return;
    }
    let head = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";
    let mut names = Vec::new();
    for entry in std::fs::read_dir(acceptance_harness::repository::root().join("templates/actions")).unwrap() {
        let path = entry.unwrap().path();
        let page = std::fs::read_to_string(&path).unwrap();
        let (_, example) = page.split_once("```terraform\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        case.write(&Hcl::new(format!("{head}{example}")));
        let run = case.terraform.validate().await.unwrap();
        assert_eq!(run.errors(), [], "{}", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(example.contains(&format!("action \"dts_{name}\"")), "{example}");
        names.push(name);
    }
    assert_eq!(names.len(), 9, "{names:?}");
}
