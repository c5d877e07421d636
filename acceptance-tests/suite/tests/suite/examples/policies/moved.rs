//! Plans of what exists: replaced, changed and destroyed.

use serde_json::{Value as Json, json};

use super::{TASK, judged, planned, rego};
use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

const REFUSED: &str = "DTS_MOVED_DATA";
const IDLE: &str = "dts_migration_task.idle";
const REPLACED: &str = "-replace=dts_migration_task.orders";

/// The trust and the task, whose connections are encrypted and whose author lets it start over: only the data counts.
fn task() -> Hcl {
    let encrypted = |hcl: Hcl, end: &str| hcl.with(&format!("= 1 # {end}"), "= 1\n    encryption          = \"ssl\"");
    let types = "  migration_types = [";
    encrypted(encrypted(hcl::trust_and_task(), "source"), "destination")
        .with(types, &format!("  allow_restart   = true\n{types}"))
}

fn instance() -> Hcl {
    hcl::instance().with("= \"small\"", "= \"small\"\n  on_destroy     = \"stop_and_release\"")
}

/// A separate task, which nothing starts.
fn idle() -> Hcl {
    let task = Hcl::new(task().text().split_once("resource \"dts_migration_task\"").unwrap().1);
    let named = task.with("\"orders\" {\n  provider", "\"idle\" {\n  provider").with("= \"orders\"", "= \"idle\"");
    Hcl::new(format!("resource \"dts_migration_task\"{}", named.text()))
}

fn complete_migration() -> Hcl {
    task().and(&instance()).and(&idle())
}

