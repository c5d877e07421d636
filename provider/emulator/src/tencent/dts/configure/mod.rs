//! ModifyMigrationJob: the configuration of a job.

pub(super) mod endpoint;
mod options;

use crate::jobs::State;
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, Refusal, nothing};
use crate::tencent::time::parse_beijing;

use super::Dts;
use super::find::{active_job, conflict};
use super::job::{Check, Configuration, Endpoint, Job};
use super::purchase::job_name;

pub(super) fn modify(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let mut job = active_job(dts, context, call)?;
    let is_open = matches!(job.machine.state(), State::Ready | State::CheckPassed | State::CheckFailed);
    if !is_open || job.start_at.is_some() || job.machine.pending().is_some() {
        return Err(conflict(call, &job, "created, checkPass or checkNotPass"));
    }
    let configuration = read(call)?;
    endpoint::check_source(context, &job, &configuration.source)?;
    endpoint::check_destination(&job, &configuration.destination)?;
    options::check(&job, &configuration.option)?;
    let name = job_name(parameters)?;
    if !name.is_empty() {
        name.clone_into(&mut job.name);
    }
    if parameters.has("Tags") {
        job.tags = parameters.pairs("Tags", "TagKey", "TagValue");
    }
    apply(&mut job, configuration, context);
    nothing()
}

/// The job needs a new check; skipped steps stay skipped.
fn apply(job: &mut Job, configuration: Configuration, context: CallContext<'_>) {
    job.configuration = Some(configuration);
    job.check = Check::default();
    job.machine.force(State::Ready, context.now);
    job.updated = context.now;
}

fn read(call: &Call) -> Result<Configuration, Refusal> {
    let parameters = &call.parameters;
    let (run_mode, expect_run_time) = (parameters.required("RunMode")?, parameters.text("ExpectRunTime"));
    match run_mode {
        "immediate" => {}
        "timed" if expect_run_time.is_empty() => return Err(Refusal::missing("ExpectRunTime")),
        "timed" if parse_beijing(expect_run_time).is_none() => {
            return Err(Refusal::value("ExpectRunTime", "it must be of the form YYYY-MM-DD HH:MM:SS"));
        }
        "timed" => {}
        _ => return Err(Refusal::value("RunMode", "it must be immediate or timed")),
    }
    let minutes = parameters.number("AutoRetryTimeRangeMinutes").unwrap_or(0);
    if minutes != 0 && !(5..=720).contains(&minutes) {
        return Err(Refusal::value("AutoRetryTimeRangeMinutes", "it must be 0, or from 5 to 720"));
    }
    Ok(Configuration {
        run_mode: run_mode.to_owned(),
        expect_run_time: expect_run_time.to_owned(),
        auto_retry_minutes: minutes,
        option: parameters.structure("MigrateOption"),
        source: Endpoint::of(parameters.structure("SrcInfo")),
        destination: Endpoint::of(parameters.structure("DstInfo")),
    })
}
