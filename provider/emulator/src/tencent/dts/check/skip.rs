//! SkipCheckItem.

use serde_json::json;

use crate::jobs::State;
use crate::tencent::context::CallContext;
use crate::tencent::dts::Dts;
use crate::tencent::dts::find::{active_job, conflict};
use crate::tencent::gateway::{Call, Outcome, Refusal, fields};

use super::table::step_named;

/// Skips steps of the last check. The job needs a new check afterwards, unless the world says something else.
pub(crate) fn skip(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let steps = call.parameters.texts("StepIds");
    let flag = call.parameters.text("ForeignKeyFlag");
    let mut job = active_job(dts, context, call)?;
    if job.machine.state() != State::CheckFailed {
        return Err(conflict(call, &job, "checkNotPass"));
    }
    if steps.is_empty() {
        return Err(Refusal::missing("StepIds"));
    }
    for id in &steps {
        let step = step_named(id).filter(|step| job.check.steps.iter().any(|found| found.id == step.id));
        let wrong = |what: &str| Refusal::new("InvalidParameterValue.InvalidParameterValueError", what);
        let step = step.ok_or_else(|| wrong(&format!("The check of the job has no step {id}.")))?;
        if !step.can_be_skipped {
            let message = format!("The step {id} cannot be skipped.");
            return Err(Refusal::new("OperationDenied.OperationDeniedError", message));
        }
    }
    match flag {
        "" => {}
        "shield" | "migrate" if steps.contains(&"ConstraintCheck") => flag.clone_into(&mut job.foreign_keys),
        "shield" | "migrate" => {
            return Err(Refusal::value("ForeignKeyFlag", "it belongs to the step ConstraintCheck"));
        }
        _ => return Err(Refusal::value("ForeignKeyFlag", "it must be shield or migrate")),
    }
    job.skipped.extend(steps.into_iter().map(str::to_owned));
    if context.switches().skipping_passes && !job.check.fails(&job.skipped) {
        job.check.passed = Some(true);
        job.machine.force(State::CheckPassed, context.now);
    }
    Ok(fields(json!({"Message": "skip item successfully"})))
}
