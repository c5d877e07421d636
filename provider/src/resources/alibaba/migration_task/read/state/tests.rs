//! Answers of DescribeDtsJobDetail, and what the model makes of them.

use alibaba::dts::{DetailEndpoint, JobStatus, MigrationMode};
use tfplugin::model::Attr;

use super::*;
use crate::resources::alibaba::migration_task::schema::endpoint::{Endpoint, Wire};
use crate::resources::alibaba::migration_task::{
    plan::changes::changes,
    schema::model::{Minutes, Retry},
};

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
    assert_eq!(state.objects.get().unwrap().databases().0.len(), 1);
}

#[test]
fn a_refresh_that_finds_the_same_changes_nothing_and_shows_drift() {
    let first = state_of(&job(), TaskModel::default());
    assert_eq!(format!("{:?}", state_of(&job(), first.clone())), format!("{first:?}"));
    let mut changed = job();
    changed.reserved = r#"{"maxRetryTime":"1800"}"#.into();
    changed.source_endpoint.instance_id = "rm-other".into();
    let drifted = state_of(&changed, first);
    assert_eq!(drifted.retry.get().unwrap().connection_minutes, Minutes::new(30).into());
    assert_eq!(drifted.source.get().unwrap().instance_id.as_str(), Some("rm-other"));
}

/// A job with these settings, everything else as above.
fn with(reserved: &str) -> JobDetail {
    JobDetail { reserved: reserved.to_owned(), ..job() }
}

fn imported(reserved: &str) -> TaskModel {
    state_of(&with(reserved), TaskModel::default())
}

/// The documents want values quoted, the console sends them bare.
#[test]
fn settings_are_read_quoted_and_bare() {
    let quoted = imported(
        r#"{"maxRetryTime":"3600","retry.blind.seconds":"60","eventMove":"true",
            "fullDynamicConfig":"{\"dts.datamove.source.rps.max\":\"5\"}"}"#,
    );
    let bare = imported(
        r#"{"maxRetryTime":3600,"retry.blind.seconds":60,"eventMove":true,
            "fullDynamicConfig":{"dts.datamove.source.rps.max":5}}"#,
    );
    for state in [quoted, bare] {
        let retry = state.retry.get().unwrap();
        assert_eq!(
            (&retry.connection_minutes, &retry.other_minutes),
            (&Minutes::new(60).into(), &Minutes::new(1).into())
        );
        assert_eq!(state.migrate_events, true.into());
        let full = state.throttling.get().unwrap().full.get().unwrap().clone();
        assert_eq!((full.rows_per_second, full.bytes_per_second), (5.into(), Attr::Null));
    }
}

