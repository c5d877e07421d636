//! What a configuration alone can tell: refused, and the allowed twin. Severity, line and text are looked at through
//! Terraform, by the acceptance tests.

mod refusals;

use tfplugin::model::{Attr, Map, Set};

use super::*;
use crate::resources::alibaba::job::objects::{Column, Database, Objects, Table};
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{CrossAccount, Endpoint, Wire},
    model::{Minutes, Retry},
};

fn complete() -> Database {
    Database { all: true.into(), ..Database::default() }
}

fn objects(databases: Map<Database>) -> Attr<Objects> {
    Attr::Known(databases.into())
}

fn end(engine: &str, access: &str) -> Endpoint {
    Endpoint {
        engine: engine.into(),
        access_method: access.into(),
        region: "cn-hangzhou".into(),
        username: "dts".into(),
        password: "p".into(),
        ..Endpoint::default()
    }
}

fn rds() -> Endpoint {
    Endpoint { instance_id: "rm-1".into(), ..end("mysql", "alibaba_cloud_instance") }
}

fn selection(names: &[&str]) -> Attr<Objects> {
    objects(names.iter().map(|name| ((*name).to_owned(), complete())).collect())
}

fn types(types: &[&str]) -> Attr<Set<String>> {
    Attr::Known(types.iter().map(|one| (*one).to_owned()).collect())
}

fn task() -> TaskModel {
    TaskModel {
        migration_types: types(&["schema", "full"]),
        objects: selection(&["shop"]),
        source: rds().into(),
        destination: rds().into(),
        ..TaskModel::default()
    }
}

/// Rule ids and paths of what is found.
fn found(config: &TaskModel) -> Vec<String> {
    let mut out = Diagnostics::new();
    validate(config, &mut out);
    let id = |detail: &str| detail.rsplit_once("Rule: ").map(|(_, id)| id.to_owned()).unwrap_or_default();
    out.iter().map(|one| format!("{} at {}", id(&one.detail), one.path)).collect()
}

#[test]
fn a_usual_task_is_fine_and_so_is_one_of_unknowns() {
    assert_eq!(found(&task()), [""; 0]);
    let unknown = TaskModel {
        migration_types: Attr::Unknown,
        objects: Attr::Unknown,
        source: Attr::Unknown,
        destination: Endpoint { engine: Attr::Unknown, ..Endpoint::default() }.into(),
        ..TaskModel::default()
    };
    assert_eq!(found(&unknown), [""; 0]);
}

#[test]
fn an_access_method_asks_for_its_arguments() {
    let with = |source: Endpoint| found(&TaskModel { source: source.into(), ..task() });
    assert_eq!(with(end("mysql", "alibaba_cloud_instance")), ["endpoint-argument-missing at source.instance_id"]);
    let express = Endpoint {
        vpc_id: "vpc-1".into(),
        host: "10.0.0.1".into(),
        port: 3306.into(),
        ..end("mysql", "express_connect")
    };
    assert_eq!(with(express.clone()), [""; 0]);
    let both = Endpoint { instance_id: "rm-1".into(), ..express };
    assert_eq!(with(both), ["endpoint-argument-extra at source.instance_id"]);
    let oracle = Endpoint { oracle_sid: Attr::Null, ..end("oracle", "alibaba_cloud_instance") };
    assert_eq!(
        with(oracle),
        [
            "cloud-access at source.access_method",
            "endpoint-argument-missing at source.instance_id",
            "endpoint-argument-missing at source.oracle_sid"
        ]
    );
}

#[test]
fn across_accounts_the_matrix_counts() {
    let other = CrossAccount { account_id: "1234567890123456".into(), role_name: "r".into() };
    let across = |end: Endpoint| Endpoint { cross_account: other.clone().into(), ..end };
    let source = |source: Endpoint| found(&TaskModel { source: across(source).into(), ..task() });
    assert_eq!(source(rds()), [""; 0]);
    let public = Endpoint { host: "db.example.com".into(), port: 3306.into(), ..end("mysql", "public_ip") };
    assert_eq!(source(public.clone()), ["cross-account-public-ip at source.access_method"]);
    assert_eq!(found(&TaskModel { source: public.into(), ..task() }), [""; 0], "in one account it is possible");
    let gateway = Endpoint {
        instance_id: "dg-1".into(),
        host: "10.0.0.1".into(),
        port: 3306.into(),
        ..end("mysql", "database_gateway")
    };
    assert_eq!(source(gateway), ["cross-account-support at source.access_method"]);
    let unconfirmed = Endpoint { instance_id: "ob-1".into(), ..end("oceanbase_mysql", "alibaba_cloud_instance") };
    assert_eq!(source(unconfirmed.clone()), ["wire-missing at source.access_method"]);
    let words = Wire { engine: "OceanBase".into(), instance_type: "OCEANBASE".into() };
    assert_eq!(source(Endpoint { wire: words.clone().into(), ..unconfirmed }), [""; 0]);
    assert_eq!(source(Endpoint { wire: words.into(), ..rds() }), ["wire-extra at source.access_method"]);
}

