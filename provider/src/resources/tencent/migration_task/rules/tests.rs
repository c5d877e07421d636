use serde_json::json;
use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Content as _},
    path::PathRef,
    validate::rule_id,
    value::Value,
};

use super::{begin_status, of_account, validate, warnings};
use crate::resources::tencent::migration_task::{
    objects::Databases,
    schema::{
        endpoint::{CrossAccount, Endpoint},
        model::TaskModel,
        options::{Check, Consistency, Selection},
    },
};

fn endpoint(instance: &str) -> Endpoint {
    Endpoint {
        engine: "mysql".into(),
        access_type: "cdb".into(),
        region: "ap-guangzhou".into(),
        node_type: "simple".into(),
        instance_id: instance.into(),
        username: "dts".into(),
        password_wo: "secret".into(),
        password_wo_version: 1.into(),
        ..Endpoint::default()
    }
}

fn other(account: &str) -> Attr<CrossAccount> {
    CrossAccount { account_id: account.into(), role_name: "DTS-role".into(), ..CrossAccount::default() }.into()
}

fn task() -> TaskModel {
    TaskModel {
        instance_id: "dts-1ewjspuw".into(),
        objects: Selection { all: true.into(), ..Selection::default() }.into(),
        source: Endpoint { cross_account: other("700000000001"), ..endpoint("cdb-src00001") }.into(),
        destination: endpoint("cdb-dst00001").into(),
        ..TaskModel::default()
    }
}

/// The destination has the engine of the source.
fn with_source(change: impl FnOnce(&mut Endpoint)) -> TaskModel {
    let mut task = task();
    let source = task.source.get_mut().unwrap();
    change(source);
    let engine = source.engine.clone();
    task.destination.get_mut().unwrap().engine = engine;
    task
}

fn ids(check: impl Fn(&mut Diagnostics)) -> Vec<String> {
    let mut found = Diagnostics::new();
    check(&mut found);
    found.into_iter().map(|one| rule_id(&one.detail).unwrap().1.to_owned()).collect()
}

fn validated(task: &TaskModel) -> Vec<String> {
    ids(|out| validate(task, out))
}

#[test]
fn a_complete_task_breaks_no_rule() {
    assert_eq!(validated(&task()), [""; 0]);
    assert_eq!(ids(|out| of_account(&task(), Some("700000000002"), Some("ap-guangzhou"), out)), [""; 0]);
    assert_eq!(ids(|out| warnings(&task(), out)), [""; 0]);
    assert_eq!(ids(|out| begin_status(&task(), out)), [""; 0]);
}

#[test]
fn each_slip_of_an_endpoint_breaks_its_rule() {
    let tendis = with_source(|end| (end.engine, end.node_type) = ("tendis".into(), "simple".into()));
    assert!(validated(&tendis).contains(&"tencent-engine-side".to_owned()));
    assert_eq!(validated(&with_source(|end| end.node_type = "replicaset".into())), ["tencent-node-type"]);
    assert_eq!(validated(&with_source(|end| end.instance_id = Attr::Null)), ["tencent-endpoint-missing"]);
    assert_eq!(validated(&with_source(|end| end.host = "10.0.0.1".into())), ["tencent-endpoint-extra"]);
    let public = with_source(|end| {
        (end.access_type, end.instance_id) = ("extranet".into(), Attr::Null);
        (end.host, end.port) = ("198.51.100.7".into(), 3306.into());
    });
    assert_eq!(validated(&public), ["tencent-cross-account-access"]);
    let own = TaskModel {
        source: Endpoint { cross_account: Attr::Null, ..public.source.get().unwrap().clone() }.into(),
        ..public
    };
    assert_eq!(validated(&own), [""; 0]);
    let into = TaskModel { destination: Endpoint { cross_account: other("7"), ..endpoint("cdb-1") }.into(), ..task() };
    assert_eq!(validated(&into), ["tencent-cross-account-side"]);
    assert_eq!(validated(&with_source(|end| end.password_wo_version = Attr::Null)), ["password-version"]);
    let unknown = with_source(|end| (end.instance_id, end.host) = (Attr::Unknown, Attr::Unknown));
    assert_eq!(validated(&unknown), [""; 0]);
}

