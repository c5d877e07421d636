//! The examples for two accounts, and what their READMEs do with them.

use std::path::Path;

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use serde_json::json;

use crate::support::case::Case;

const FOLDERS: [&str; 2] = ["../../examples/tencent-cross-account", "../../examples/tencent-cross-account-sub-account"];
const VALUES: &str = "-var-file=example.tfvars";
const COMPLETED: &str = "-var=desired_status=completed";
const TASK: &str = "dts_tencent_migration_task.orders";

#[tokio::test]
async fn each_example_is_applied_cut_over_and_destroyed() {
    for folder in FOLDERS {
        let mut case = Case::start().await;
        case.terraform.set("TF_VAR_source_password", TENCENT_SOURCE_PASSWORD);
        case.terraform.set("TF_VAR_destination_password", TENCENT_TARGET_PASSWORD);
        case.terraform.copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        for more in [&[][..], &[COMPLETED]] {
            let with = |command: &[&'static str]| [command, &[VALUES], more].concat();
            case.terraform.run(&with(&["apply", "-auto-approve"])).await.unwrap().success().unwrap();
            let plan = case.terraform.run(&with(&["plan", "-detailed-exitcode"])).await.unwrap();
            assert_eq!(plan.code, Some(0), "{folder}: {}", plan.output());
        }
        assert_eq!(case.terraform.attributes(TASK).await.unwrap()["status"], json!("success"), "{folder}");
        case.terraform.run(&["destroy", "-auto-approve", VALUES]).await.unwrap().success().unwrap();
        case.is_empty().await;
    }
}

#[test]
fn each_example_is_complete() {
    for folder in FOLDERS {
        for file in ["README.md", "main.tf", "variables.tf", "outputs.tf", "example.tfvars"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(file);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}
