//! The example for two root accounts, and what its README does with it.

use std::path::Path;

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use serde_json::json;

use crate::support::case::Case;

const FOLDER: &str = "../../examples/tencent-cross-account";
const VALUES: &str = "-var-file=example.tfvars";
const COMPLETED: &str = "-var=desired_status=completed";
const TASK: &str = "dts_tencent_migration_task.orders";

#[tokio::test]
async fn the_example_is_applied_cut_over_and_destroyed() {
    let mut case = Case::start().await;
    case.terraform.set("TF_VAR_source_password", TENCENT_SOURCE_PASSWORD);
    case.terraform.set("TF_VAR_destination_password", TENCENT_TARGET_PASSWORD);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    case.terraform.copy_files(&folder).unwrap();
    for more in [&[][..], &[COMPLETED]] {
        let with = |command: &[&'static str]| [command, &[VALUES], more].concat();
        case.terraform.run(&with(&["apply", "-auto-approve"])).await.unwrap().success().unwrap();
        let plan = case.terraform.run(&with(&["plan", "-detailed-exitcode"])).await.unwrap();
        assert_eq!(plan.code, Some(0), "{}", plan.output());
    }
    assert_eq!(case.terraform.attributes(TASK).await.unwrap()["status"], json!("success"));
    case.terraform.run(&["destroy", "-auto-approve", VALUES]).await.unwrap().success().unwrap();
    case.is_empty().await;
}

#[test]
fn the_example_is_complete() {
    for file in ["README.md", "main.tf", "variables.tf", "outputs.tf", "example.tfvars"] {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(file).is_file(), "{file} is missing");
    }
}
