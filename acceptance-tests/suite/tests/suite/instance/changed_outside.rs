//! A migration that was suspended, stopped, started or released outside Terraform, or that failed: the plan shows the present and the
//! desired status and the reason, and a configuration that ignores changes sends no call.

use acceptance_harness::terraform::Run;
use serde_json::json;

use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::support::standalone::{INSTANCE, StandaloneInstance, warnings};

/// The status that is forced, the `desired_status` that was applied, the one that a plan shows, and the title of its warning.
const CHANGES: [(&str, &str, &str, &str); 4] = [
    ("Suspending", "running", "suspended", "The migration was suspended outside Terraform"),
    ("MigrationFailed", "running", "failed", "The migration failed"),
    ("NotStarted", "running", "not_started", "The migration has not started"),
    ("Migrating", "suspended", "running", "The migration was started outside Terraform"),
];

fn desired(standalone: &StandaloneInstance, status: &str) -> Hcl {
    standalone.with(&format!("desired_status = {status:?}"))
}

/// An instance that was applied with a desired status, and that is in another status now.
async fn changed(applied: &str, forced: &str) -> StandaloneInstance {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("")).await;
    if applied != "running" {
        standalone.apply(&desired(&standalone, applied)).await;
    }
    standalone.force(json!({"status": forced})).await;
    standalone
}

/// The text of a plan, without what differs between runs.
async fn text_of_plan(standalone: &StandaloneInstance) -> String {
    let run = standalone.terraform.run(&["plan", "-no-color"]).await.unwrap();
    shown(&run, &standalone.job)
}

fn shown(run: &Run, job: &str) -> String {
    let text = format!("{}\n{}", run.stdout, run.stderr);
    let beginnings = ["Terraform used the selected", "OpenTofu used the selected", "No changes."];
    let from = beginnings.iter().find_map(|beginning| text.find(beginning)).unwrap();
    // A time ends with "Z" and has no blank; Terraform may break a line after it.
    let without_time = |word: &str| {
        let is_time = word.starts_with("20") && word.contains('T');
        word.split_once('Z').filter(|_| is_time).map(|(_, rest)| format!("<TIME>{rest}"))
    };
    let lines = text[from..].lines().filter(|line| !line.contains("─")).map(|line| {
        let words: Vec<String> =
            line.split(' ').map(|word| without_time(word).unwrap_or_else(|| word.replace(job, "<JOB ID>"))).collect();
        words.join(" ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n").replace("OpenTofu", "Terraform")
}

#[tokio::test]
async fn the_plan_shows_both_statuses_and_the_reason() {
    for (forced, applied, shown, title) in CHANGES {
        let standalone = changed(applied, forced).await;
        let run = standalone.terraform.plan().await.unwrap();
        assert_eq!(run.code, Some(2), "{forced}: {}", run.output());
        assert_eq!(warnings(&run), [title], "{forced}");
        let text = text_of_plan(&standalone).await;
        let words: Vec<&str> = text.split_whitespace().collect();
        let change = format!("desired_status = {shown:?} -> {applied:?}");
        assert!(words.join(" ").contains(&change), "{forced}: {text}");
        insta::assert_snapshot!(format!("plan_of_{forced}"), text);
    }
}

/// DTS does not start a stopped migration again, so the plan leaves it as it is.
#[tokio::test]
async fn what_was_stopped_is_left_as_it_is_with_a_warning() {
    let standalone = changed("running", "Finished").await;
    let run = standalone.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "{}", run.output());
    assert_eq!(warnings(&run), ["The migration was stopped outside Terraform"]);
    insta::assert_snapshot!("plan_of_Finished", text_of_plan(&standalone).await);
    // What is written as it is has no warning.
    let mark = standalone.case.mark().await;
    standalone.apply(&desired(&standalone, "stopped")).await;
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0]);
    assert_eq!(warnings(&standalone.terraform.plan().await.unwrap()), [""; 0]);
}

#[tokio::test]
async fn what_was_released_stays_and_the_plan_says_so() {
    let standalone = changed("running", "Migrating").await;
    standalone.released_by_another_user().await;
    let run = standalone.terraform.plan().await.unwrap();
    assert_eq!(
        (run.code, warnings(&run)),
        (Some(0), vec!["The migration was released".to_owned()]),
        "{}",
        run.output()
    );
    insta::assert_snapshot!("plan_of_Released", text_of_plan(&standalone).await);
}

