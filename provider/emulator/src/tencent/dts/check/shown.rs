//! DescribeMigrationCheckJob, and the check in the detail of a job.

use serde_json::{Value, json};

use crate::jobs::{Moment, State};
use crate::tencent::context::CallContext;
use crate::tencent::dts::Dts;
use crate::tencent::dts::find::job;
use crate::tencent::dts::job::{Job, Step, StepState};
use crate::tencent::gateway::{Call, Outcome, fields};
use crate::tencent::time::to_beijing_or_never;

use super::table::step_named;

/// The page of the documentation about checks.
const HELP: &str = "https://cloud.tencent.com/document/product/571/61639";

/// The result of the last check. The verdict is empty while the check runs.
pub(crate) fn describe(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = job(dts, context, call)?.id.clone();
    dts.poll(&id, context.moment());
    let job = job(dts, context, call)?;
    let flag = match job.check.passed {
        Some(true) => "checkPass",
        Some(false) => "checkNotPass",
        None => "",
    };
    let steps: Vec<Value> = shown(&job, context.moment()).map(|row| row.to_json()).collect();
    let status = status(&job);
    Ok(fields(json!({
        "Status": status,
        "BriefMsg": if status == "failed" { "some check items have failed" } else { status },
        "StepInfo": steps,
        "CheckFlag": flag,
    })))
}

fn status(job: &Job) -> &'static str {
    match (job.machine.state(), job.check.passed) {
        (State::Checking, _) => "running",
        (_, Some(true)) => "success",
        (_, Some(false)) => "failed",
        (_, None) => "notStarted",
    }
}

/// A step as it is shown at a moment.
struct Row<'a> {
    position: usize,
    step: &'a Step,
    is_skipped: bool,
    /// The check has come so far.
    is_done: bool,
}

/// The steps; while the check runs, the later ones have not started.
fn shown<'a>(job: &'a Job, moment: Moment<'_>) -> impl Iterator<Item = Row<'a>> + use<'a> {
    let count = job.check.steps.len();
    let done = match job.machine.state() {
        State::Checking => count * usize::try_from(job.machine.percent(moment)).unwrap_or(100) / 100,
        _ => count,
    };
    job.check.steps.iter().enumerate().map(move |(position, step)| {
        let is_skipped = job.skipped.contains(&step.id) && step.state == StepState::Failed;
        Row { position, step, is_skipped, is_done: position < done }
    })
}

impl Row<'_> {
    fn name(&self) -> &'static str {
        step_named(&self.step.id).map_or("", |kind| kind.name)
    }

    /// A skipped step is still `failed`, and its item is a warning.
    fn to_json(&self) -> Value {
        let items = self.step.items.iter().filter(|_| self.is_done).map(|item| {
            let state = if self.is_skipped { StepState::Warning } else { item.state };
            json!({
                "CheckItemName": item.name,
                "Description": "",
                "CheckResult": state.name(),
                "FailureReason": item.reason,
                "Solution": item.solution,
                "ErrorLog": if self.is_skipped { vec!["skipped"] } else { vec![item.log.as_str()] },
                "HelpDoc": [HELP],
                "SkipInfo": "",
            })
        });
        json!({
            "StepNo": self.position,
            "StepId": self.step.id,
            "StepName": self.name(),
            "StepStatus": if self.is_done { self.step.state.name() } else { "notStarted" },
            "StepMessage": "",
            "DetailCheckItems": items.collect::<Vec<Value>>(),
            "HasSkipped": self.is_skipped,
        })
    }

    fn to_progress(&self) -> Value {
        let tips = |wanted: StepState| -> Vec<Value> {
            let items = self.step.items.iter().filter(|item| self.is_done && item.state == wanted);
            items.map(|item| json!({"Message": item.reason, "Solution": item.solution, "HelpDoc": HELP})).collect()
        };
        json!({
            "StepNo": 0,
            "StepName": self.name(),
            "StepId": self.step.id,
            "Status": if self.is_done { "finished" } else { "notStarted" },
            "StartTime": "",
            "FinishTime": "",
            "StepMessage": "",
            "Percent": if self.is_done { 100 } else { 0 },
            "Errors": tips(StepState::Failed),
            "Warnings": tips(StepState::Warning),
        })
    }
}

/// `CheckStepInfo` of the detail of a job.
pub(crate) fn progress(job: &Job, moment: Moment<'_>) -> Value {
    let steps: Vec<Value> = shown(job, moment).map(|row| row.to_progress()).collect();
    let now: usize = shown(job, moment).filter(|row| row.is_done).count();
    let percent = (100 * now).checked_div(steps.len()).unwrap_or(0);
    json!({
        "StartAt": to_beijing_or_never(job.check.started),
        "EndAt": to_beijing_or_never(job.check.ended),
        "Progress": {
            "Status": status(job), "Percent": percent, "StepAll": steps.len(), "StepNow": now, "Message": status(job),
            "Steps": steps,
        },
    })
}