#[test]
fn engines_of_different_families_are_rejected() {
    let to = |engine: &str| {
        let mut task = task();
        task.destination.get_mut().unwrap().engine = engine.into();
        task
    };
    assert_eq!(validated(&to("postgresql")), ["tencent-engine-pair"]);
    assert_eq!(validated(&to("mariadb")), [""; 0]);
    assert_eq!(validated(&TaskModel { destination: Attr::Unknown, ..task() }), [""; 0]);
}

#[test]
fn each_slip_of_the_options_breaks_its_rule() {
    let redis = with_source(|end| (end.engine, end.node_type) = ("redis".into(), "simple".into()));
    let full = TaskModel { migration_type: "full".into(), ..redis.clone() };
    assert_eq!(validated(&full), ["tencent-migration-type"]);
    assert_eq!(validated(&TaskModel { migration_type: "full_and_increment".into(), ..redis.clone() }), [""; 0]);
    assert_eq!(ids(|out| warnings(&redis, out)), ["tencent-cross-account-ticket"]);
    let mariadb = with_source(|end| end.engine = "mariadb".into());
    assert_eq!(ids(|out| warnings(&mariadb, out)), ["tencent-cross-account-engine"]);
    assert_eq!(validated(&TaskModel { run_mode: "timed".into(), ..task() }), ["tencent-timed"]);
    let time = || Attr::from("2030-01-31T12:00:00Z");
    assert_eq!(validated(&TaskModel { start_at: time(), ..task() }), ["tencent-timed"]);
    assert_eq!(validated(&TaskModel { run_mode: "timed".into(), start_at: time(), ..task() }), [""; 0]);
    let check = |skip: &[&str]| Check {
        skip: Attr::Known(skip.iter().map(|step| (*step).to_owned()).collect()),
        foreign_keys: "shield".into(),
        ..Check::default()
    };
    assert_eq!(validated(&TaskModel { check: check(&[]).into(), ..task() }), ["tencent-foreign-keys"]);
    assert_eq!(validated(&TaskModel { check: check(&["ConstraintCheck"]).into(), ..task() }), [""; 0]);
}

fn databases(json: &serde_json::Value) -> Attr<Databases> {
    let text = |json: &serde_json::Value| json.as_bool().map_or(Value::Null, Value::Bool);
    let database = |json: &serde_json::Value| {
        Value::Map(json.as_object().unwrap().iter().map(|(key, item)| (key.as_str(), text(item))).collect())
    };
    let all = json.as_object().unwrap().iter().map(|(name, item)| (name.as_str(), database(item)));
    Databases::read(&Value::Map(all.collect()), &PathRef::root()).unwrap().into()
}

#[test]
fn objects_are_selected_in_exactly_one_way() {
    let objects = |all: Attr<bool>, databases: Attr<Databases>| TaskModel {
        objects: Selection { all, databases, ..Selection::default() }.into(),
        ..task()
    };
    let orders = || databases(&json!({"orders": {"all": true}}));
    assert_eq!(validated(&objects(Attr::Null, Attr::Null)), ["tencent-objects-way"]);
    assert_eq!(validated(&objects(true.into(), orders())), ["tencent-objects-way"]);
    assert_eq!(validated(&objects(Attr::Null, orders())), [""; 0]);
    assert_eq!(validated(&objects(Attr::Unknown, orders())), [""; 0]);
    let typo = databases(&json!({"orders": {"al": true}}));
    assert_eq!(validated(&objects(Attr::Null, typo)), ["tencent-objects-databases"; 1]);
    let kinds = |engine: &str| {
        let mut task = with_source(|end| end.engine = engine.into());
        task.objects.get_mut().unwrap().advanced_objects = Attr::Known(["trigger".to_owned()].into_iter().collect());
        task
    };
    assert_eq!(validated(&kinds("postgresql")), ["tencent-advanced-objects"]);
    assert_eq!(validated(&kinds("mysql")), [""; 0]);
}

