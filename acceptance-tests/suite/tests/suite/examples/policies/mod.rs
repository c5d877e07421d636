//! The example policies object to what they should, and to nothing else.

mod moved;
mod plans;
mod rego;

use std::collections::BTreeSet;
use std::path::Path;

use acceptance_harness::terraform::{Installation, Terraform};
use serde_json::{Value as Json, json};

use crate::support::case::{DESTINATION_PASSWORD, SOURCE_PASSWORD};

pub(crate) use self::plans::copy_tree;
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
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/plans"), &terraform.directory());
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
    judged(
        "new",
        &side_by_side().await,
        &[
            ("DTS_TRUSTED_ACCOUNTS", &roles),
            ("DTS_ENCRYPTED_CONNECTIONS", &tasks(&encryption)),
            ("DTS_EXISTING_TABLES", &tasks(&overwriting)),
            ("DTS_PRECHECK_TICKETS", &without_ticket),
        ],
    );
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
    let owner = |keys: &[&str]| -> BTreeSet<String> { each("dts_ram_role_trust.owner", keys).into_iter().collect() };
    let unknown = ["later", "partly", "wholly"];
    assert_eq!(
        refused(json!({ "trusted_accounts": ["2345678901234567", "3456789012345678", "9999999999999999"] })),
        owner(&unknown)
    );
    for untrusting in [json!({}), json!({ "trusted_accounts": [] })] {
        assert_eq!(refused(untrusting), owner(&["allowed", "two", "stranger", "mixed", "later", "partly", "wholly"]));
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
