//! Every example does what its README says, is changed the way a user changes it, and can be imported.

mod example;
mod module;
pub(crate) mod policies;

use std::collections::BTreeSet;

use acceptance_harness::profiles::{OPERATOR, SOURCE_OWNER};
use dts_emulator::{Options, World};

use crate::support::case::says;

use self::example::{EXAMPLES, INSTANCE, TASK, Tried, VALUES, all};

/// From nothing to running, changed before and after it starts, imported, and back to nothing.
async fn lives(folder: &str) {
    let tried = Tried::new(folder).await;
    let id = tried.task_alone().await;
    tried.apply(&[]).await;
    tried.is_as_told().await;
    tried.renamed(&id).await;
    let imported = tried.imported().await;
    imported.run(&["destroy", "-auto-approve", VALUES]).await.unwrap().success().unwrap();
    tried.case.is_empty().await;
}

#[tokio::test]
async fn a_source_in_another_account() {
    lives("cross-account-source").await;
}

#[tokio::test]
async fn a_destination_in_another_account() {
    lives("cross-account-destination").await;
}

#[tokio::test]
async fn both_ends_in_other_accounts() {
    lives("cross-account-both").await;
}

#[tokio::test]
async fn on_a_dedicated_cluster() {
    lives("dedicated-cluster").await;
}

#[tokio::test]
async fn a_migration_gets_more_units_of_its_cluster_while_it_runs() {
    let tried = Tried::new("dedicated-cluster").await;
    tried.run(&["apply", "-auto-approve"]).await;
    let id = tried.job().await["id"].clone();
    assert_eq!(tried.job().await["parameters"]["DedicatedClusterId"], "dtscluster_destination");
    let mark = tried.case.mark().await;
    tried.apply(&["-var", "units=2"]).await;
    assert_eq!(tried.case.mutations_since(mark).await, ["ModifyDtsJobDuLimit"]);
    assert_eq!(tried.job().await["id"], id);

    let refused = tried.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES, "-var", "units=31"]).await;
    let errors = refused.unwrap().errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    says(&errors[0], &["30 DUs left", "Rule: du-left"]);
    tried.run(&["destroy", "-auto-approve"]).await;
    tried.case.is_empty().await;
}

#[test]
fn every_example_is_listed_here_and_complete() {
    // Tested by themselves: `module`, `policies`; by the tests of the pages: `ephemeral-resources`.
    const OTHERS: [&str; 4] = ["ephemeral-resources", "many-migrations", "modules", "policies"];
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

/// The README's way: all of it at once, the cut-over, and the end.
#[tokio::test]
async fn every_example_is_applied_at_once_cut_over_and_destroyed() {
    for example in &EXAMPLES {
        let tried = Tried::new(example.folder).await;
        tried.run(&["apply", "-auto-approve"]).await;
        tried.edit("wait_for", "desired_status = \"stopped\"\n  wait_for");
        tried.apply(&[]).await;
        assert_eq!(tried.case.terraform.attributes(INSTANCE).await.unwrap()["status"], "Finished");
        tried.run(&["destroy", "-auto-approve"]).await;
        tried.case.is_empty().await;
    }
}

/// Whoever makes roles needs no right to DTS, and whoever makes tasks none to RAM.
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
        let tried = Tried::within("cross-account-both", Options { world, polls: 1, ..Options::default() }).await;
        if enough {
            tried.apply(&[]).await;
            tried.is_as_told().await;
        } else {
            let refused = tried.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES]).await;
            let errors = refused.unwrap().errors();
            assert_eq!(errors.len(), 1, "{errors:#?}");
            says(&errors[0], &["ConfigureDtsJob", "Forbidden.RAM", "AliyunDTSFullAccess"]);
        }
        tried.run(&["destroy", "-auto-approve"]).await;
        tried.case.is_empty().await;
    }
}

/// What users get wrong first: the key of another account. Nothing is called in the wrong one.
#[tokio::test]
async fn a_profile_of_another_account_is_refused() {
    for example in &EXAMPLES {
        let tried = Tried::new(example.folder).await;
        let other = if example.task_of.account == OPERATOR.account { SOURCE_OWNER } else { OPERATOR };
        let profile = format!("{}={}", example.profile, other.profile);
        let wrong = tried.case.terraform.run(&["apply", "-json", "-auto-approve", VALUES, "-var", &profile]).await;
        let errors = wrong.unwrap().errors();
        let error = errors.iter().find(|error| error.address == TASK).unwrap_or_else(|| panic!("{errors:#?}"));
        assert_eq!(error.summary, "Alibaba Cloud account is not allowed");
        says(error, &[other.account, example.task_of.account, "allowed_account_ids"]);
        assert_eq!(tried.case.mutations_since(0).await, Vec::<String>::new());
    }
}