#[test]
fn the_account_the_region_and_the_first_status_are_those_of_the_job() {
    let of = |account: &str, region: &str| ids(|out| of_account(&task(), Some(account), Some(region), out));
    assert_eq!(of("700000000001", "ap-guangzhou"), ["tencent-own-account"]);
    assert_eq!(of("700000000002", "ap-shanghai"), ["tencent-destination-region"]);
    for (status, expected) in [("paused", 1), ("stopped", 1), ("checked", 0), ("completed", 0)] {
        let task = TaskModel { desired_status: status.into(), ..task() };
        assert_eq!(ids(|out| begin_status(&task, out)).len(), expected, "{status}");
    }
}

#[test]
fn an_option_of_another_engine_is_rejected() {
    let rule = ["tencent-option-engine"];
    assert_eq!(validated(&TaskModel { migration_way: "logical".into(), ..task() }), rule);
    assert_eq!(validated(&with_source(|end| end.connect_type = "proxy".into())), rule);
    let postgres = |task: TaskModel| {
        let mut task = task;
        task.source.get_mut().unwrap().engine = "postgresql".into();
        task.destination.get_mut().unwrap().engine = "postgresql".into();
        task
    };
    assert_eq!(validated(&postgres(TaskModel { migration_way: "logical".into(), ..task() })), [""; 0]);
    assert_eq!(validated(&postgres(TaskModel { destination_read_only: true.into(), ..task() })), rule);
    assert_eq!(validated(&TaskModel { destination_read_only: true.into(), ..task() }), [""; 0]);
}

#[test]
fn a_comparison_has_the_settings_of_its_mode() {
    let with = |change: fn(&mut Consistency)| {
        let mut consistency = Consistency { mode: "full".into(), ..Consistency::default() };
        change(&mut consistency);
        validated(&TaskModel { consistency: consistency.into(), ..task() })
    };
    let rule = ["tencent-consistency"];
    assert_eq!(with(|it| it.sample_rate = 20.into()), rule);
    assert_eq!(
        with(|it| {
            it.mode = "no_check".into();
            it.thread_count = 2.into();
        }),
        rule
    );
    assert_eq!(
        with(|it| {
            it.method = "sample_data_check".into();
            it.sample_rate = 20.into();
        }),
        [""; 0]
    );
    assert_eq!(
        with(|it| {
            it.method = Attr::Unknown;
            it.sample_rate = 20.into();
        }),
        [""; 0]
    );
}

#[test]
fn a_wait_ends() {
    let with = |wait: &str, kind: Attr<String>| {
        validated(&TaskModel { wait_for: wait.into(), migration_type: kind, ..task() })
    };
    assert_eq!(with("caught_up", "full".into()), ["tencent-wait"]);
    assert_eq!(with("finished", Attr::Null), ["tencent-wait"]);
    for (wait, kind) in [
        ("caught_up", Attr::Null),
        ("finished", "structure".into()),
        ("finished", Attr::Unknown),
        ("running", "full".into()),
    ] {
        assert_eq!(with(wait, kind), [""; 0]);
    }
}

#[test]
fn the_arguments_of_a_network_and_of_tdsql_are_checked() {
    let ccn = |change: fn(&mut Endpoint)| {
        let mut task = with_source(|end| {
            end.cross_account = Attr::Null;
            end.access_type = "ccn".into();
            end.instance_id = Attr::Null;
            end.host = "10.0.0.3".into();
            end.port = 3306.into();
            end.ccn_id = "ccn-1".into();
        });
        change(task.source.get_mut().unwrap());
        validated(&task)
    };
    assert_eq!(ccn(|_| {}), ["tencent-endpoint-missing"]);
    assert_eq!(ccn(|end| end.network_environment = "UserIDC".into()), [""; 0]);
    assert_eq!(validated(&with_source(|end| end.network_environment = "UserIDC".into())), ["tencent-endpoint-extra"]);
    assert_eq!(validated(&with_source(|end| end.engine = "tdsqlmysql".into())), ["tencent-endpoint-missing"]);
    assert_eq!(
        validated(&with_source(|end| {
            end.engine = "tdsqlmysql".into();
            end.connect_type = "set".into();
        })),
        [""; 0]
    );
}
