//! The run of a job: its steps and its delay.

use serde_json::{Value, json};

use crate::jobs::{Moment, Phase, State};
use crate::tencent::dts::job::Job;
use crate::tencent::time::to_beijing_or_never;

/// The steps of a run with their phases. Those of jobs without increments are not published.
const STEPS: [(&str, &str, Phase); 3] = [
    ("dumper", "Export from the source", Phase::Schema),
    ("loader", "Import into the target", Phase::Full),
    ("sinker", "Incremental synchronization", Phase::Incremental),
];

/// The delay of a job that has not caught up.
pub(crate) const BEHIND_SECONDS: i64 = 30;

/// The value of a figure that does not apply.
const NONE: i64 = -1;

/// `StepInfo` of a job.
pub(crate) fn steps(job: &Job, moment: Moment<'_>) -> Value {
    let has = |phase: Phase| match phase {
        Phase::Full => job.configuration.as_ref().is_none_or(|it| it.migrate_type() != "structure"),
        Phase::Incremental => job.is_incremental(),
        _ => true,
    };
    let of_job: Vec<_> = STEPS.into_iter().filter(|(.., phase)| has(*phase)).collect();
    if job.started.is_none() {
        return json!({
            "StepAll": 0, "StepNow": 0, "MasterSlaveDistance": NONE, "SecondsBehindMaster": NONE, "StepInfo": [],
        });
    }
    let rows: Vec<Value> = of_job
        .iter()
        .enumerate()
        .map(|(position, (id, name, phase))| {
            let (status, percent) = step(job, *phase, moment);
            json!({
                "StepNo": position + 1, "StepName": name, "StepId": id, "Status": status,
                "StartTime": to_beijing_or_never(job.machine.begin_of(*phase)),
                "FinishTime": to_beijing_or_never(job.machine.end_of(*phase)), "StepMessage": "", "Percent": percent,
                "Errors": [], "Warnings": [],
            })
        })
        .collect();
    let now = of_job.iter().filter(|(.., phase)| job.machine.phase().is_some_and(|current| *phase <= current)).count();
    let (distance, seconds) = delay(job);
    json!({
        "StepAll": rows.len(), "StepNow": now, "MasterSlaveDistance": distance, "SecondsBehindMaster": seconds,
        "StepInfo": rows,
    })
}

/// The status and the percentage of a step. An incremental step runs until the job ends.
pub(crate) fn step(job: &Job, phase: Phase, moment: Moment<'_>) -> (&'static str, u32) {
    let is_finished = job.machine.state() == State::Finished;
    let percent = match job.machine.phase() {
        _ if is_finished => return ("finished", 100),
        None => return ("notStarted", 0),
        Some(current) if current < phase => return ("notStarted", 0),
        Some(Phase::CaughtUp) if phase == Phase::Incremental => 100,
        Some(current) if current > phase => return ("finished", 100),
        Some(_) => job.machine.percent(moment),
    };
    match job.machine.state() {
        State::Failed | State::Retrying => ("failed", percent),
        _ => ("running", percent),
    }
}

/// The delay in MB and in seconds.
pub(crate) fn delay(job: &Job) -> (i64, i64) {
    match job.machine.phase() {
        Some(Phase::CaughtUp) => (0, 0),
        Some(Phase::Incremental) => (12, BEHIND_SECONDS),
        _ => (NONE, NONE),
    }
}
