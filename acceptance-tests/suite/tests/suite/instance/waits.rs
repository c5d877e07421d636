//! What a wait says while it goes on, and how long it may take.

use acceptance_harness::terraform::Run;
use dts_emulator::Options;
use serde_json::json;

use crate::support::case::{Case, applied, only, says, settled};
use crate::support::hcl;
use crate::support::standalone::Alone;
#[cfg(unix)]
use crate::support::stopped_command::{Wait, goes_on, stopped_by, waiting};

const PROGRESS: &str = "progress of the job";

/// The lines of the log about a wait.
fn lines(run: &Run, level: &str) -> Vec<String> {
    let all = run.stderr.lines().filter(|line| line.contains(PROGRESS));
    all.filter(|line| line.contains(&format!("[{level}]"))).map(str::to_owned).collect()
}

/// Applies an instance that waits until it has caught up, and for a while sees nothing new. Returns the run and the looks.
async fn watched(level: &str) -> (Run, usize) {
    let mut alone = Alone::start(1).await;
    alone.terraform.set("TF_LOG_PROVIDER", level);
    alone.write(&alone.with("wait_for = \"caught_up\""));
    let held = |after: u32| json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "after": after});
    let since = json!({
        "match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "since": {"action": "CreateDtsInstance"},
    });
    alone.case.control.fault(&since).await.unwrap();
    let meddle = async {
        alone.until_held().await;
        alone.force(json!({"status": "Migrating", "phase": "schema", "hold": true})).await;
        alone.case.control.fault(&held(4)).await.unwrap();
        alone.case.control.release().await.unwrap();
        alone.until_held().await;
        alone.force(json!({"hold": false})).await;
        alone.case.control.release().await.unwrap();
    };
    let mark = alone.case.mark().await;
    let (run, ()) = tokio::join!(alone.terraform.apply(), meddle);
    let run = run.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let calls = alone.case.control.requests().await.unwrap()[mark..].to_vec();
    let bought = calls.iter().position(|call| call["action"] == "CreateDtsInstance").unwrap();
    let looks = calls[bought..].iter().filter(|call| call["action"] == "DescribeDtsJobs").count();
    (run, looks)
}

#[tokio::test]
async fn an_info_log_shows_what_changed_and_not_every_look() {
    let (run, looks) = watched("INFO").await;
    let told = lines(&run, "INFO");
    for phase in ["phase=schema", "phase=full", "phase=incremental", "status=Migrating", "percent=", "delay_ms="] {
        assert!(told.iter().any(|line| line.contains(phase)), "{phase} is missing in:\n{}", told.join("\n"));
    }
    assert!(told.len() + 3 <= looks, "{} lines for {looks} looks:\n{}", told.len(), told.join("\n"));
    assert!(lines(&run, "DEBUG").is_empty());
}

#[tokio::test]
async fn a_debug_log_shows_every_look() {
    let (run, looks) = watched("DEBUG").await;
    assert_eq!(lines(&run, "INFO").len() + lines(&run, "DEBUG").len(), looks, "{}", run.stderr);
    assert!(!lines(&run, "DEBUG").is_empty());
}

/// Every operation ends when its own time is up, and says which timeout to raise.
#[tokio::test]
async fn each_operation_has_its_own_time() {
    let alone = Alone::start(1).await;
    let timeouts = |more: &str| {
        alone.with(&format!(
            "  {more}\n  timeouts {{\n    update = \"2s\"\n    delete = \"4s\"\n    read = \"30s\"\n  }}"
        ))
    };
    alone.apply(&timeouts("")).await;
    alone.force(json!({"hold": true})).await;
    let errors = alone.refused_apply(&timeouts("desired_status = \"suspended\"")).await;
    says(only(&errors, "The change takes longer than the timeout"), &["timeouts { update }"]);
    // The call was accepted: the next apply goes on from there.
    alone.force(json!({"hold": false})).await;
    alone.apply(&timeouts("desired_status = \"suspended\"")).await;
    assert_eq!(alone.case.job().await["status"], "Suspending");

    alone.apply(&timeouts("on_destroy = \"stop_and_release\"")).await;
    alone.force(json!({"hold": true})).await;
    let errors = alone.terraform.destroy().await.unwrap().errors();
    says(only(&errors, "Releasing the DTS job takes longer than the timeout"), &["timeouts { delete }"]);
    alone.force(json!({"hold": false})).await;
    alone.terraform.destroy().await.unwrap().success().unwrap();
}

