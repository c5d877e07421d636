//! The measurement of one cell.

use std::time::Duration;

use acceptance_wire::{Object, Plan, Reported};
use serde_json::Value as Json;

use super::change::Change;
use super::changes::is_provider_only;
use super::fixture::{Fixture, Subject};
use super::outcome::Outcome;
use super::status::{Preparation, Status};
use super::synchronization::{self, Direction};
use super::tencent;

/// The additional calls that repair a job that must run and does not run.
const REPAIR: [&str; 4] = ["StartDtsJob", "StartMigrateJob", "ContinueMigrateJob", "ResumeMigrateJob"];
/// The additional calls that start a reverse direction which is not started, or was released.
const START_OF_REVERSE: [&str; 4] = ["UpgradeTwoWay", "ModifyDtsJob", "ConfigureDtsJob", "StartDtsJob"];
/// Statuses in which a job does not run: suspending it needs no call.
const AT_REST: [&str; 9] = [
    "NotConfigured",
    "NotStarted",
    "PrecheckFailed",
    "PreCheckPass",
    "Suspending",
    "InitializeFailed",
    "Failed",
    "MigrationFailed",
    "Locked",
];
/// Longer than any change takes whose job does not keep its status.
const LIMIT: Duration = Duration::from_secs(90);

/// A cell to measure.
#[derive(Clone, Copy)]
pub(super) struct Cell<'c> {
    pub(super) fixture: &'c Fixture,
    pub(super) change: &'c Change,
    /// None where the object has no status.
    pub(super) status: Option<Status>,
}