#[tokio::test]
async fn with_ignore_changes_no_call_is_sent() {
    for ignored in ["all", "[desired_status]"] {
        for (forced, applied, ..) in
            CHANGES.into_iter().chain([("Finished", "running", "", ""), ("gone", "running", "", "")])
        {
            let standalone = StandaloneInstance::start(1).await;
            let ignore =
                format!("  lifecycle {{\n    ignore_changes = {ignored}\n  }}\n  desired_status = \"running\"");
            standalone.apply(&standalone.with("")).await;
            if applied != "running" {
                standalone.apply(&desired(&standalone, applied)).await;
            }
            match forced {
                "gone" => standalone.released_by_another_user().await,
                status => standalone.force(json!({"status": status})).await,
            }
            let mark = standalone.case.mark().await;
            standalone.apply(&standalone.with(&ignore)).await;
            assert_eq!(standalone.case.mutations_since(mark).await, [""; 0], "{ignored}: {forced}");
        }
    }
}

/// A class change of a migration whose changes are ignored starts nothing.
#[tokio::test]
async fn another_change_starts_nothing_that_is_ignored() {
    let standalone = changed("running", "Suspending").await;
    let ignoring = standalone.with("  lifecycle {\n    ignore_changes = [desired_status]\n  }");
    let mark = standalone.case.mark().await;
    standalone.apply(&ignoring.with("\"small\"", "\"large\"")).await;
    assert_eq!(standalone.case.mutations_since(mark).await, ["TransferInstanceClass"]);
}

/// The present status does not keep an instance from being destroyed.
#[tokio::test]
async fn what_was_stopped_outside_can_be_destroyed() {
    let standalone = changed("running", "Finished").await;
    standalone.terraform.destroy().await.unwrap().success().unwrap();
}

/// One action of the command line on one resource, in one live status.
struct Row {
    action: &'static str,
    resource: &'static str,
    status: &'static str,
    /// The title of the error of the plan; or of the apply, before its first call that changes something; or none.
    plan: Option<&'static str>,
    apply: Option<&'static str>,
}

const TASK: &str = "dts_migration_task.orders";
const START_OVER: Option<&str> = Some("The migration would start over");
const EXISTS: Option<&str> = Some("The migration task has an instance already");
const ALONE: Option<&str> = Some("Cannot replace an instance without its task");

const fn row(
    action: &'static str,
    resource: &'static str,
    status: &'static str,
    plan: Option<&'static str>,
    apply: Option<&'static str>,
) -> Row {
    Row { action, resource, status, plan, apply }
}

/// The statuses of a migration whose data has moved.
const ROWS: [Row; 20] = [
    row("taint", TASK, "Migrating", START_OVER, None),
    row("taint", TASK, "Suspending", START_OVER, None),
    row("taint", TASK, "MigrationFailed", START_OVER, None),
    row("taint", TASK, "Finished", START_OVER, None),
    row("taint", INSTANCE, "Migrating", ALONE, None),
    row("taint", INSTANCE, "Suspending", ALONE, None),
    row("taint", INSTANCE, "MigrationFailed", ALONE, None),
    row("taint", INSTANCE, "Finished", ALONE, None),
    row("-replace", TASK, "Migrating", START_OVER, None),
    row("-replace", TASK, "Suspending", START_OVER, None),
    row("-replace", TASK, "Finished", START_OVER, None),
    row("-replace", INSTANCE, "Migrating", ALONE, None),
    row("-replace", INSTANCE, "Suspending", ALONE, None),
    row("-replace", INSTANCE, "Finished", ALONE, None),
    row("taint without a refresh", TASK, "Migrating", START_OVER, None),
    row("taint without a refresh", INSTANCE, "Migrating", EXISTS, None),
    row("-target", TASK, "Suspending", None, None),
    row("saved plan", INSTANCE, "Suspending", None, Some("The migration was suspended after this plan was created")),
    row("saved plan", INSTANCE, "MigrationFailed", None, Some("The migration failed after this plan was created")),
    row("saved plan", INSTANCE, "Migrating", None, None),
];