/// 90 seconds are neither 1 minute nor 2: the plan shows them, and the apply sets the configured time again.
#[test]
fn a_retry_time_that_is_no_whole_number_of_minutes_is_a_change() {
    for minutes in [1, 2] {
        let retry = Retry { connection_minutes: Minutes::new(60).into(), other_minutes: Minutes::new(minutes).into() };
        let configured = TaskModel { retry: retry.into(), ..imported("{}") };
        let found = state_of(&with(r#"{"maxRetryTime":"3600","retry.blind.seconds":"90"}"#), configured.clone());
        assert_ne!(found.retry, configured.retry, "{minutes}");
        assert!(changes(&found, &configured, false).configuration().next().is_some(), "{minutes}");
        assert!(!changes(&configured, &configured, false).any());
    }
}

/// What the console sends for every job is not a choice of the user.
#[test]
fn defaults_of_the_service_are_no_configuration() {
    let state = imported(
        r#"{"a2aFlag":"2.0","dbListCaseChangeMode":"default","privilegeMigration":false,"eventMove":"false",
            "isAnalyzer":false,"maxRetryTime":43200,"retry.blind.seconds":600,
            "whitelist.dms.online.ddl.enable":false,"sqlparser.dms.original.ddl":true,
            "whitelist.ghost.online.ddl.enable":false,"sqlparser.ghost.original.ddl":false,
            "fullDynamicConfig":{"dts.datamove.source.rps.max":"-1","dts.datamove.blaster.qps.max":0},
            "srcNetType":"VPC","useJobTask":"1"}"#,
    );
    let unwritten = TaskModel { conflict_mode: "report".into(), ..state_of(&with(""), TaskModel::default()) };
    assert_eq!(format!("{state:?}"), format!("{unwritten:?}"));
}

/// The same defaults, where the user wrote them down, stand.
#[test]
fn defaults_that_are_written_down_stand() {
    let known = TaskModel {
        heartbeat: "drop".into(),
        object_name_case: "dts_default".into(),
        online_ddl: "adapt_to_dms".into(),
        migrate_accounts: false.into(),
        assessment: false.into(),
        ..TaskModel::default()
    };
    let state = state_of(
        &with(
            r#"{"a2aFlag":"2.0","dbListCaseChangeMode":"default","whitelist.dms.online.ddl.enable":"false",
                "sqlparser.dms.original.ddl":"true","whitelist.ghost.online.ddl.enable":"false",
                "sqlparser.ghost.original.ddl":"false","privilegeMigration":"false"}"#,
        ),
        known,
    );
    assert_eq!(state.heartbeat.as_str(), Some("drop"));
    assert_eq!(state.object_name_case.as_str(), Some("dts_default"));
    assert_eq!(state.online_ddl.as_str(), Some("adapt_to_dms"));
    assert_eq!((&state.migrate_accounts, &state.assessment), (&false.into(), &false.into()));
}

#[test]
fn what_somebody_else_changes_shows() {
    let known = TaskModel {
        triggers: "manual".into(),
        etl: "e_drop()".into(),
        migrate_accounts: true.into(),
        ..TaskModel::default()
    };
    let changed =
        r#"{"triggerMode":"auto","etlOperatorSetting":"e_keep()","privilegeMigration":"false","targetTableMode":2}"#;
    let state = state_of(&with(changed), known.clone());
    assert_eq!(state.triggers.as_str(), Some("auto"));
    assert_eq!(state.etl.as_str(), Some("e_keep()"));
    assert_eq!(state.migrate_accounts, false.into());
    assert_eq!(state.conflict_mode.as_str(), Some("ignore"));
    let gone = state_of(&with("{}"), known);
    assert!(gone.triggers.is_null() && gone.etl.is_null() && gone.migrate_accounts.is_null());
}

