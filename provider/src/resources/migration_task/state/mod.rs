//! The task as DTS has it, and as the model shows it.

mod endpoint;
mod reserved;

use dts_cloud::dts::{JobDetail, MigrationMode};
use tfplugin::model::{Attr, Set};

use self::{endpoint::endpoint_of, reserved::Reserved};
use super::{endpoint::Side, facts, model::TaskModel, objects};
use crate::{facts as tables, rules};

/// The state of a job that was found. What DTS does not tell (passwords, `precheck`, `alerts`, `checkpoint`,
/// `data_verification`, `timeouts`) stays.
pub(super) fn state_of(job: &JobDetail, mut known: TaskModel) -> TaskModel {
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
    facts::fill(&mut known);
    known
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
pub(super) fn applied(found: TaskModel, mut planned: TaskModel) -> TaskModel {
    facts::fill(&mut planned);
    TaskModel {
        id: found.id,
        dts_instance_id: found.dts_instance_id,
        resource_group_id: if planned.resource_group_id.is_known() {
            planned.resource_group_id
        } else {
            found.resource_group_id
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

#[cfg(test)]
mod tests {
    use dts_cloud::dts::{DetailEndpoint, JobStatus};

    use super::*;

    fn job() -> JobDetail {
        let end = |instance: &str, role: &str| DetailEndpoint {
            aliyun_uid: if role.is_empty() { String::new() } else { "1234567890123456".into() },
            role_name: role.into(),
            instance_type: "RDS".into(),
            engine_name: "MySQL".into(),
            instance_id: instance.into(),
            region: "cn-hangzhou".into(),
            user_name: "dts".into(),
            ssl_solution: "DISABLE".into(),
            ..DetailEndpoint::default()
        };
        JobDetail {
            dts_job_id: "job1".into(),
            dts_job_name: "orders".into(),
            status: JobStatus::PreCheckPass,
            db_object: r#"{"shop":{"name":"shop","all":true,"state":"normal"}}"#.into(),
            reserved: r#"{"targetTableMode":"2","maxRetryTime":43200,"srcHostPorts":"x"}"#.into(),
            migration_mode: MigrationMode {
                structure_initialization: true,
                data_initialization: true,
                data_synchronization: false,
                ..MigrationMode::default()
            },
            source_endpoint: end("rm-src", "ram-for-dts"),
            destination_endpoint: end("rm-dst", ""),
            ..JobDetail::default()
        }
    }

    #[test]
    fn an_imported_task_is_read_completely() {
        let state = state_of(&job(), TaskModel::default());
        assert_eq!(state.name.as_str(), Some("orders"));
        assert_eq!(state.conflict_mode.as_str(), Some("ignore"));
        assert!(state.retry.is_null(), "defaults of the service are no configuration");
        let source = state.source.get().unwrap();
        assert_eq!(source.engine.as_str(), Some("mysql"));
        assert_eq!(source.cross_account.get().unwrap().role_name.as_str(), Some("ram-for-dts"));
        assert!(state.destination.get().unwrap().cross_account.is_null());
        assert_eq!(state.scenario.as_str(), Some("cross_account_source"));
        assert_eq!(state.objects.get().unwrap().0.len(), 1);
    }

    #[test]
    fn a_refresh_that_finds_the_same_changes_nothing_and_shows_drift() {
        let first = state_of(&job(), TaskModel::default());
        assert_eq!(format!("{:?}", state_of(&job(), first.clone())), format!("{first:?}"));
        let mut changed = job();
        changed.reserved = r#"{"maxRetryTime":"1800"}"#.into();
        changed.source_endpoint.instance_id = "rm-other".into();
        let drifted = state_of(&changed, first);
        assert_eq!(drifted.retry.get().unwrap().connection_minutes, 30.into());
        assert_eq!(drifted.source.get().unwrap().instance_id.as_str(), Some("rm-other"));
    }
}
