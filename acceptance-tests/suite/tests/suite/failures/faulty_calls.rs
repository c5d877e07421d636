//! Every mutating call of a migration fails in every way: apply and destroy still complete.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;

use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_harness::terraform::Run;
use serde_json::{Value as Json, json};

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};
use crate::synchronization::two_way;
use crate::tencent::support::complete_migration;

/// A migration in one cloud.
#[derive(Debug)]
struct Migration {
    configuration: fn() -> Hcl,
    /// The accounts of the source and of the destination.
    accounts: [&'static str; 2],
    /// The action that costs money.
    purchase: &'static str,
    /// The code with which DTS rejects a call while the status of the job does not allow it.
    busy: &'static str,
    /// The ways in which a call fails.
    kinds: &'static [&'static str],
    /// How many roles of the first account, and jobs and instances of the second one, there are after an apply.
    objects: [usize; 3],
    /// Actions whose second call of an apply fails: that of the reverse direction.
    second: &'static [&'static str],
}

static ALIBABA: Migration = Migration {
    configuration,
    accounts: [SOURCE_OWNER.account, DESTINATION_OWNER.account],
    purchase: "CreateDtsInstance",
    busy: "DTS.Msg.OperationDenied.JobStatusModifying",
    kinds: &["throttle", "http_500", "drop_before", "drop_after", "delay_ms", "error"],
    objects: [1, 1, 1],
    second: &[],
};

static TENCENT: Migration = Migration {
    configuration: complete_migration,
    accounts: [TENCENT_SOURCE.account, TENCENT_TARGET.account],
    purchase: "CreateMigrationService",
    busy: "FailedOperation.NotAllowOperation",
    // The client of both clouds repeats a call that was not sent or is late.
    kinds: &["throttle", "http_500", "drop_after", "error"],
    objects: [1, 1, 1],
    second: &[],
};

/// A synchronization in both directions, which a third account creates.
static TWO_WAY: Migration = Migration {
    configuration: two_way::complete,
    accounts: [SOURCE_OWNER.account, OPERATOR.account],
    kinds: &["drop_after", "error"],
    objects: [1, 2, 1],
    second: &["ConfigureDtsJob", "StartDtsJob"],
    ..ALIBABA
};

fn configuration() -> Hcl {
    let tagged =
        "instance_class = \"small\"\n  on_destroy     = \"stop_and_release\"\n  tags           = { team = \"a\" }";
    hcl::complete_migration().with("instance_class = \"small\"", tagged)
}

/// A mutating action of the first run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    service: String,
    action: String,
}

fn rule(migration: &Migration, kind: &str, step: &Step) -> Option<Json> {
    let after = usize::from(migration.second.contains(&step.action.as_str()));
    let mut rule = json!({"match": {"action": step.action}, "kind": kind, "after": after});
    match kind {
        "throttle" => rule["times"] = json!(2),
        "delay_ms" => rule["delay_ms"] = json!(300),
        "error" if step.service != "dts" => return None,
        "error" => {
            rule["code"] = json!(migration.busy);
            rule["http_status"] = json!(200);
        }
        _ => {}
    }
    Some(rule)
}

/// One apply and one destroy; in each of them, one call fails.
#[derive(Debug)]
struct Walk {
    migration: &'static Migration,
    kind: &'static str,
    apply: Option<Step>,
    destroy: Option<Step>,
}

/// The mutating calls since a mark, each action once.
async fn steps(case: &Case, mark: usize) -> BTreeSet<Step> {
    let mutating: BTreeSet<String> = case.mutations_since(mark).await.into_iter().collect();
    let calls = case.control.requests().await.unwrap();
    let text = |call: &Json, name: &str| call[name].as_str().unwrap_or_default().to_owned();
    let step = |call: &Json| Step { service: text(call, "service").to_lowercase(), action: text(call, "action") };
    calls[mark..].iter().map(step).filter(|step| mutating.contains(&step.action)).collect()
}

/// The calls that can fail, found by one run without faults.
async fn walks(migration: &'static Migration) -> VecDeque<Walk> {
    let case = Case::start().await;
    case.apply(&(migration.configuration)()).await;
    let apply: Vec<Step> = steps(&case, 0).await.into_iter().collect();
    let mark = case.mark().await;
    case.destroy().await;
    let destroy: Vec<Step> = steps(&case, mark).await.into_iter().collect();
    assert!(apply.len() >= 5 && destroy.len() >= 4, "{apply:?} {destroy:?}");
    let of = |kind| {
        let (apply, destroy) = (apply.clone(), destroy.clone());
        (0..apply.len().max(destroy.len())).map(move |at| Walk {
            migration,
            kind,
            apply: apply.get(at).cloned(),
            destroy: destroy.get(at).cloned(),
        })
    };
    migration.kinds.iter().copied().flat_map(of).filter(Walk::has_fault).collect()
}