#[tokio::test]
async fn what_a_plan_passed_is_not_refused_half_way() {
    for one in ROWS {
        of_row(&one).await;
    }
}

/// A complete migration that is running, whose instance may be released while it runs.
fn configuration(class: &str) -> Hcl {
    hcl::complete_migration()
        .with("instance_class = \"small\"", &format!("instance_class = {class:?}\n  on_destroy = \"stop_and_release\""))
}

async fn of_row(row: &Row) {
    let name = format!("{} {} {}", row.action, row.resource, row.status);
    let case = Case::start().await;
    case.apply(&configuration("small")).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let force = async || case.control.force(&job, &json!({"status": row.status})).await.unwrap();
    let (replace, target) = (format!("-replace={}", row.resource), format!("-target={}", row.resource));
    let mut flags = vec!["plan", "-json", "-out=saved.plan"];
    match row.action {
        "taint" | "taint without a refresh" => {
            case.terraform.run(&["taint", row.resource]).await.unwrap().success().unwrap();
        }
        "-replace" => flags.push(&replace),
        "-target" => flags.push(&target),
        _ => case.write(&configuration("large")),
    }
    if row.action.ends_with("without a refresh") {
        flags.push("-refresh=false");
    }
    if row.action != "saved plan" {
        force().await;
    }
    let mark = case.mark().await;
    let plan = case.terraform.run(&flags).await.unwrap();
    assert_error(&name, &plan, row.plan);
    if row.plan.is_some() {
        assert_eq!(case.mutations_since(mark).await, [""; 0], "{name}");
        return;
    }
    if row.action == "saved plan" {
        force().await;
    }
    let mark = case.mark().await;
    let apply = case.terraform.run(&["apply", "-json", "saved.plan"]).await.unwrap();
    assert_error(&name, &apply, row.apply);
    if row.apply.is_some() {
        assert_eq!(case.mutations_since(mark).await, [""; 0], "{name}");
        let after = case.job().await;
        assert_eq!(after["status"], row.status, "{name}");
    }
}

fn assert_error(name: &str, run: &Run, title: Option<&str>) {
    let titles: Vec<String> = run.errors().into_iter().map(|one| one.summary).collect();
    match title {
        None => assert_eq!(titles, [""; 0], "{name}"),
        Some(title) => assert!(titles.iter().any(|one| one == title), "{name}: {titles:?}\n{}", run.output()),
    }
}

/// The counterpart: with the permission, a tainted task is replaced with its instance.
#[tokio::test]
async fn with_allow_restart_a_tainted_task_is_replaced() {
    let case = Case::start().await;
    let allowed = configuration("small").with("  migration_types = ", "  allow_restart = true\n  migration_types = ");
    case.apply(&allowed).await;
    let first = case.job().await["id"].clone();
    case.terraform.run(&["taint", TASK]).await.unwrap().success().unwrap();
    case.apply(&allowed).await;
    assert_ne!(case.job().await["id"], first);
}

/// A destroy begins with a plan of the configuration, in which a tainted resource is replaced. What that plan refuses does not stop the
/// destroy.
#[tokio::test]
async fn a_running_migration_that_was_tainted_can_be_destroyed() {
    for tainted in [TASK, INSTANCE] {
        let case = Case::start().await;
        case.apply(&configuration("small")).await;
        case.terraform.run(&["taint", tainted]).await.unwrap().success().unwrap();
        let errors = case.terraform.plan().await.unwrap().errors();
        assert!(
            errors.iter().all(|error| error.detail.contains("terraform untaint")) && !errors.is_empty(),
            "{errors:#?}"
        );
        case.destroy().await;
    }
}

/// A class change keeps what it does not change known.
#[tokio::test]
async fn a_class_change_keeps_the_progress_known() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("")).await;
    assert_no_changes(&standalone.terraform).await;
    standalone.write(&standalone.with("").with("\"small\"", "\"large\""));
    let text = text_of_plan(&standalone).await;
    assert!(!text.contains("known after apply"), "{text}");
    standalone.apply(&standalone.with("").with("\"small\"", "\"large\"")).await;
}
