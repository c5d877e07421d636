//! The task as DTS has it, and as the model shows it.

#[cfg(test)]
mod tests;

use alibaba::dts::JobDetail;

use crate::resources::alibaba::job::{JobKind, Kind};
use crate::resources::alibaba::migration_task::{
    arguments::{self, Answer, Reserved},
    request::derived,
    schema::model::TaskModel,
};

/// The state of a job that was found. What DTS does not return (passwords, `precheck`, `alerts`, `checkpoint`,
/// `data_verification`, `timeouts`) stays.
pub(crate) fn state_of(job: &JobDetail, mut known: TaskModel) -> TaskModel {
    let is_import = known.status.is_null() && known.name.is_null() && known.reserve.is_null();
    known.id = job.dts_job_id.clone().into();
    if !job.dts_instance_id.is_empty() || !known.dts_instance_id.is_known() {
        known.dts_instance_id = job.dts_instance_id.clone().into();
    }
    known.status = job.status.as_str().into();
    let reserved = Reserved::parse(&job.reserved);
    arguments::read(&mut known, &Answer { job, reserved: &reserved });
    if is_import {
        arguments::read_unnamed(&mut known, &reserved);
    }
    fill_own(&mut known);
    derived::fill(&mut known);
    known
}

/// The settings of the provider that DTS does not have: their defaults after an import.
fn fill_own(known: &mut TaskModel) {
    known.allow_restart = known.allow_restart.clone().or(false).into();
    known.restart_on_loss = known.restart_on_loss.clone().or(false).into();
    known.on_destroy = known.on_destroy.clone().or("refuse_while_running".to_owned()).into();
}

/// A job as DTS has it, where no configuration says anything of it.
pub(crate) fn found(kind: &'static JobKind, job: &JobDetail) -> TaskModel {
    state_of(job, TaskModel { kind: Kind(kind), ..TaskModel::default() })
}

/// The state after an apply. It has the planned values, also where DTS returns others: the next refresh shows those.
pub(crate) fn applied(found: TaskModel, mut planned: TaskModel) -> TaskModel {
    derived::fill(&mut planned);
    TaskModel {
        id: found.id,
        dts_instance_id: found.dts_instance_id,
        resource_group_id: if planned.resource_group_id.is_unknown() {
            found.resource_group_id
        } else {
            planned.resource_group_id
        },
        status: if planned.status.is_unknown() { found.status } else { planned.status },
        precheck_state: found.precheck_state,
        precheck_items: found.precheck_items,
        failed_precheck_items: found.failed_precheck_items,
        ..planned
    }
}