#[test]
fn migration_types_make_sense_together() {
    let with = |chosen: &[&str]| found(&TaskModel { migration_types: types(chosen), ..task() });
    assert_eq!(with(&[]), ["types-empty at migration_types"]);
    assert_eq!(with(&["schema", "incremental"]), ["types-without-full at migration_types"]);
    for good in [&["schema", "full"][..], &["schema", "full", "incremental"], &["incremental"]] {
        assert_eq!(with(good), [""; 0], "{good:?}");
    }
}

#[test]
fn a_selection_selects_and_names_nothing_twice() {
    let with = |databases: Map<Database>| found(&TaskModel { objects: objects(databases), ..task() });
    let renamed = |name: &str| Database { rename: name.into(), ..complete() };
    let two = |a: Database, b: Database| [("a".to_owned(), a), ("b".to_owned(), b)].into_iter().collect::<Map<_>>();
    assert_eq!(with(two(renamed("x"), renamed("x"))), ["objects-target-twice at objects[\"b\"]"]);
    assert_eq!(with(two(renamed("x"), renamed("y"))), [""; 0]);
    let tables = |names: &[&str]| Database {
        rename: "x".into(),
        tables: Attr::Known(names.iter().map(|name| ((*name).to_owned(), Table::default())).collect()),
        ..Database::default()
    };
    assert_eq!(with(two(tables(&["t"]), tables(&["t"]))), ["objects-target-twice at objects[\"b\"]"]);
    assert_eq!(with(two(tables(&["t"]), tables(&["u"]))), [""; 0], "two databases merged into one");
    let column = |name: &str| Column { rename: name.into(), ..Column::default() };
    let columns = [("c".to_owned(), column("z")), ("d".to_owned(), column("z"))].into_iter().collect::<Map<_>>();
    let table = Table { columns: columns.into(), ..Table::default() };
    let by_column =
        Database { tables: Attr::Known([("t".to_owned(), table)].into_iter().collect()), ..Database::default() };
    assert_eq!(with([("a".to_owned(), by_column)].into_iter().collect()), ["objects-target-twice at objects[\"a\"]"]);
}

#[test]
fn only_so_many_tables_with_renames() {
    let with = |count: usize, rename: bool| {
        let table = |n: usize| {
            let rename = if rename && n == 0 { "other".into() } else { Attr::Null };
            (format!("t{n}"), Table { rename, ..Table::default() })
        };
        let database = Database { tables: Attr::Known((0..count).map(table).collect()), ..Database::default() };
        found(&TaskModel { objects: objects([("a".to_owned(), database)].into_iter().collect()), ..task() })
    };
    assert_eq!(with(1_001, true), ["renamed-tables at objects"]);
    assert_eq!(with(1_000, true), [""; 0]);
    assert_eq!(with(1_001, false), [""; 0]);
    assert_eq!(with(40_000, false), ["objects-size at objects"]);
}

#[test]
fn other_retries_are_shorter_than_connection_retries() {
    let with = |connection: Attr<i64>, other: Attr<i64>| {
        let minutes = |minutes: Attr<i64>| minutes.map(Minutes::new);
        let retry = Retry { connection_minutes: minutes(connection), other_minutes: minutes(other) };
        found(&TaskModel { retry: retry.into(), ..task() })
    };
    assert_eq!(with(10.into(), Attr::Null), ["retry-order at retry.connection_minutes"]);
    assert_eq!(with(11.into(), Attr::Null), [""; 0]);
    assert_eq!(with(Attr::Unknown, 1440.into()), [""; 0]);
}

#[test]
fn a_warning_is_shown_once() {
    let first = warnings(&task(), None);
    assert!(!first.is_empty() && !first.has_errors());
    assert!(warnings(&task(), Some(&task())).is_empty());
    let more = TaskModel { migration_types: types(&["schema", "full", "incremental"]), ..task() };
    assert_eq!(warnings(&more, Some(&task())).iter().count(), 1);
}