/// DTS is busy with an earlier change: that is waited for, not told.
#[tokio::test]
async fn an_earlier_change_is_waited_for() {
    let alone = Alone::start(1).await;
    alone.apply(&alone.with("")).await;
    for action in ["TransferInstanceClass", "SuspendDtsJob"] {
        let busy = json!({
            "match": {"action": action}, "kind": "error", "times": 3,
            "code": "DTS.Msg.OperationDenied.JobStatusModifying", "http_status": 200,
        });
        alone.case.control.fault(&busy).await.unwrap();
    }
    let changed = alone.with("desired_status = \"suspended\"").with("\"small\"", "\"large\"");
    alone.apply(&changed).await;
    settled(&alone.terraform).await;
    let job = alone.case.job().await;
    assert_eq!((&job["class"], &job["status"]), (&"large".into(), &"Suspending".into()));
}

/// The delay a cut-over may have is the user's.
#[tokio::test]
async fn a_cut_over_waits_for_the_delay_that_is_allowed() {
    let alone = Alone::start(1).await;
    let quick = "  timeouts {\n    update = \"3s\"\n  }";
    alone.apply(&alone.with(quick)).await;
    // Behind by more than nothing, for as long as it is held.
    alone.force(json!({"status": "Migrating", "phase": "incremental", "hold": true})).await;
    let stop = |delay: &str| alone.with(&format!("  desired_status = \"stopped\"\n  max_delay_ms = {delay}\n{quick}"));
    let mark = alone.case.mark().await;
    let errors = alone.refused_apply(&stop("0")).await;
    says(only(&errors, "The change takes longer than the timeout"), &["catch up"]);
    assert_eq!(alone.case.mutations_since(mark).await, [""; 0], "it was not stopped");
    alone.force(json!({"hold": false})).await;
    alone.apply(&stop("60000")).await;
    assert_eq!(alone.case.job().await["status"], "Finished");
}

/// An update that is cut short goes on with the next apply: what was done is not done again.
#[cfg(unix)]
#[tokio::test]
async fn an_update_interrupted_in_its_wait_goes_on_in_place() {
    let case = Case::with(Options { polls: 3, ..Options::default() }).await;
    case.apply(&hcl::whole()).await;
    let changed = hcl::whole().with(
        "instance_class = \"small\"",
        "instance_class = \"large\"\n  desired_status = \"suspended\"\n  tags = { a = \"1\" }",
    );
    case.write(&changed);
    let raise = Wait { command: "apply", after: "TransferInstanceClass", look: "DescribeDtsJobs" };
    let run = stopped_by("INT", waiting(&case, raise).await).await;
    let errors: Vec<_> = run.errors().into_iter().filter(|one| !one.address.is_empty()).collect();
    says(only(&errors, "Interrupted"), &["Raising the class", "apply again"]);
    goes_on(&case).await;

    let run = applied(&case.terraform).await;
    assert_eq!(run.planned_changes(), ["update dts_migration_instance.orders"]);
    settled(&case.terraform).await;
    let job = case.job().await;
    assert_eq!((&job["class"], &job["status"]), (&"large".into(), &"Suspending".into()));
    let made = case.mutations_since(0).await;
    for once in ["TagResources", "TransferInstanceClass", "SuspendDtsJob"] {
        assert_eq!(made.iter().filter(|action| *action == once).count(), 1, "{once}: {made:?}");
    }
}