/// Of `reserve` only the user's keys are looked at; JSON in them by its meaning.
#[test]
fn own_keys_are_compared_and_others_left_alone() {
    let own = |value: &str| TaskModel {
        reserve: Attr::Known([("a".to_owned(), value.to_owned())].into_iter().collect()),
        ..TaskModel::default()
    };
    let read = |known: &str, reserved: &str| {
        let state = state_of(&with(reserved), own(known));
        state.reserve.get().unwrap().known().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
    };
    assert_eq!(read("1", r#"{"a":"1","b":"2"}"#), ["a=1"]);
    assert_eq!(read("1", r#"{"a":1}"#), ["a=1"]);
    assert_eq!(read(r#"{"x": 1}"#, r#"{"a":{"x":1}}"#), [r#"a={"x": 1}"#]);
    assert_eq!(read("1", r#"{"a":"3"}"#), ["a=3"]);
    assert_eq!(read("1", r#"{"b":"2"}"#), [""; 0]);
    assert!(imported(r#"{"a":"1"}"#).reserve.is_null());
}

/// A selection that `objects` cannot express is read as JSON, unless the state has one that means the same.
#[test]
fn the_selection_is_told_as_it_was_asked_for() {
    let answered = |db_object: &str| JobDetail { db_object: db_object.to_owned(), ..job() };
    let odd = r#"{"shop":{"all":true,"name":"shop","shard":2}}"#;
    let state = state_of(&answered(odd), TaskModel::default());
    assert_eq!((state.objects.is_null(), state.objects_json.as_str()), (true, Some(odd)));

    let own = TaskModel { objects_json: r#"{"shop":{"shard":2}}"#.into(), ..TaskModel::default() };
    let same = state_of(&answered(&odd.replace("\"shard\"", "\"state\":\"normal\",\"shard\"")), own.clone());
    assert_eq!(same.objects_json.as_str(), Some(r#"{"shop":{"shard":2}}"#));
    let other = state_of(&answered(&odd.replace('2', "3")), own);
    assert!(other.objects_json.as_str().unwrap().contains('3'));

    let first = state_of(&job(), TaskModel::default());
    let silent = state_of(&answered(""), first.clone());
    assert_eq!(format!("{:?}", silent.objects), format!("{:?}", first.objects), "no answer is no change");
}

#[test]
fn the_answer_tells_how_a_connection_is_encrypted() {
    for (solution, reserved, expected) in [
        ("DISABLE", r#"{"srcSSL":"1"}"#, "none"),
        ("ENABLE_WITH_CERTIFICATE", "{}", "ssl"),
        ("ENABLE_ONLY_4_MONGODB_ALTAS", "{}", "ssl"),
        ("ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256", "{}", "scram_sha_256"),
        ("", r#"{"srcSSL":"1"}"#, "ssl"),
        ("", "{}", "none"),
    ] {
        let mut job = with(reserved);
        job.source_endpoint.ssl_solution = solution.into();
        let state = state_of(&job, TaskModel::default());
        assert_eq!(state.source.get().unwrap().encryption.as_str(), Some(expected), "{solution:?} {reserved}");
    }
}

/// The state after an apply has the planned values, also where DTS returns others. What the user did not choose is from DTS.
#[test]
fn after_an_apply_the_wish_stands() {
    let planned = TaskModel {
        name: "wish".into(),
        resource_group_id: Attr::Unknown,
        status: Attr::Unknown,
        ..TaskModel::default()
    };
    let found = TaskModel {
        name: "returned".into(),
        resource_group_id: "rg-1".into(),
        status: "Migrating".into(),
        ..TaskModel::default()
    };
    let state = applied(found.clone(), planned.clone());
    assert_eq!((state.name.as_str(), state.status.as_str()), (Some("wish"), Some("Migrating")));
    assert_eq!(state.resource_group_id.as_str(), Some("rg-1"));
    let chosen = TaskModel { resource_group_id: "rg-2".into(), status: "PreCheckPass".into(), ..planned };
    let state = applied(found, chosen);
    assert_eq!((state.resource_group_id.as_str(), state.status.as_str()), (Some("rg-2"), Some("PreCheckPass")));
}

/// An end that is written with the API's own words is imported with them; what is known already stands.
#[test]
fn an_end_that_needs_the_apis_words_is_told_with_them() {
    let answered = |engine: &str, kind: &str| {
        let mut job = job();
        (job.source_endpoint.engine_name, job.source_endpoint.instance_type) = (engine.into(), kind.into());
        job
    };
    let source = |job: &JobDetail, known: TaskModel| state_of(job, known).source.get().unwrap().clone();
    let imported = source(&answered("OceanBase", "EXPRESS"), TaskModel::default());
    let wire = imported.wire.get().unwrap();
    assert_eq!((wire.engine.as_str(), wire.instance_type.as_str()), (Some("OceanBase"), Some("EXPRESS")));
    assert_eq!(imported.engine.as_str(), Some("oceanbase_mysql"));
    let mysql = source(&answered("MySQL", "RDS"), TaskModel::default());
    assert!(mysql.wire.is_null(), "words that are known need no block");

    let own =
        Endpoint { wire: Wire { engine: "OCEANBASE".into(), instance_type: "EXPRESS".into() }.into(), ..imported };
    let known = TaskModel { source: own.clone().into(), ..TaskModel::default() };
    assert_eq!(source(&answered("OceanBase", "EXPRESS"), known).wire, own.wire);
}
