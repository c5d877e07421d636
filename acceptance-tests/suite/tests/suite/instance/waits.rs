//! What a wait reports while it continues, and how long it may take.

use acceptance_harness::terraform::Run;
use dts_emulator::Options;
use serde_json::json;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error};
use crate::support::hcl;
use crate::support::standalone::StandaloneInstance;
#[cfg(unix)]
use crate::support::stopped_command::{Wait, continue_job, stop_with_signal, waiting};

const PROGRESS: &str = "progress of the job";

/// The lines of the log about a wait.
fn lines(run: &Run, level: &str) -> Vec<String> {
    let all = run.stderr.lines().filter(|line| line.contains(PROGRESS));
    all.filter(|line| line.contains(&format!("[{level}]"))).map(str::to_owned).collect()
}

/// Applies an instance that waits until it has caught up, and sees no change for a while. Returns the run and the
/// number of polls.
async fn watched(level: &str) -> (Run, usize) {
    let mut standalone = StandaloneInstance::start(1).await;
    standalone.terraform.set("TF_LOG_PROVIDER", level);
    standalone.write(&standalone.with("wait_for = \"caught_up\""));
    let held = |after: u32| json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "after": after});
    let since = json!({
        "match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "since": {"action": "CreateDtsInstance"},
    });
    standalone.case.control.fault(&since).await.unwrap();
    let external_change = async {
        standalone.until_held().await;
        standalone.force(json!({"status": "Migrating", "phase": "schema", "hold": true})).await;
        standalone.case.control.fault(&held(4)).await.unwrap();
        standalone.case.control.release().await.unwrap();
        standalone.until_held().await;
        standalone.force(json!({"hold": false})).await;
        standalone.case.control.release().await.unwrap();
    };
    let mark = standalone.case.mark().await;
    let (run, ()) = tokio::join!(standalone.terraform.apply(), external_change);
    let run = run.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let calls = standalone.case.control.requests().await.unwrap()[mark..].to_vec();
    let bought = calls.iter().position(|call| call["action"] == "CreateDtsInstance").unwrap();
    let looks = calls[bought..].iter().filter(|call| call["action"] == "DescribeDtsJobs").count();
    (run, looks)
}

#[tokio::test]
async fn an_info_log_shows_what_changed_and_not_every_look() {
    let (run, looks) = watched("INFO").await;
    let reported = lines(&run, "INFO");
    for phase in ["phase=schema", "phase=full", "phase=incremental", "status=Migrating", "percent=", "delay_ms="] {
        assert!(reported.iter().any(|line| line.contains(phase)), "{phase} is missing in:\n{}", reported.join("\n"));
    }
    assert!(reported.len() + 3 <= looks, "{} lines for {looks} looks:\n{}", reported.len(), reported.join("\n"));
    assert!(lines(&run, "DEBUG").is_empty());
}

#[tokio::test]
async fn a_debug_log_shows_every_look() {
    let (run, looks) = watched("DEBUG").await;
    assert_eq!(lines(&run, "INFO").len() + lines(&run, "DEBUG").len(), looks, "{}", run.stderr);
    assert!(!lines(&run, "DEBUG").is_empty());
}

/// Every operation stops after its own timeout, and reports which timeout to raise.
#[tokio::test]
async fn each_operation_has_its_own_time() {
    let standalone = StandaloneInstance::start(1).await;
    let timeouts = |more: &str| {
        standalone.with(&format!(
            "  {more}\n  timeouts {{\n    update = \"2s\"\n    delete = \"4s\"\n    read = \"30s\"\n  }}"
        ))
    };
    standalone.apply(&timeouts("")).await;
    standalone.force(json!({"hold": true})).await;
    let errors = standalone.refused_apply(&timeouts("desired_status = \"suspended\"")).await;
    assert_detail(
        only_error(&errors, "The change takes longer than the timeout"),
        &["increase update in the timeouts block"],
    );
    // The call was accepted: the next apply continues from there.
    standalone.force(json!({"hold": false})).await;
    standalone.apply(&timeouts("desired_status = \"suspended\"")).await;
    assert_eq!(standalone.case.job().await["status"], "Suspending");

    standalone.apply(&timeouts("on_destroy = \"stop_and_release\"")).await;
    standalone.force(json!({"hold": true})).await;
    let errors = standalone.terraform.destroy().await.unwrap().errors();
    assert_detail(
        only_error(&errors, "Releasing the DTS job takes longer than the timeout"),
        &["increase delete in the timeouts block"],
    );
    standalone.force(json!({"hold": false})).await;
    standalone.terraform.destroy().await.unwrap().success().unwrap();
}

