//! The example policies object to what they should, and to nothing else.

mod moved;
mod plans;
mod rego;
mod tencent_moved;

use std::collections::BTreeSet;
use std::path::Path;

use acceptance_harness::folder::copy_tree;
use acceptance_harness::terraform::{Installation, Terraform};
use serde_json::{Value as Json, json};

use crate::support::case::{DESTINATION_PASSWORD, SOURCE_PASSWORD};

use self::plans::{expected, hand_over, planned};

/// A rule and the address of the resource it objects to.
type Finding = (String, String);
type Findings = BTreeSet<Finding>;

const TASK: &str = "dts_migration_task.orders";

/// The rules object to exactly these, also according to their messages; Checkov gets the same plan.
fn judged(name: &str, plan: &Json, refused: &[(&str, &[String])]) {
    let wanted = expected(refused);
    assert_eq!(rego::findings(plan), wanted, "{name}");
    hand_over(name, plan, &wanted);
}

fn each(kind: &str, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| format!("{kind}[{key:?}]")).collect()
}

/// `acceptance-tests/policies/plans`: one plan with accepted and rejected resources side by side.
async fn side_by_side() -> Json {
    let mut terraform = Terraform::new(Installation::DevOverride).unwrap();
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/plans"), &terraform.directory()).unwrap();
    terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    terraform.set("TF_VAR_destination_password", DESTINATION_PASSWORD);
    terraform.set("DTS_OFFLINE", "true");
    terraform.run(&["get"]).await.unwrap().success().unwrap();
    planned(&terraform, &[]).await
}

#[tokio::test]
async fn new_resources_are_refused_where_they_should_be() {
    let roles = each("dts_ram_role_trust.owner", &["stranger", "mixed", "later", "partly", "wholly"]);
    let encryption = ["source_unencrypted", "target_unencrypted", "encryption_later", "one_end_later"];
    let overwriting = ["overwriting", "overwriting_ticketed", "mode_later"];
    let ignoring = [
        "ignoring_alone",
        "ignoring_untagged",
        "ignoring_other_tag",
        "ignoring_blank_ticket",
        "ignoring_ticket_later",
        "ignoring_later",
    ];
    let tasks = |keys: &[&str]| each("dts_migration_task.each", keys);
    let of_modules = ["module.pair[\"bare].x\"]", "module.outer[1].module.pair", "module.apart"];
    let mut without_ticket = tasks(&ignoring);
    without_ticket.extend(of_modules.map(|module| format!("{module}.dts_migration_task.this")));
    let others = [tencent_side_by_side(), synchronizations_side_by_side(), two_way_side_by_side()].concat();
    let more = |rule: &str, of_migrations: Vec<String>| -> Vec<String> {
        let others = others.iter().filter(|(of, _)| *of == rule).map(|(_, at)| at.clone());
        of_migrations.into_iter().chain(others).collect()
    };
    judged(
        "new",
        &side_by_side().await,
        &[
            ("DTS_TRUSTED_ACCOUNTS", &more("DTS_TRUSTED_ACCOUNTS", roles)),
            ("DTS_ENCRYPTED_CONNECTIONS", &more("DTS_ENCRYPTED_CONNECTIONS", tasks(&encryption))),
            ("DTS_EXISTING_TABLES", &more("DTS_EXISTING_TABLES", tasks(&overwriting))),
            ("DTS_PRECHECK_TICKETS", &more("DTS_PRECHECK_TICKETS", without_ticket)),
            ("DTS_TWO_WAY_REVIEWER", &more("DTS_TWO_WAY_REVIEWER", Vec::new())),
            ("DTS_OVERWRITTEN_ROWS", &more("DTS_OVERWRITTEN_ROWS", Vec::new())),
        ],
    );
}

/// What is wrong with the resources of Tencent Cloud in `acceptance-tests/policies/plans`.
fn tencent_side_by_side() -> Vec<(&'static str, String)> {
    let tasks = "dts_tencent_migration_task.each";
    let of = |rule: &'static str, kind: &str, keys: &[&str]| -> Vec<(&'static str, String)> {
        each(kind, keys).into_iter().map(|address| (rule, address)).collect()
    };
    [
        of("DTS_TRUSTED_ACCOUNTS", "dts_cam_role_trust.owner", &["stranger", "mixed", "partly", "wholly"]),
        of("DTS_ENCRYPTED_CONNECTIONS", tasks, &["source_unencrypted", "target_unencrypted", "encryption_later"]),
        of(
            "DTS_EXISTING_TABLES",
            tasks,
            &["overwriting", "overwriting_later", "skipping_later", "keys_overwritten", "keys_cleared", "keys_later"],
        ),
        of("DTS_PRECHECK_TICKETS", tasks, &["skipping", "skipping_other_tag", "skipping_later"]),
        of("DTS_PRECHECK_TICKETS", "dts_tencent_migration_task.crossed", &["skipping_ticketed", "plain"]),
    ]
    .concat()
}

/// What is wrong with the synchronizations in `acceptance-tests/policies/plans`.
fn synchronizations_side_by_side() -> Vec<(&'static str, String)> {
    let of = |rule: &'static str, keys: &[&str]| -> Vec<(&'static str, String)> {
        each("dts_synchronization_task.each", keys).into_iter().map(|address| (rule, address)).collect()
    };
    [
        of("DTS_ENCRYPTED_CONNECTIONS", &["unencrypted"]),
        of("DTS_EXISTING_TABLES", &["overwriting"]),
        of("DTS_PRECHECK_TICKETS", &["ignoring_alone", "ignoring_other_tag"]),
    ]
    .concat()
}