fn only_the_task() -> [(&'static str, Vec<String>); 1] {
    [(REFUSED, vec![TASK.to_owned()])]
}

#[tokio::test]
async fn a_task_whose_data_has_moved_is_not_replaced() {
    let mut case = Case::start().await;
    let refused = only_the_task();
    let refused = refused.each_ref().map(|(rule, addresses)| (*rule, addresses.as_slice()));
    case.write(&complete_migration());
    let targets = [TASK, IDLE].map(|address| format!("-target={address}"));
    let arguments = ["apply", "-auto-approve", &targets[0], &targets[1]];
    case.terraform.run(&arguments).await.unwrap().success().unwrap();
    let before_start = planned(&case.terraform, &[REPLACED]).await;
    judged("replaced_before_start", &before_start, &[]);
    by_status(&before_start);

    case.apply(&complete_migration()).await;
    judged("settled", &planned(&case.terraform, &[]).await, &[]);
    judged("replaced_while_running", &planned(&case.terraform, &[REPLACED]).await, &refused);
    let other = planned(&case.terraform, &[&format!("-replace={IDLE}")]).await;
    judged("replaced_beside_a_running_one", &other, &[]);
    judged("destroyed", &planned(&case.terraform, &["-destroy"]).await, &[]);
    case.write(&complete_migration().with("= \"orders\"\n", "= \"renamed\"\n"));
    judged("renamed_while_running", &planned(&case.terraform, &[]).await, &[]);

    let first = "  name            = \"orders\"\n";
    case.write(
        &complete_migration().with(first, &format!("  lifecycle {{\n    create_before_destroy = true\n  }}\n{first}")),
    );
    judged("replaced_the_other_way_round", &planned(&case.terraform, &[REPLACED]).await, &refused);

    case.write(&complete_migration());
    case.terraform.set("DTS_OFFLINE", "true");
    judged("replaced_offline", &planned(&case.terraform, &[REPLACED]).await, &refused);
    case.terraform.unset("DTS_OFFLINE");
    case.destroy().await;
}

#[tokio::test]
async fn a_synchronization_whose_data_has_moved_is_not_replaced() {
    let case = Case::start().await;
    let complete = task()
        .and(&instance())
        .with_all("dts_migration_", "dts_synchronization_")
        .with("migration_types = [\"schema\", \"full\", \"incremental\"]", "initial_phases  = [\"schema\", \"full\"]");
    let (address, replaced) = ("dts_synchronization_task.orders", "-replace=dts_synchronization_task.orders");
    case.write(&complete);
    let only = format!("-target={address}");
    case.terraform.run(&["apply", "-auto-approve", &only]).await.unwrap().success().unwrap();
    judged("synchronization_before_start", &planned(&case.terraform, &[replaced]).await, &[]);
    case.apply(&complete).await;
    let refused = [address.to_owned()];
    judged("synchronization_replaced", &planned(&case.terraform, &[replaced]).await, &[(REFUSED, &refused)]);
    case.destroy().await;
}

/// An unknown status and a missing status both count as moved.
fn by_status(before_start: &Json) {
    let changes = before_start["resource_changes"].as_array().unwrap();
    let at = changes.iter().position(|change| change["address"] == TASK).unwrap();
    for (status, moved) in [
        (json!("NotConfigured"), false),
        (json!("NotStarted"), false),
        (json!("Prechecking"), false),
        (json!("PrecheckFailed"), false),
        (json!("prechecKPass"), false),
        (json!("Migrating"), true),
        (json!("Suspending"), true),
        (json!("Finished"), true),
        (json!("Released"), true),
        (json!("a word of tomorrow"), true),
        (Json::Null, true),
    ] {
        let mut plan = before_start.clone();
        plan["resource_changes"][at]["change"]["before"]["status"] = status.clone();
        let found: Vec<String> = rego::findings(&plan).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(found, if moved { vec![REFUSED] } else { Vec::new() }, "{status}");
    }
}

/// The state of a plan that was not refreshed has the task as it was before its instance started it; without an
/// instance the task's own status counts.
#[tokio::test]
async fn task_and_instance_each_report_that_data_has_moved() {
    let mut case = Case::start().await;
    let refused = only_the_task();
    let refused = refused.each_ref().map(|(rule, addresses)| (*rule, addresses.as_slice()));
    case.write(&task().and(&instance()));
    case.terraform.run(&["apply", "-auto-approve"]).await.unwrap().success().unwrap();
    case.terraform.set("DTS_OFFLINE", "true");
    let plan = planned(&case.terraform, &[REPLACED]).await;
    let changes = plan["resource_changes"].as_array().unwrap();
    let replaced = changes.iter().find(|change| change["address"] == TASK).unwrap();
    assert_eq!(replaced["change"]["before"]["status"], "PreCheckPass", "{replaced:#}");
    judged("replaced_unrefreshed", &plan, &refused);

    case.terraform.unset("DTS_OFFLINE");
    case.write(&task());
    case.terraform.run(&["state", "rm", "dts_migration_instance.orders"]).await.unwrap().success().unwrap();
    judged("replaced_without_instance", &planned(&case.terraform, &[REPLACED]).await, &refused);
}

/// As soon as there is an ID, it shows which instance belongs to the task, wherever the id comes from; another's
/// ticket does not count.
#[tokio::test]
async fn a_ticket_is_found_by_the_tasks_id() {
    let case = Case::start().await;
    let ignoring = |task: &Hcl| {
        let objects = "  objects = {\n";
        task.with(objects, &format!("  precheck {{\n    ignore = [\"CHECK_SAME_OBJ\"]\n  }}\n\n{objects}"))
    };
    let tasks = ignoring(&task()).and(&ignoring(&idle()));
    let local = Hcl::new("locals {\n  id = dts_migration_task.orders.id\n}\n");
    let tagged = |tag: &str| {
        let tags = format!("= \"small\"\n  tags           = {{ {tag} = \"OPS-1024\" }}");
        let instance = instance().with("dts_migration_task.orders.id", "local.id").with("= \"small\"", &tags);
        tasks.and(&local).and(&instance)
    };
    let rule = "DTS_PRECHECK_TICKETS";
    let (other, both) = ([IDLE.to_owned()], [TASK, IDLE].map(str::to_owned));
    case.write(&tagged("precheck_ticket"));
    judged("ticket_through_a_local", &planned(&case.terraform, &[]).await, &[(rule, &both)]);
    case.apply(&tagged("precheck_ticket")).await;
    judged("ticket_by_id", &planned(&case.terraform, &[]).await, &[(rule, &other)]);
    case.write(&tagged("ticket"));
    judged("ticket_taken_away", &planned(&case.terraform, &[]).await, &[(rule, &both)]);
    case.destroy().await;
}
