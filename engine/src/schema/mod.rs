//! Creates the objects at the destination: databases and tables before the copy, views and routines after the tables, triggers
//! and events when the job is finished.

mod programs;
mod table_text;

pub(crate) use table_text::replaced;

use std::sync::Arc;

use crate::connect::{Session, Side};
use crate::error::{Error, Kind, Result};
use crate::plan::{Conflict, DatabaseChoice};
use crate::progress::Phase;
use crate::quote::{name, quoted};
use crate::shape::{Table, TableKind, TableName, read_names, read_tables};
use crate::task::Task;

/// Creates databases, tables, views and routines that are not created yet.
pub(crate) async fn create(task: &Arc<Task>) -> Result<()> {
    task.progress.change(|snapshot| snapshot.phase = Phase::Schema);
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let mut destination = Session::open(&task.plan.destination, Side::Destination).await?;
    for database in &task.plan.databases {
        create_database(database, &mut source, &mut destination).await?;
        let existing = read_names(&mut destination, &database.destination).await?;
        let tables = read_tables(&mut source, &database.name).await?;
        for table in tables.values().filter(|table| table.kind == TableKind::Base) {
            if task.plan.mapping().table(&table.name).is_some() && !task.suspend.is_cancelled() {
                create_table(task, table, &existing, &mut source, &mut destination).await?;
            }
        }
    }
    for database in task.plan.databases.iter().filter(|database| database.tables.is_none()) {
        programs::create_views(database, &mut source, &mut destination).await?;
        programs::create_routines(database, &mut source, &mut destination).await?;
    }
    if !task.suspend.is_cancelled() {
        task.recorder.force(|checkpoint| checkpoint.schema_done = true)?;
    }
    Ok(())
}

/// Creates triggers and events as the options say; after this, nothing must be written by the job.
pub(crate) async fn finish(task: &Arc<Task>) -> Result<()> {
    let options = &task.plan.options;
    if !task.plan.steps.schema || !(options.triggers || options.events) {
        return Ok(());
    }
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let mut destination = Session::open(&task.plan.destination, Side::Destination).await?;
    for database in task.plan.databases.iter().filter(|database| database.tables.is_none()) {
        if options.triggers {
            programs::create_triggers(database, &mut source, &mut destination).await?;
        }
        if options.events {
            programs::create_events(database, &mut source, &mut destination).await?;
        }
    }
    Ok(())
}

async fn create_database(database: &DatabaseChoice, source: &mut Session, destination: &mut Session) -> Result<()> {
    let sql = format!(
        "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = {}",
        quoted(&database.name)
    );
    let rows = source.texts(sql).await?;
    let Some([Some(charset), Some(collation), ..]) = rows.first().map(Vec::as_slice) else {
        return Err(Error::fail(format!(
            "the source has no database {}, or its account may not read it",
            database.name
        )));
    };
    let exists =
        format!("SELECT 1 FROM information_schema.schemata WHERE schema_name = {}", quoted(&database.destination));
    if destination.text(exists).await?.is_some() {
        return Ok(());
    }
    let sql = format!(
        "CREATE DATABASE IF NOT EXISTS {} CHARACTER SET {charset} COLLATE {collation}",
        name(&database.destination)
    );
    destination.run(sql).await.map_err(|error| error.during(&format!("database {}", database.destination)))
}

/// Creates a table, unless it exists and the plan uses existing tables. That the job creates it is recorded before it does, so
/// that it recognizes the table as its own after a crash.
async fn create_table(
    task: &Task,
    table: &Table,
    existing: &[(String, TableKind)],
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let Some(target) = task.plan.mapping().destination(&table.name) else { return Ok(()) };
    let exists = existing.iter().any(|(name, _)| *name == target.table);
    let own = task.recorder.read(|checkpoint| checkpoint.created.contains(&target.sql()));
    if exists {
        return match (own, task.plan.options.conflict) {
            (false, Conflict::Report) => Err(already_there(&target)),
            _ => Ok(()),
        };
    }
    let created = source.texts(format!("SHOW CREATE TABLE {}", table.name.sql())).await?;
    let text = created.into_iter().next().and_then(|row| row.into_iter().nth(1).flatten()).unwrap_or_default();
    let text = table_text::rewritten(&text, table, &target, task.plan.mapping())?;
    task.recorder.force(|checkpoint| {
        checkpoint.created.insert(target.sql());
    })?;
    destination.run(format!("USE {}", name(&target.database))).await?;
    destination.run(text).await.map_err(|error| unsupported(error, &table.name))
}

fn already_there(target: &TableName) -> Error {
    Error::fail(format!(
        "the destination has a table {target} already. Rename or drop it, or use existing tables with the conflict mode that ignores them."
    ))
}

/// A statement that the destination does not understand is refused: the families differ.
fn unsupported(error: Error, table: &TableName) -> Error {
    let what = format!("the destination cannot create the table {table}");
    match (error.kind(), error.code()) {
        (Kind::Fail, Some(1064 | 1115 | 1273 | 1286 | 4161 | 1267 | 3105)) => Error::refuse(format!(
            "{what}: its family or version does not know a type, collation or option of the table ({error})"
        )),
        _ => error.during(&what),
    }
}
