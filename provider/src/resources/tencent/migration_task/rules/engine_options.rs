//! Arguments that only some engines have.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::objects::is_like_mysql;
use crate::{
    facts::tencent::{Engine, engine},
    resources::tencent::migration_task::schema::model::TaskModel,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 1] = [&OPTION];

static OPTION: Rule = Rule::validate(
    "tencent-option-engine",
    "The engine of the source does not have this",
    "`migration_way` and `roles` are for PostgreSQL, `schemas` for PostgreSQL and SQL Server, `destination_read_only` for databases like MySQL, and `connect_type` for TDSQL for MySQL.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    let Some(source) = config.source.get() else { return };
    let Some(engine) = source.engine.as_str().and_then(engine) else { return };
    let is = |words: &[&str]| words.contains(&engine.engine);
    if config.migration_way.is_known() && !is(&["postgresql"]) {
        broken(&["migration_way"], "migration_way", "a source that is PostgreSQL", engine, out);
    }
    if config.destination_read_only.get() == Some(&true) && !is_like_mysql(engine) {
        broken(&["destination_read_only"], "destination_read_only", "a source like MySQL", engine, out);
    }
    if source.connect_type.is_known() && !is(&["tdsqlmysql"]) {
        broken(&["source", "connect_type"], "connect_type", "a source that is TDSQL for MySQL", engine, out);
    }
    let Some(databases) = config.objects.get().and_then(|objects| objects.databases.get()) else { return };
    let databases = || databases.parsed().databases.values();
    let path = ["objects", "databases"];
    if databases().any(|database| !database.schemas.is_empty()) && !is(&["postgresql", "sqlserver"]) {
        broken(&path, "schemas", "a source that is PostgreSQL or SQL Server", engine, out);
    }
    if databases().any(|database| !database.roles.is_empty()) && !is(&["postgresql"]) {
        broken(&path, "roles", "a source that is PostgreSQL", engine, out);
    }
}

fn broken(path: &[&'static str], argument: &str, allowed: &str, engine: &Engine, out: &mut Diagnostics) {
    out.push(OPTION.broken(
        AttributePath::of(path),
        &Violation {
            found: format!("{argument} is set, but the source is {}.", engine.name),
            allowed: format!("{argument} with {allowed}"),
            fix: format!("remove {argument}"),
        },
    ));
}
