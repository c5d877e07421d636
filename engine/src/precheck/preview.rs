//! What a job would do, for a run that writes nothing.

use super::{Facts, read};
use crate::connect::{Session, Side};
use crate::error::Result;
use crate::plan::DatabaseChoice;
use crate::quote::quoted;
use crate::shape::{Table, TableKind, TableName};

/// The statements of a job in their order, by verb and object, with the rows and bytes that the source estimates. Nothing is
/// written.
///
/// # Errors
/// If a server cannot be reached, or a connection is lost.
pub async fn preview(plan: &crate::plan::Plan) -> Result<Vec<String>> {
    let mut source = Session::open(&plan.source, Side::Source).await?;
    let mut destination = Session::open(&plan.destination, Side::Destination).await?;
    let facts = read(plan, &mut source, &mut destination).await?;
    let mut lines = Vec::new();
    if plan.steps.schema {
        for database in &plan.databases {
            created(&facts, database, &mut destination, &mut lines).await?;
            if database.tables.is_none() {
                programs(&facts, database, &mut source, &mut lines).await?;
            }
        }
    }
    let tables = || facts.tables.iter().filter(|table| table.kind == TableKind::Base);
    if plan.steps.full {
        lines.extend(tables().map(|table| {
            let (rows, bytes) = (table.estimated_rows, table.bytes);
            format!("INSERT IGNORE INTO {}: about {rows} rows, {bytes} bytes", facts.target(table))
        }));
    }
    if plan.steps.incremental {
        lines.extend(
            tables().map(|table| {
                format!("REPLACE INTO and DELETE FROM {}: changes of {}", facts.target(table), table.name)
            }),
        );
    }
    source.close().await;
    destination.close().await;
    Ok(lines)
}

/// The databases and tables that the destination does not have.
async fn created(
    facts: &Facts<'_>,
    database: &DatabaseChoice,
    destination: &mut Session,
    lines: &mut Vec<String>,
) -> Result<()> {
    let exists =
        format!("SELECT 1 FROM information_schema.schemata WHERE schema_name = {}", quoted(&database.destination));
    if destination.text(exists).await?.is_none() {
        lines.push(format!("CREATE DATABASE {}", database.destination));
    }
    let own = |table: &&Table| table.name.database == database.name;
    for (kind, word) in [(TableKind::Base, "TABLE"), (TableKind::View, "VIEW")] {
        let missing = facts.tables.iter().filter(own).filter(|table| table.kind == kind);
        let missing = missing.map(|table| facts.target(table)).filter(|target| facts.existing(target).is_none());
        lines.extend(missing.map(|target| format!("CREATE {word} {target}")));
    }
    Ok(())
}

/// Routines, triggers and events of a complete database.
async fn programs(
    facts: &Facts<'_>,
    database: &DatabaseChoice,
    source: &mut Session,
    lines: &mut Vec<String>,
) -> Result<()> {
    let options = &facts.plan.options;
    for (is_wanted, list) in [
        (true, "SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = "),
        (options.triggers, "SELECT 'TRIGGER', trigger_name FROM information_schema.triggers WHERE trigger_schema = "),
        (options.events, "SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = "),
    ] {
        if !is_wanted {
            continue;
        }
        for row in source.texts(format!("{list}{}", quoted(&database.name))).await? {
            if let [Some(kind), Some(name), ..] = row.as_slice() {
                lines.push(format!("CREATE {kind} {}", TableName::new(&database.destination, name)));
            }
        }
    }
    Ok(())
}
