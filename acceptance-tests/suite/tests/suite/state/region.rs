//! A job stays in its region: a provider block with another region does not lose, repeat or change it.

use acceptance_harness::terraform::Diagnostic;

use crate::support::case::{Case, assert_detail, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::tencent;

/// Applies a configuration, and then plans and destroys it with another region of the provider block.
async fn stays_in_its_region(first: &Hcl, moved: &Hcl, region: &str) {
    let case = Case::start().await;
    case.apply(first).await;
    let mark = case.mark().await;
    case.write(moved);
    for command in ["plan", "destroy"] {
        let arguments: &[&str] = match command {
            "plan" => &["plan", "-json"],
            _ => &["destroy", "-json", "-auto-approve"],
        };
        let errors: Vec<Diagnostic> = case.terraform.run(arguments).await.unwrap().errors();
        // What depends on the first resource is not read.
        let summaries: Vec<&str> = errors.iter().map(|one| one.summary.as_str()).collect();
        assert_eq!(summaries, ["Different region than before"], "{command}: {errors:#?}");
        assert_detail(&errors[0], &[&format!("region = {region:?}")]);
    }
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    case.write(first);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_migration_of_alibaba_cloud() {
    let first =
        hcl::complete_migration().with("instance_class = ", "on_destroy = \"stop_and_release\"\n  instance_class = ");
    let region = |id: &str| format!("region  = {id:?}\n    profile = \"destination-owner\"");
    let moved = first.with(&region("cn-hangzhou"), &region("cn-beijing"));
    stays_in_its_region(&first, &moved, "cn-hangzhou").await;
}

#[tokio::test]
async fn a_migration_of_tencent_cloud() {
    let first = tencent::support::complete_migration();
    let region = |id: &str| format!("region  = {id:?}\n    profile = \"tencent-target\"");
    let moved = first.with(&region("ap-guangzhou"), &region("ap-shanghai"));
    stays_in_its_region(&first, &moved, "ap-guangzhou").await;
}
