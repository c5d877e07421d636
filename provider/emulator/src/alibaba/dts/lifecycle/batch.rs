//! StartDtsJobs, SuspendDtsJobs, StopDtsJobs, DeleteDtsJobs: a call on several jobs.
//!
//! It is not documented what happens to the other jobs when the action is not possible for one of them. Here the action
//! applies to all of them or to none.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::job::{Operation, check, find};
use crate::alibaba::dts::{Dts, Handler};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal};

use super::{release, start_stop};

/// Most jobs one call deletes.
const DELETE_LIMIT: usize = 10;

pub(crate) fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    each(dts, context, call, Operation::Start, start_stop::start)
}

pub(crate) fn suspend(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    each(dts, context, call, Operation::Suspend, start_stop::suspend)
}

pub(crate) fn stop(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    each(dts, context, call, Operation::Stop, start_stop::stop)
}

pub(crate) fn delete(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    if ids(call)?.len() > DELETE_LIMIT {
        return Err(Refusal::wrong_for_dts("DtsJobIds", "one call deletes at most 10 jobs"));
    }
    each(dts, context, call, Operation::Delete, release::delete)
}

fn each(dts: &mut Dts, context: CallContext<'_>, call: &Call, operation: Operation, one: Handler) -> Outcome {
    let ids = ids(call)?;
    for id in &ids {
        let job = find::seen_by_id(dts, context, call, id)?;
        check(job.status(), operation)?;
        if operation == Operation::Start {
            start_stop::check_purchase(job)?;
        }
    }
    for id in &ids {
        let direction = find::seen_by_id(dts, context, call, id)?.direction;
        let mut parameters = call.parameters.clone();
        parameters.set("DtsJobId", id.as_str());
        parameters.set("SynchronizationDirection", direction.name());
        one(dts, context, &Call { parameters, ..call.clone() })?;
    }
    Ok(Fields::new())
}

/// The jobs that a call names, each once.
fn ids(call: &Call) -> Result<Vec<String>, Refusal> {
    let mut ids: Vec<String> = Vec::new();
    for id in call.parameters.required("DtsJobIds")?.split(',').map(str::trim) {
        if id.is_empty() || ids.iter().any(|known| known == id) {
            return Err(Refusal::wrong_for_dts("DtsJobIds", "it must be job ids with commas between them, each once"));
        }
        ids.push(id.to_owned());
    }
    Ok(ids)
}
