//! Every example does what its README says, is changed the way a user changes it, and can be imported.

mod example;
pub(crate) mod guides;
mod mocks;
mod module;
mod permissions;
pub(crate) mod policies;
mod synchronization_module;
mod tencent_module;

use std::collections::BTreeSet;

use acceptance_harness::profiles::{OPERATOR, SOURCE_OWNER};
use dts_emulator::{Options, World};

use crate::support::case::{assert_detail, only_error};

use self::example::{EXAMPLES, ExampleRun, INSTANCE, VALUES, all};

/// From nothing to running, changed before and after it starts, imported, and back to nothing.
async fn full_lifecycle(folder: &str) {
    let example_run = ExampleRun::new(folder).await;
    let id = example_run.task_alone().await;
    example_run.apply(&[]).await;
    example_run.matches_readme().await;
    example_run.renamed(&id).await;
    let imported = example_run.imported().await;
    imported.run(&["destroy", "-auto-approve", VALUES]).await.unwrap().success().unwrap();
    example_run.case.is_empty().await;
}

#[tokio::test]
async fn a_source_in_another_account() {
    full_lifecycle("cross-account-source").await;
}

#[tokio::test]
async fn a_destination_in_another_account() {
    full_lifecycle("cross-account-destination").await;
}

#[tokio::test]
async fn both_endpoints_in_other_accounts() {
    full_lifecycle("cross-account-both").await;
}

#[tokio::test]
async fn on_a_dedicated_cluster() {
    full_lifecycle("dedicated-cluster").await;
}

#[tokio::test]
async fn a_migration_gets_more_units_of_its_cluster_while_it_runs() {
    let example_run = ExampleRun::new("dedicated-cluster").await;
    example_run.run(&["apply", "-auto-approve"]).await;
    let id = example_run.job().await["id"].clone();
    assert_eq!(example_run.job().await["parameters"]["DedicatedClusterId"], "dtscluster_destination");
    let mark = example_run.case.mark().await;
    example_run.apply(&["-var", "units=2"]).await;
    assert_eq!(example_run.case.mutations_since(mark).await, ["ModifyDtsJobDuLimit"]);
    assert_eq!(example_run.job().await["id"], id);

    let refused =
        example_run.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES, "-var", "units=31"]).await;
    let errors = refused.unwrap().errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_detail(&errors[0], &["30 DUs left", "Rule: du-left"]);
    example_run.run(&["destroy", "-auto-approve"]).await;
    example_run.case.is_empty().await;
}

#[test]
fn every_example_is_listed_here_and_complete() {
    // Tested separately: `container`, `mocks`, `module` and its counterparts, `policies`, `synchronization::example`, `tencent::example`, `workflows`; by the
    // tests of the pages: `ephemeral-resources`.
    const OTHERS: [&str; 11] = [
        "ci",
        "container",
        "ephemeral-resources",
        "many-migrations",
        "mocks",
        "modules",
        "policies",
        "synchronization-cross-account",
        "tencent-cross-account",
        "tencent-cross-account-sub-account",
        "two-way-cross-account",
    ];
    let found: BTreeSet<String> = std::fs::read_dir(all())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !OTHERS.contains(&name.as_str()))
        .collect();
    let listed: BTreeSet<String> = EXAMPLES.iter().map(|example| example.folder.to_owned()).collect();
    assert_eq!(found, listed);
    for example in &EXAMPLES {
        for file in ["README.md", "main.tf", "variables.tf", "outputs.tf", "example.tfvars"] {
            assert!(all().join(example.folder).join(file).is_file(), "{}/{file} is missing", example.folder);
        }
    }
}

/// The steps of the README: one apply for everything, the cut-over and the destroy.
#[tokio::test]
async fn every_example_is_applied_at_once_cut_over_and_destroyed() {
    for example in &EXAMPLES {
        let example_run = ExampleRun::new(example.folder).await;
        example_run.run(&["apply", "-auto-approve"]).await;
        example_run.edit("wait_for", "desired_status = \"stopped\"\n  wait_for");
        example_run.apply(&[]).await;
        assert_eq!(example_run.case.terraform.attributes(INSTANCE).await.unwrap()["status"], "Finished");
        example_run.run(&["destroy", "-auto-approve"]).await;
        example_run.case.is_empty().await;
    }
}

/// Who creates roles needs no DTS permissions, and who creates tasks needs no RAM permissions.
#[tokio::test]
async fn the_permissions_of_the_readme_are_enough() {
    let user = "ram_user = \"terraform\"";
    for (operators, enough) in [("AliyunDTSFullAccess", true), ("AliyunDTSReadOnlyAccess", false)] {
        let limited = World::builtin_toml()
            .split_inclusive("[[account]]")
            .map(|part| {
                let policy = if part.contains(OPERATOR.id) { operators } else { "AliyunRAMFullAccess" };
                part.replace(user, &format!("{user}, policies = [\"{policy}\"]"))
            })
            .collect::<String>();
        assert_eq!(limited.matches("policies = [\"AliyunRAM").count(), 2);
        let world = World::parse(&limited, "the world of limited users").unwrap();
        let example_run =
            ExampleRun::within("cross-account-both", Options { world, polls: 1, ..Options::default() }).await;
        if enough {
            example_run.apply(&[]).await;
            example_run.matches_readme().await;
        } else {
            let refused = example_run.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES]).await;
            let errors = refused.unwrap().errors();
            assert_eq!(errors.len(), 1, "{errors:#?}");
            assert_detail(&errors[0], &["ConfigureDtsJob", "Forbidden.RAM", "AliyunDTSFullAccess"]);
        }
        example_run.run(&["destroy", "-auto-approve"]).await;
        example_run.case.is_empty().await;
    }
}

/// What users get wrong first: the key of another account. Nothing is called in the wrong one.
#[tokio::test]
async fn a_profile_of_another_account_is_refused() {
    for example in &EXAMPLES {
        let example_run = ExampleRun::new(example.folder).await;
        let other = if example.task_of.account == OPERATOR.account { SOURCE_OWNER } else { OPERATOR };
        let profile = format!("{}={}", example.profile, other.profile);
        let wrong =
            example_run.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES, "-var", &profile]).await;
        let errors = wrong.unwrap().errors();
        let error = only_error(&errors, "Alibaba Cloud account is not allowed");
        assert_detail(error, &[other.account, example.task_of.account, "allowed_account_ids"]);
        assert_eq!(example_run.case.mutations_since(0).await, Vec::<String>::new());
    }
}
