//! The selection: everything, or named databases, each of them in one way.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use crate::{
    facts::tencent::{Engine, engine},
    resources::tencent::migration_task::schema::{model::TaskModel, options::Selection},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 3] = [&WAY, &DATABASES, &ADVANCED];

static WAY: Rule = Rule::validate(
    "tencent-objects-way",
    "Either all databases or named ones",
    "`objects` of `dts_tencent_migration_task` needs exactly one of `all = true` and `databases`.",
);
static DATABASES: Rule = Rule::validate(
    "tencent-objects-databases",
    "Invalid selection of objects",
    "`objects.databases` must have only the keys of a database, a schema and a table at their places, and each of them must select something in one way.",
);
static ADVANCED: Rule = Rule::validate(
    "tencent-advanced-objects",
    "The engine does not have these objects",
    "`objects.advanced_objects` is only for databases like MySQL.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    let Some(objects) = config.objects.get() else { return };
    way(objects, out);
    if let Some(databases) = objects.databases.get() {
        for problem in &databases.parsed().problems {
            // Terraform shows the line of an argument, and for a longer path only that of the resource.
            let path = AttributePath::of(&["objects", "databases"]);
            out.push(DATABASES.broken(
                path,
                &Violation { found: problem.found.clone(), allowed: problem.allowed.clone(), fix: problem.fix.clone() },
            ));
        }
    }
    advanced(config, objects, out);
}

fn way(objects: &Selection, out: &mut Diagnostics) {
    let all = objects.all.get().copied();
    let (path, found, fix) = match (&objects.all, &objects.databases) {
        (Attr::Known(true), Attr::Known(_)) => (
            "all",
            "objects has both all = true and databases.",
            "remove all to migrate only the named databases, or remove databases to migrate all",
        ),
        (Attr::Null | Attr::Known(false), Attr::Null) => (
            if all.is_some() { "all" } else { "databases" },
            "objects has neither all = true nor databases, so no data is selected.",
            "set all = true, or databases = { orders = { all = true } } for a complete database",
        ),
        _ => return,
    };
    out.push(WAY.broken(
        AttributePath::of(&["objects", path]),
        &Violation {
            found: found.to_owned(),
            allowed: "all = true for all databases, or databases".to_owned(),
            fix: fix.to_owned(),
        },
    ));
}

fn advanced(config: &TaskModel, objects: &Selection, out: &mut Diagnostics) {
    let Some(source) = config.source.get().and_then(|source| source.engine.as_str()).and_then(engine) else { return };
    if objects.advanced_objects.get().is_none_or(|kinds| kinds.0.is_empty()) || is_like_mysql(source) {
        return;
    }
    out.push(ADVANCED.broken(
        AttributePath::of(&["objects", "advanced_objects"]),
        &Violation {
            found: format!("objects.advanced_objects is set, but the source is {}.", source.name),
            allowed: "advanced_objects only for these sources: mysql, mariadb, percona, cynosdbmysql, tdsqlmysql, tdstore".to_owned(),
            fix: "remove advanced_objects".to_owned(),
        },
    ));
}

/// MySQL and the databases that are compatible with it.
pub(super) fn is_like_mysql(engine: &Engine) -> bool {
    matches!(engine.engine, "mysql" | "mariadb" | "percona" | "cynosdbmysql" | "tdsqlmysql" | "tdstore")
}
