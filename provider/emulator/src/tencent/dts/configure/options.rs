//! The options of a migration: its type, its objects, the check of its data.

use crate::tencent::dts::engines::Engine;
use crate::tencent::dts::job::Job;
use crate::tencent::gateway::{Fields, Refusal};

/// Advanced objects, which only databases like MySQL have.
const ADVANCED: [&str; 4] = ["trigger", "function", "procedure", "event"];

pub(super) fn check(job: &Job, option: &Fields) -> Result<(), Refusal> {
    one_of(option, "MigrateType", &["structure", "full", "fullAndIncrement"])?;
    let engine = job.source_engine();
    let increments_only = engine.is_some_and(Engine::is_incremental_only);
    if increments_only && option.get("MigrateType").is_some_and(|kind| kind != "fullAndIncrement") {
        return Err(wrong("MigrateType", &format!("for {} it must be fullAndIncrement", job.link.source)));
    }
    one_of(option, "MigrateWay", &["logical", "physical"])?;
    let consistency = option.structure("Consistency");
    one_of(&consistency, "Mode", &["full", "noCheck", "notConfigured"])?;
    one_of(&consistency, "ObjectMode", &["sameAsMigrate", "custom"])?;
    let objects = option.structure("DatabaseTable");
    check_objects(&objects)?;
    for advanced in objects.texts("AdvancedObjects") {
        if !ADVANCED.contains(&advanced) {
            return Err(wrong("DatabaseTable.AdvancedObjects", &format!("it may have {} only", ADVANCED.join(", "))));
        }
        if !engine.is_some_and(Engine::is_like_mysql) {
            return Err(wrong("DatabaseTable.AdvancedObjects", "only databases like MySQL have them"));
        }
    }
    Ok(())
}

fn check_objects(objects: &Fields) -> Result<(), Refusal> {
    let databases = objects.structures("Databases");
    match objects.text("ObjectMode") {
        "all" => return Ok(()),
        "partial" if databases.is_empty() => return Err(Refusal::missing("MigrateOption.DatabaseTable.Databases")),
        "partial" => {}
        _ => return Err(wrong("DatabaseTable.ObjectMode", "it must be all or partial")),
    }
    for database in databases {
        if database.get("DbName").is_none() {
            return Err(Refusal::missing("MigrateOption.DatabaseTable.Databases.DbName"));
        }
        match (database.text("DBMode"), database.text("TableMode")) {
            ("all", _) | ("partial", "all") => {}
            ("partial", "partial") if database.list("Tables").is_empty() => {
                return Err(Refusal::missing("MigrateOption.DatabaseTable.Databases.Tables"));
            }
            ("partial", "partial") => {}
            // PostgreSQL selects schemas, and others select views or routines only.
            ("partial", "") if has_other_objects(&database) => {}
            ("partial", _) => return Err(wrong("DatabaseTable.Databases.TableMode", "it must be all or partial")),
            _ => return Err(wrong("DatabaseTable.Databases.DBMode", "it must be all or partial")),
        }
    }
    Ok(())
}

fn has_other_objects(database: &Fields) -> bool {
    ["SchemaName", "ViewMode", "RoleMode", "FunctionMode", "ProcedureMode", "TriggerMode", "EventMode"]
        .iter()
        .any(|name| database.get(name).is_some())
}

fn one_of(fields: &Fields, name: &str, known: &[&str]) -> Result<(), Refusal> {
    match fields.get(name) {
        Some(given) if !known.contains(&given) => Err(wrong(name, &format!("it must be one of {}", known.join(", ")))),
        _ => Ok(()),
    }
}

fn wrong(name: &str, what: &str) -> Refusal {
    Refusal::value(&format!("MigrateOption.{name}"), what)
}