impl Cell<'_> {
    fn preparation(&self) -> Preparation {
        self.status.map_or(Preparation::Configured, |status| status.preparation)
    }

    /// Whether an apply without a call is correct here.
    fn may_skip_the_call(&self) -> bool {
        let at_rest = AT_REST.contains(&self.changed_status());
        let ended = self.changed_status() == "Finished";
        // It is the default.
        let is_default =
            self.change.argument == "reverse_desired_status" && self.change.to.as_deref() == Some("running");
        let has_it = match self.change.to.as_deref() {
            Some(to) if tencent::is_tencent(&self.change.resource) => {
                self.status.is_some_and(|status| tencent::has_reached(status.name, to))
            }
            Some("suspended") => at_rest,
            Some("stopped") => ended,
            _ => false,
        };
        has_it || is_default || self.is_used_later() || is_provider_only(self.change)
    }

    /// Whether the argument counts only when the reverse direction is configured, which comes after the purchase; or it requests a precheck
    /// that runs already.
    fn is_used_later(&self) -> bool {
        let is_of_reverse = self.change.argument.starts_with("two_way.reverse.");
        let has_no_reverse =
            self.change.direction == Some(Direction::Forward) && self.preparation() == Preparation::Configured;
        let is_checked = self.change.argument.ends_with(".precheck.rerun")
            && self.status.is_some_and(|status| status.name == "Prechecking");
        is_of_reverse && (has_no_reverse || is_checked)
    }

    /// The status of the job that the argument is about. The other direction of a synchronization is synchronizing.
    fn changed_status(&self) -> &'static str {
        let is_of_reverse = self.change.argument == "reverse_desired_status";
        match self.change.direction {
            Some(direction) if is_of_reverse != (direction == Direction::Reverse) => "Synchronizing",
            _ => self.status.map_or("", |status| status.name),
        }
    }

    /// Whether the reverse direction does not exist or is not started, so that the next apply starts it, whatever changes.
    fn starts_reverse(&self) -> bool {
        let is_waiting = |status: Status| {
            synchronization::is_not_started(status.name) || status.preparation == Preparation::Released
        };
        self.change.direction == Some(Direction::Reverse) && self.status.is_some_and(is_waiting)
    }

    /// Whether the job does already what the change requests: a refresh has stored that.
    fn is_so_already(&self) -> bool {
        let to = self.change.to.as_deref();
        let is_at = |name: &str| self.changed_status() == name;
        to == Some("suspended") && is_at("Suspending") || to == Some("paused") && is_at("manualPaused")
    }

    /// Whether the apply waits for an automatic change of the status: a job that retries, or waits for its time, and catches up.
    fn waits(&self) -> bool {
        let to = self.change.to.as_deref();
        let is_at = |name: &str| self.changed_status() == name;
        to == Some("stopped") && is_at("Retrying") || to == Some("completed") && is_at("readyRun")
    }

    /// Plans and applies the next change of the subject. After success, the subject has the other configuration.
    pub(super) async fn measure(&self, subject: &mut Subject) -> Outcome {
        match tokio::time::timeout(LIMIT, self.try_measure(subject)).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(what)) => Outcome::Wrong(what),
            Err(_) => Outcome::Wrong(format!("no end after {} s", LIMIT.as_secs())),
        }
    }

    async fn try_measure(&self, subject: &mut Subject) -> Result<Outcome, String> {
        if !subject.object.exists() {
            return Err("the object does not exist, and would be created again".to_owned());
        }
        let unchanged =
            self.plan(&subject.object, &subject.arguments(self.change, self.preparation(), subject.step)).await;
        if unchanged.is_refused() || unchanged.replaces {
            return Err(format!("without a change the plan is {}", differences(&unchanged)));
        }
        let is_task = ["dts_migration_task", synchronization::TASK].contains(&self.change.resource.as_str());
        if !unchanged.is_empty() && is_task && !self.starts_reverse() {
            return Err(format!("without a change the plan {}", differences(&unchanged)));
        }
        let step = 1 - subject.step;
        let arguments = subject.arguments(self.change, self.preparation(), step);
        let plan = self.plan(&subject.object, &arguments).await;
        if let Some(outcome) = self.planned(&plan, &arguments).await? {
            return Ok(outcome);
        }
        let drifted = !unchanged.is_empty();
        let outcome = self.applied(subject, (step, &arguments, &plan), drifted).await?;
        subject.step = step;
        Ok(outcome)
    }

    /// Whether the error of an apply is one that a plan cannot foresee, on an argument, and about its direction: the precheck of a reverse
    /// direction which the apply starts.
    fn says_what_to_do(&self, error: &Reported) -> bool {
        let is_of_precheck = error.summary.starts_with("Reverse direction: Precheck item ");
        self.starts_reverse() && is_of_precheck && !error.path.is_empty() && error.detail.contains("reverse direction")
    }

    /// Whether a call belongs to the repair that an apply makes without a change.
    fn repairs(&self, call: &str) -> bool {
        REPAIR.contains(&call) || self.starts_reverse() && START_OF_REVERSE.contains(&call)
    }

    async fn plan(&self, object: &Object, arguments: &Json) -> Plan {
        object.plan(&self.fixture.provider, arguments).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// The job that has the argument; none if the reverse one does not exist.
    fn configured_job(&self, subject: &Subject) -> Option<String> {
        if !self.change.argument.starts_with("two_way.reverse.") {
            return Some(subject.job.clone());
        }
        Some(subject.object.text("reverse_id")).filter(|id| !id.is_empty()).map(str::to_owned)
    }

    /// The outcome of the plan; none if the plan can be applied.
    async fn planned(&self, plan: &Plan, arguments: &Json) -> Result<Option<Outcome>, String> {
        if plan.is_refused() {
            return Ok(Some(Outcome::Refused(reason(&plan.reported))));
        }
        if plan.replaces {
            // Terraform then plans the new object.
            let new = self.plan(&Object::none(&self.change.resource), arguments).await;
            let outcome = if new.is_refused() { Outcome::Refused(reason(&new.reported)) } else { Outcome::Replaced };
            return Ok(Some(outcome));
        }
        match plan.is_empty() {
            true if self.is_so_already() => Ok(Some(Outcome::ProviderOnly)),
            true => Err("the plan is empty: accepted and ignored".to_owned()),
            false => Ok(None),
        }
    }

    async fn applied(
        &self,
        subject: &mut Subject,
        (step, arguments, plan): (usize, &Json, &Plan),
        drifted: bool,
    ) -> Result<Outcome, String> {
        let fixture = self.fixture;
        fixture.new_calls();
        let reported = match self.waits() {
            false => subject.object.apply(&fixture.provider, plan).await,
            true => {
                tokio::join!(
                    subject.object.apply(&fixture.provider, plan),
                    fixture.catches_up(&self.change.resource, &subject.job)
                )
                .0
            }
        };
        let reported = reported.map_err(|error| error.to_string())?;
        let mut calls = fixture.new_calls();
        if let Some(error) = reported.iter().find(|one| one.error) {
            subject.object.refresh(&fixture.provider).await.map_err(|error| error.to_string())?;
            let again = self.plan(&subject.object, arguments).await;
            if self.says_what_to_do(error) && !again.is_empty() {
                return Ok(Outcome::RefusedAtApply(error.summary.clone()));
            }
            let detail = error.detail.lines().next().unwrap_or_default();
            // A role has no job.
            let detail = if subject.job.is_empty() { detail.to_owned() } else { detail.replace(&subject.job, "<job>") };
            return Err(format!("planned in place, refused at apply after {calls:?}: {}: {detail}", error.summary));
        }
        let expected = self.change.wire(self.preparation(), step);
        if let Some(job) = self.configured_job(subject).filter(|_| !expected.is_empty()) {
            let found = fixture.on_the_wire(&job, expected).await;
            if found != *expected {
                return Err(format!("not carried out by {calls:?}: the job has {found:?}, not {expected:?}"));
            }
        }
        subject.object.refresh(&fixture.provider).await.map_err(|error| error.to_string())?;
        let again = self.plan(&subject.object, arguments).await;
        if !again.is_empty() {
            return Err(format!("after {calls:?} the plan is not empty: {}", differences(&again)));
        }
        if drifted {
            let own: Vec<String> = calls.iter().filter(|call| !self.repairs(call)).cloned().collect();
            // What starts the reverse direction configures it with the change, too.
            if !(own.is_empty() && self.starts_reverse() && !self.may_skip_the_call()) {
                calls = own;
            }
        }
        match (calls.is_empty(), is_provider_only(self.change)) {
            (true, _) if self.may_skip_the_call() => Ok(Outcome::ProviderOnly),
            (true, _) => Err("planned in place, and nothing was called: accepted and ignored".to_owned()),
            (false, true) if self.status.is_some_and(|status| tencent::is_check(status.name, &calls)) => {
                Ok(Outcome::InPlace(calls))
            }
            (false, true) => Err(format!("it is the provider's own, and calls {calls:?}")),
            (false, false) => Ok(Outcome::InPlace(calls)),
        }
    }
}

/// The reason why a plan was refused: its rules, or its summaries if no rule is named.
pub(super) fn reason(reported: &[Reported]) -> String {
    let reasons = reported.iter().filter(|one| one.error).map(|one| one.rule().unwrap_or(&one.summary).to_owned());
    let mut reasons: Vec<String> = reasons.collect();
    reasons.sort();
    reasons.dedup();
    reasons.join(", ")
}

/// A short description of a plan.
pub(super) fn differences(plan: &Plan) -> String {
    if plan.is_refused() {
        return format!("refused: {}", reason(&plan.reported));
    }
    if plan.replaces { "a replacement".to_owned() } else { format!("changes {}", plan.changed().join(", ")) }
}
