//! StartDtsJobs, SuspendDtsJobs, StopDtsJobs, DeleteDtsJobs: a call on several jobs.
//!
//! What becomes of the others when one cannot take part is documented nowhere. Here it is all of them or none.

use crate::alibaba::gateway::{Call, Handler};
use crate::alibaba::gateway::{Fields, Outcome, Refusal};
use crate::core::emulation::Emulation;

use super::start_stop;
use crate::alibaba::dts::job::find;
use crate::alibaba::dts::job::{Operation, check};

/// Most jobs one call deletes.
const DELETE_LIMIT: usize = 10;

pub(crate) fn start(emulation: &mut Emulation, call: &Call) -> Outcome {
    each(emulation, call, Operation::Start, start_stop::start)
}

pub(crate) fn suspend(emulation: &mut Emulation, call: &Call) -> Outcome {
    each(emulation, call, Operation::Suspend, start_stop::suspend)
}

pub(crate) fn stop(emulation: &mut Emulation, call: &Call) -> Outcome {
    each(emulation, call, Operation::Stop, start_stop::stop)
}

pub(crate) fn delete(emulation: &mut Emulation, call: &Call) -> Outcome {
    if ids(call)?.len() > DELETE_LIMIT {
        return Err(Refusal::wrong_for_dts("DtsJobIds", "one call deletes at most 10 jobs"));
    }
    each(emulation, call, Operation::Delete, start_stop::delete)
}

fn each(emulation: &mut Emulation, call: &Call, operation: Operation, one: Handler) -> Outcome {
    let ids = ids(call)?;
    for id in &ids {
        let job = find::by_id(emulation, call, id)?;
        check(job.life.status(), operation)?;
        if operation == Operation::Start {
            start_stop::check_purchase(job)?;
        }
    }
    for id in &ids {
        let mut parameters = call.parameters.clone();
        parameters.set("DtsJobId", id.as_str());
        one(emulation, &Call { caller: call.caller.clone(), action: call.action.clone(), parameters })?;
    }
    Ok(Fields::new())
}

/// The jobs a call names, each once.
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