/// Runs the command, and repeats it if it fails. Returns whether the command was repeated.
async fn twice(case: &Case, command: &str) -> Result<bool, String> {
    let run = async || -> Run { case.terraform.run(&[command, "-json", "-auto-approve"]).await.unwrap() };
    let first = run().await;
    if first.code == Some(0) {
        return Ok(false);
    }
    let second = run().await;
    let reported = |run: &Run| format!("{:#?}", run.errors());
    if second.code == Some(0) {
        Ok(true)
    } else {
        Err(format!("{command}: {}\nthen {}", reported(&first), reported(&second)))
    }
}

impl Walk {
    /// Whether the fault exists for the service: RAM has no operations in progress.
    fn has_fault(&self) -> bool {
        [&self.apply, &self.destroy].into_iter().flatten().any(|step| rule(self.migration, self.kind, step).is_some())
    }

    async fn go(&self) -> Result<String, String> {
        let case = Case::start().await;
        let add_fault = async |step: &Option<Step>| {
            if let Some(rule) = step.as_ref().and_then(|step| rule(self.migration, self.kind, step)) {
                case.control.fault(&rule).await.unwrap();
            }
        };
        add_fault(&self.apply).await;
        case.write(&(self.migration.configuration)());
        let applied = twice(&case, "apply").await?;
        case.control.clear_faults().await.unwrap();
        counted(self.migration, &case).await?;
        add_fault(&self.destroy).await;
        let destroyed = twice(&case, "destroy").await?;
        let left = case.control.state().await.unwrap();
        for account in left["accounts"].as_array().unwrap() {
            if ["roles", "jobs", "instances"].iter().any(|kind| account[*kind] != json!([])) {
                return Err(format!("left behind: {account:#}"));
            }
        }
        let again = |again| if again { "repeated" } else { "clean" };
        Ok(format!("apply {}, destroy {}", again(applied), again(destroyed)))
    }
}

/// Asserts that there is exactly what the configuration has.
async fn counted(migration: &Migration, case: &Case) -> Result<(), String> {
    let [source, destination] = migration.accounts;
    let (source, destination) = (case.account(source).await, case.account(destination).await);
    let number = |account: &Json, kind: &str| account[kind].as_array().unwrap().len();
    let found = [number(&source, "roles"), number(&destination, "jobs"), number(&destination, "instances")];
    let bought = case.control.requests().await.unwrap();
    let bought = bought.iter().filter(|call| call["action"] == migration.purchase && call["outcome"] == "OK").count();
    if found == migration.objects && bought <= 1 {
        return Ok(());
    }
    Err(format!("roles, jobs, instances: {found:?}, purchases: {bought}"))
}

#[tokio::test]
async fn every_mutating_call_may_fail_once_or_lose_its_answer() {
    expect_completion(&ALIBABA).await;
}

#[tokio::test]
async fn every_mutating_call_of_tencent_cloud_may_fail_once_or_lose_its_answer() {
    expect_completion(&TENCENT).await;
}

#[tokio::test]
async fn every_mutating_call_of_both_directions_may_lose_its_answer_or_find_the_job_busy() {
    expect_completion(&TWO_WAY).await;
}

/// Runs four walks at the same time, because they wait most of the time: each has a separate emulator and Terraform.
#[expect(clippy::print_stdout, reason = "each line is shown while the test runs")]
async fn expect_completion(migration: &'static Migration) {
    let walks = Mutex::new(walks(migration).await);
    let failures = Mutex::new(Vec::new());
    let worker = async || {
        loop {
            let Some(walk) = walks.lock().unwrap().pop_front() else { break };
            let ended = walk.go().await;
            let name = |step: &Option<Step>| step.as_ref().map_or("-".to_owned(), |step| step.action.clone());
            let line = format!("{:<12} {:<20} {:<22}", walk.kind, name(&walk.apply), name(&walk.destroy));
            println!("{line} {}", ended.as_deref().unwrap_or("FAILED"));
            if let Err(reason) = ended {
                failures.lock().unwrap().push(format!("{line}: {reason}"));
            }
        }
    };
    tokio::join!(worker(), worker(), worker(), worker());
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} walks failed:\n{}", failures.len(), failures.join("\n\n"));
}
