//! The task as DTS has it, and as the model shows it.

mod endpoint;
mod reserved;
#[cfg(test)]
mod tests;

use alibaba::dts::{DetailEndpoint, JobDetail, MigrationMode};
use tfplugin::model::{Attr, Set};

use self::{endpoint::endpoint_of, reserved::Reserved};
use crate::resources::alibaba::migration_task::{
    request::derived,
    schema::{
        endpoint::{Endpoint, Side},
        model::TaskModel,
        objects,
    },
};
use crate::{facts::alibaba as tables, rules::alibaba as rules};

/// The state of a job that was found. What DTS does not tell (passwords, `precheck`, `alerts`, `checkpoint`,
/// `data_verification`, `timeouts`) stays.
pub(crate) fn state_of(job: &JobDetail, mut known: TaskModel) -> TaskModel {
    let reserved = Reserved::parse(&job.reserved);
    known.id = job.dts_job_id.clone().into();
    known.dts_instance_id = job.dts_instance_id.clone().into();
    known.name = job.dts_job_name.clone().into();
    known.status = job.status.as_str().into();
    known.migration_types = Attr::Known(types_of(&job.migration_mode));
    keep_objects(&mut known, &job.db_object);
    reserved::fill(&mut known, &reserved);
    known.environment_tag = environment_tag(job, &known.environment_tag);
    known.dedicated_cluster_id = Some(&job.dedicated_cluster_id).filter(|id| !id.is_empty()).cloned().into();
    known.resource_group_id = Some(&job.resource_group_id).filter(|id| !id.is_empty()).cloned().into();
    known.source = endpoint_of(Side::Source, &job.source_endpoint, &known.source, &reserved).into();
    known.destination = endpoint_of(Side::Destination, &job.destination_endpoint, &known.destination, &reserved).into();
    fill_own(&mut known);
    derived::fill(&mut known);
    known
}

/// What only the provider knows, after an import: as nobody chose otherwise.
fn fill_own(known: &mut TaskModel) {
    known.allow_restart = known.allow_restart.clone().or(false).into();
    known.restart_on_loss = known.restart_on_loss.clone().or(false).into();
    known.on_destroy = known.on_destroy.clone().or("refuse_while_running".to_owned()).into();
}

/// A job as DTS has it, where no configuration says anything of it.
pub(crate) fn found(job: &JobDetail) -> TaskModel {
    state_of(job, TaskModel::default())
}

/// One end of such a job; `settings` is its `Reserved`.
pub(crate) fn found_end(side: Side, answered: &DetailEndpoint, settings: &str) -> Endpoint {
    endpoint_of(side, answered, &Attr::Null, &Reserved::parse(settings))
}

fn environment_tag(job: &JobDetail, known: &Attr<String>) -> Attr<String> {
    let found = tables::option_of_wire("environment_tag", &|_| Some(job.dts_bis_label.clone()));
    match found {
        // What a job has that nobody tagged.
        Some("normal") if known.is_null() => Attr::Null,
        found => found.map(str::to_owned).into(),
    }
}

/// The state after an apply. What was asked for stands, also where DTS tells it otherwise: the next refresh shows that.
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
        status: found.status,
        precheck_state: found.precheck_state,
        precheck_items: found.precheck_items,
        ..planned
    }
}

fn types_of(mode: &MigrationMode) -> Set<String> {
    let types = [
        ("schema", mode.structure_initialization),
        ("full", mode.data_initialization),
        ("incremental", mode.data_synchronization),
    ];
    types.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()).collect()
}

/// Takes DTS's selection only where it means something else than what is known. An answer without one changes nothing.
fn keep_objects(known: &mut TaskModel, answered: &str) {
    if let Attr::Known(json) = &known.objects_json {
        if !answered.is_empty() && !rules::same_objects(&json.as_str().into(), &answered.into()) {
            known.objects_json = answered.into();
        }
        return;
    }
    let Some(found) = objects::from_wire(answered).filter(|found| !found.objects.0.is_empty()) else { return };
    if known.objects.get().is_some_and(|known| objects::same(known, &found.objects)) {
        return;
    }
    if known.objects.is_null() && !found.complete {
        known.objects_json = answered.into();
    } else {
        known.objects = Attr::Known(found.objects);
    }
}