/// DTS is busy with an earlier change: the provider waits, and reports no error.
#[tokio::test]
async fn an_earlier_change_is_waited_for() {
    let standalone = StandaloneInstance::start(1).await;
    standalone.apply(&standalone.with("")).await;
    for action in ["TransferInstanceClass", "SuspendDtsJob"] {
        let busy = json!({
            "match": {"action": action}, "kind": "error", "times": 3,
            "code": "DTS.Msg.OperationDenied.JobStatusModifying", "http_status": 200,
        });
        standalone.case.control.fault(&busy).await.unwrap();
    }
    let changed = standalone.with("desired_status = \"suspended\"").with("\"small\"", "\"large\"");
    standalone.apply(&changed).await;
    assert_no_changes(&standalone.terraform).await;
    let job = standalone.case.job().await;
    assert_eq!((&job["class"], &job["status"]), (&"large".into(), &"Suspending".into()));
}

/// The user sets the delay that a cut-over may have.
#[tokio::test]
async fn a_cut_over_waits_for_the_delay_that_is_allowed() {
    let standalone = StandaloneInstance::start(1).await;
    let quick = "  timeouts {\n    update = \"3s\"\n  }";
    standalone.apply(&standalone.with(quick)).await;
    // Behind by more than nothing, for as long as it is held.
    standalone.force(json!({"status": "Migrating", "phase": "incremental", "hold": true})).await;
    let stop =
        |delay: &str| standalone.with(&format!("  desired_status = \"stopped\"\n  max_delay_ms = {delay}\n{quick}"));
    let mark = standalone.case.mark().await;
    let errors = standalone.refused_apply(&stop("0")).await;
    assert_detail(only_error(&errors, "The change takes longer than the timeout"), &["catch up"]);
    assert_eq!(standalone.case.mutations_since(mark).await, [""; 0], "it was not stopped");
    standalone.force(json!({"hold": false})).await;
    standalone.apply(&stop("60000")).await;
    assert_eq!(standalone.case.job().await["status"], "Finished");
}

/// An interrupted update continues with the next apply: what was done is not done again.
#[cfg(unix)]
#[tokio::test]
async fn an_update_interrupted_in_its_wait_continues_in_place() {
    let case = Case::with(Options { polls: 3, ..Options::default() }).await;
    case.apply(&hcl::complete_migration()).await;
    let changed = hcl::complete_migration().with(
        "instance_class = \"small\"",
        "instance_class = \"large\"\n  desired_status = \"suspended\"\n  tags = { a = \"1\" }",
    );
    case.write(&changed);
    let raise = Wait { command: "apply", after: "TransferInstanceClass", look: "DescribeDtsJobs" };
    let run = stop_with_signal("INT", waiting(&case, raise).await).await;
    let errors: Vec<_> = run.errors().into_iter().filter(|one| !one.address.is_empty()).collect();
    assert_detail(only_error(&errors, "Interrupted"), &["Raising the class", "apply again"]);
    continue_job(&case).await;

    let run = applied(&case.terraform).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_instance.orders"]);
    assert_no_changes(&case.terraform).await;
    let job = case.job().await;
    assert_eq!((&job["class"], &job["status"]), (&"large".into(), &"Suspending".into()));
    let sent = case.mutations_since(0).await;
    for once in ["TagResources", "TransferInstanceClass", "SuspendDtsJob"] {
        assert_eq!(sent.iter().filter(|action| *action == once).count(), 1, "{once}: {sent:?}");
    }
}
