//! The task as DTS has it, and as the model shows it.

use dts_cloud::dts::{DetailEndpoint, JobDetail, MigrationMode};
use serde_json::Value as Json;
use tfplugin::model::{Attr, Set};

use super::{
    endpoint::{CrossAccount, Endpoint},
    facts,
    model::{Retry, TaskModel},
    objects,
};

/// The state of a job that was found. What DTS does not tell (passwords, `precheck`, `timeouts`) stays.
pub(super) fn state_of(job: &JobDetail, mut known: TaskModel) -> TaskModel {
    let reserved: Json = serde_json::from_str(&job.reserved).unwrap_or_default();
    known.id = job.dts_job_id.clone().into();
    known.dts_instance_id = job.dts_instance_id.clone().into();
    known.name = job.dts_job_name.clone().into();
    known.status = job.status.as_str().into();
    known.migration_types = Attr::Known(types_of(&job.migration_mode));
    keep_objects(&mut known, &job.db_object);
    if let Some(mode) = text(&reserved["targetTableMode"]) {
        known.conflict_mode = if mode == "2" { "ignore" } else { "report" }.into();
    } else if !known.conflict_mode.is_known() {
        known.conflict_mode = "report".into();
    }
    known.retry = retry_of(&reserved, &known.retry);
    known.source = endpoint_of(&job.source_endpoint, &known.source, text(&reserved["srcSSL"])).into();
    known.destination = endpoint_of(&job.destination_endpoint, &known.destination, text(&reserved["destSSL"])).into();
    facts::fill(&mut known);
    known
}

/// The state after an apply. What was asked for stands, also where DTS tells it otherwise: the next refresh shows that.
pub(super) fn applied(found: TaskModel, mut planned: TaskModel) -> TaskModel {
    facts::fill(&mut planned);
    TaskModel {
        id: found.id,
        dts_instance_id: found.dts_instance_id,
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
    let Some(answered) = objects::from_wire(answered).filter(|answered| !answered.0.is_empty()) else { return };
    if !known.objects.get().is_some_and(|known| objects::same(known, &answered)) {
        known.objects = Attr::Known(answered);
    }
}

/// `Reserved` holds numbers as text or as numbers.
fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Defaults the user did not write stay unwritten.
fn retry_of(reserved: &Json, known: &Attr<Retry>) -> Attr<Retry> {
    let minutes = |key: &str| text(&reserved[key])?.parse::<i64>().ok().map(|seconds| seconds / 60);
    let (connection, other) = (minutes("maxRetryTime").unwrap_or(720), minutes("retry.blind.seconds").unwrap_or(10));
    if known.is_null() && (connection, other) == (720, 10) {
        return Attr::Null;
    }
    Retry { connection_minutes: connection.into(), other_minutes: other.into() }.into()
}

fn endpoint_of(answered: &DetailEndpoint, known: &Attr<Endpoint>, ssl: Option<String>) -> Endpoint {
    let known = known.clone().into_option().unwrap_or_default();
    let kept = |answered: &str, known: &Attr<String>| if answered.is_empty() { known.clone() } else { answered.into() };
    let encrypted = match (answered.ssl_solution.as_str(), ssl.as_deref()) {
        ("", None) => known.encryption.clone().into_option().unwrap_or_else(|| "none".to_owned()),
        ("", Some("0")) | ("DISABLE", _) => "none".to_owned(),
        _ => "ssl".to_owned(),
    };
    Endpoint {
        engine: kept(&answered.engine_name.to_lowercase(), &known.engine),
        access_method: access_method(&answered.instance_type, &known.access_method),
        region: kept(&answered.region, &known.region),
        instance_id: kept(&answered.instance_id, &known.instance_id),
        username: kept(&answered.user_name, &known.username),
        password: known.password,
        password_wo: Attr::Null,
        password_wo_version: known.password_wo_version,
        encryption: encrypted.into(),
        cross_account: owner_of(answered),
    }
}

fn access_method(answered: &str, known: &Attr<String>) -> Attr<String> {
    match answered.to_ascii_uppercase().as_str() {
        "" => known.clone(),
        "RDS" => "alibaba_cloud_instance".into(),
        // Made by other means: shown as it is, so that the plan names the difference.
        _ => answered.into(),
    }
}

/// Only a cross-account end has a role.
fn owner_of(answered: &DetailEndpoint) -> Attr<CrossAccount> {
    if answered.role_name.is_empty() {
        return Attr::Null;
    }
    CrossAccount { account_id: answered.aliyun_uid.clone().into(), role_name: answered.role_name.clone().into() }.into()
}

#[cfg(test)]
mod tests {
    use dts_cloud::dts::JobStatus;

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