/// What is wrong with the synchronizations in both directions in `acceptance-tests/policies/plans`.
fn two_way_side_by_side() -> Vec<(&'static str, String)> {
    let of = |rule: &'static str, keys: &[&str]| -> Vec<(&'static str, String)> {
        each("dts_synchronization_task.both", keys).into_iter().map(|address| (rule, address)).collect()
    };
    [
        of(
            "DTS_TWO_WAY_REVIEWER",
            &["unreviewed", "untagged", "other_tag", "blank_reviewer", "reviewer_later", "block_later"],
        ),
        of(
            "DTS_OVERWRITTEN_ROWS",
            &["overwriting", "overwriting_back", "conflicts_later", "conflicts_back_later", "block_later"],
        ),
        of("DTS_PRECHECK_TICKETS", &["ignoring_back", "ignoring_back_later"]),
    ]
    .concat()
}

/// The list alone decides which accounts are trusted; without a list, no account is trusted.
#[tokio::test]
async fn the_list_of_trusted_accounts_decides() {
    let plan = side_by_side().await;
    let refused = |list: Json| -> BTreeSet<String> {
        let found = rego::denied(&plan, &list);
        let of_roles = found.iter().filter(|found| found["rule"] == "DTS_TRUSTED_ACCOUNTS");
        of_roles.map(|found| found["address"].as_str().unwrap().to_owned()).collect()
    };
    let owners = |ram: &[&str], cam: &[&str]| -> BTreeSet<String> {
        each("dts_ram_role_trust.owner", ram).into_iter().chain(each("dts_cam_role_trust.owner", cam)).collect()
    };
    let all = ["2345678901234567", "3456789012345678", "9999999999999999", "700000000002", "700000000003"];
    let unknown = (["later", "partly", "wholly"], ["partly", "wholly"]);
    assert_eq!(refused(json!({ "trusted_accounts": all })), owners(&unknown.0, &unknown.1));
    for untrusting in [json!({}), json!({ "trusted_accounts": [] })] {
        let every = owners(
            &["allowed", "two", "stranger", "mixed", "later", "partly", "wholly"],
            &["allowed", "stranger", "mixed", "partly", "wholly"],
        );
        assert_eq!(refused(untrusting), every);
    }
}

/// A plan that says nothing and a document that is not a plan are not the same.
#[tokio::test]
async fn what_is_no_plan_is_refused() {
    let terraform = Terraform::new(Installation::DevOverride).unwrap();
    terraform.write("main.tf", "output \"nothing\" {\n  value = 1\n}\n").unwrap();
    let plan = planned(&terraform, &[]).await;
    judged("empty", &plan, &[]);
    terraform.apply().await.unwrap().success().unwrap();
    let state = terraform.show(None).await.unwrap();
    for other in [state, json!({}), json!([plan])] {
        let found = rego::denied(&other, &rego::allow_list());
        assert_eq!((found.len(), &found[0]["rule"]), (1, &json!("DTS_PLAN")), "{found:?}");
    }
}

/// The example of a synchronization in both directions passes with a reviewer, and only with one.
#[tokio::test]
async fn the_example_in_both_directions_has_a_reviewer() {
    let mut terraform = Terraform::new(Installation::DevOverride).unwrap();
    terraform.copy_files(&rego::policies().join("../two-way-cross-account")).unwrap();
    terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    terraform.set("TF_VAR_destination_password", DESTINATION_PASSWORD);
    terraform.set("DTS_OFFLINE", "true");
    let refused = ["dts_synchronization_task.stores".to_owned()];
    for (name, variables, refused) in [
        ("two_way_example", &["-var-file=example.tfvars"][..], &[][..]),
        (
            "two_way_example_unreviewed",
            &["-var-file=example.tfvars", "-var=reviewer="],
            &[("DTS_TWO_WAY_REVIEWER", &refused[..])],
        ),
    ] {
        judged(name, &planned(&terraform, variables).await, refused);
    }
}

/// The author's commands of the README, on an example.
#[tokio::test]
async fn the_readme_shows_how_to_create_the_plan() {
    let readme = std::fs::read_to_string(rego::policies().join("README.md")).unwrap();
    let commands: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("terraform ")).collect();
    let [plan, show] = commands[..] else { panic!("{commands:?}") };
    let mut terraform = Terraform::new(Installation::DevOverride).unwrap();
    terraform.copy_files(&rego::policies().join("../cross-account-source")).unwrap();
    terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    terraform.set("TF_VAR_destination_password", DESTINATION_PASSWORD);
    assert!(readme.contains("export DTS_OFFLINE=true"));
    terraform.set("DTS_OFFLINE", "true");
    let (show, file) = show.split_once(" > ").unwrap();
    assert_eq!(file, "plan.json");
    let [plan, show] = [plan, show].map(|command| command.split(' ').collect::<Vec<_>>());
    let unencrypted = ["-var", "encryption=none"];
    assert!(readme.contains(&format!("with `{}` it is refused", unencrypted.join(" "))));
    for (name, variable, refused) in [
        ("example", &[][..], &[][..]),
        ("example_unencrypted", &unencrypted[..], &[("DTS_ENCRYPTED_CONNECTIONS", &[TASK.to_owned()][..])][..]),
    ] {
        let planned = terraform.run(&[&plan[..], variable].concat()).await.unwrap();
        planned.success().unwrap_or_else(|error| panic!("{error}"));
        let shown = terraform.run(&show).await.unwrap().success().unwrap().json().unwrap();
        judged(name, &shown, refused);
    }
}
