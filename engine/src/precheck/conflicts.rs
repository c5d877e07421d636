//! What is at the destination already.

use super::{Check, Facts, Item, State};
use crate::connect::Session;
use crate::error::Result;
use crate::plan::Conflict;
use crate::quote::quoted;
use crate::shape::{Table, TableKind};

/// Tables of the same name: none may exist or, if existing tables are used, their columns must be the same.
pub(super) async fn same_names(facts: &Facts<'_>, destination: &mut Session) -> Result<Item> {
    let mut wrong = Vec::new();
    let pairs =
        facts.tables.iter().filter_map(|table| facts.existing(&facts.target(table)).map(|existing| (table, existing)));
    for (table, existing) in pairs {
        if facts.plan.steps.schema && facts.plan.options.conflict == Conflict::Report {
            wrong.push(existing.name.to_string());
        } else if let Some(difference) = difference(facts, table, existing) {
            wrong.push(format!("{} ({difference})", existing.name));
        } else if table.kind == TableKind::Base && existing.key.is_none() && has_rows(existing, destination).await? {
            wrong.push(format!("{} (it has rows and no key)", existing.name));
        }
    }
    if !facts.plan.steps.schema {
        let missing =
            facts.tables.iter().filter(|table| table.kind == TableKind::Base).map(|table| facts.target(table));
        let missing: Vec<String> =
            missing.filter(|target| facts.existing(target).is_none()).map(|target| target.to_string()).collect();
        if !missing.is_empty() {
            return Ok(Item::naming(
                Check::SameNames,
                State::Failed,
                &missing,
                "the destination does not have it, and the schema is not migrated",
            ));
        }
    }
    let message = match facts.plan.options.conflict {
        Conflict::Report if facts.plan.steps.schema => {
            "the destination has it already; rename or drop it, or use existing tables"
        }
        _ => "the existing table does not have the columns of the source in the same order; change it, or drop it",
    };
    Ok(Item::naming(Check::SameNames, State::Failed, &wrong, message))
}

async fn has_rows(table: &Table, destination: &mut Session) -> Result<bool> {
    Ok(destination.text(format!("SELECT 1 FROM {} LIMIT 1", table.name.sql())).await?.is_some())
}

/// Why an existing table cannot be used. If only some columns are migrated, only these are compared, by name.
fn difference(facts: &Facts<'_>, table: &Table, existing: &Table) -> Option<String> {
    if table.kind != existing.kind {
        return Some("it is another kind of object".to_owned());
    }
    let choice = facts.plan.mapping().table(&table.name).and_then(|(_, choice)| choice);
    if let Some(columns) = choice.and_then(|choice| choice.columns.as_ref()) {
        let wrong = columns.iter().find(|column| {
            let there = table.column(&column.name).map(|index| &table.columns[index]);
            let here = existing.column(&column.destination).map(|index| &existing.columns[index]);
            !there.zip(here).is_some_and(|(there, here)| there.kind == here.kind)
        });
        return wrong.map(|column| format!("column {}", column.destination));
    }
    if table.columns.len() != existing.columns.len() {
        return Some(format!("{} columns instead of {}", existing.columns.len(), table.columns.len()));
    }
    let wrong = table.columns.iter().zip(&existing.columns).find(|(there, here)| !there.fits(here));
    wrong.map(|(there, here)| {
        format!("column {} {} instead of {} {}", here.name, here.type_text, there.name, there.type_text)
    })
}

/// Triggers run again what is in the log already; events change rows.
pub(super) async fn triggers_and_events(facts: &Facts<'_>, destination: &mut Session) -> Result<Item> {
    let mut triggers = Vec::new();
    let mut events = Vec::new();
    for database in &facts.plan.databases {
        let schema = quoted(&database.destination);
        let sql = format!(
            "SELECT trigger_name, event_object_table FROM information_schema.triggers WHERE trigger_schema = {schema}"
        );
        let targets: Vec<String> = facts.tables.iter().map(|table| facts.target(table).table).collect();
        for row in destination.texts(sql).await? {
            if let [Some(name), Some(table), ..] = row.as_slice()
                && targets.contains(table)
            {
                triggers.push(format!("{}.{name}", database.destination));
            }
        }
        let sql = format!(
            "SELECT event_name FROM information_schema.events WHERE event_schema = {schema} AND status = 'ENABLED'"
        );
        events.extend(
            destination
                .texts(sql)
                .await?
                .into_iter()
                .flatten()
                .flatten()
                .map(|name| format!("{}.{name}", database.destination)),
        );
    }
    if !triggers.is_empty() {
        return Ok(Item::naming(
            Check::TriggersAndEvents,
            State::Failed,
            &triggers,
            "triggers of the destination would change migrated rows a second time; drop them until the migration ends",
        ));
    }
    Ok(Item::naming(
        Check::TriggersAndEvents,
        State::Warning,
        &events,
        "events of the destination can change migrated rows; disable them",
    ))
}
