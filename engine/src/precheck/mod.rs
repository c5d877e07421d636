//! Whether two servers allow a migration. Nothing is written.

mod conflicts;
mod objects;
mod preview;
mod privileges;
mod servers;

pub use preview::preview;

use std::fmt;

use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::plan::Plan;
use crate::server::{Grants, ServerFacts};
use crate::shape::{Table, TableName, read_tables};

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The source can be reached, and accepts the login.
    SourceConnection,
    /// The destination can be reached, and accepts the login.
    DestinationConnection,
    /// The privileges at the source.
    SourcePrivileges,
    /// The privileges at the destination.
    DestinationPrivileges,
    /// The account of the source has no password in the format of servers before version 4.1.
    PasswordFormat,
    /// The source writes a binary log.
    LogOn,
    /// The log has rows, not statements.
    LogFormat,
    /// The log has complete rows.
    LogRowImage,
    /// The files of the log are complete and kept for long enough.
    LogFiles,
    /// The IDs of the servers differ.
    ServerIds,
    /// The storage engines.
    StorageEngines,
    /// Tables of the same name at the destination.
    SameNames,
    /// The selected databases and tables exist, and their names are valid.
    Databases,
    /// The SQL modes of both sides.
    SqlMode,
    /// The source is not the destination, and is not a replica without a complete log.
    Topology,
    /// The tables have keys.
    Keys,
    /// Foreign keys whose effects are not in the log, or whose parent is not selected.
    ForeignKeys,
    /// Triggers and events at the destination.
    TriggersAndEvents,
    /// Types and collations that the destination does not know.
    Types,
    /// The longest row and the packet sizes.
    RowSize,
    /// The size of all selected tables.
    DataSize,
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The migration can start.
    Success,
    /// The migration can start, and its result can differ from the source.
    Warning,
    /// The migration cannot start.
    Failed,
}

/// A check with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What was checked.
    pub check: Check,
    /// The result.
    pub state: State,
    /// The cause and the fix; empty on success.
    pub message: String,
}

impl Item {
    fn success(check: Check) -> Self {
        Self { check, state: State::Success, message: String::new() }
    }

    fn warning(check: Check, message: impl Into<String>) -> Self {
        Self { check, state: State::Warning, message: message.into() }
    }

    fn failed(check: Check, message: impl Into<String>) -> Self {
        Self { check, state: State::Failed, message: message.into() }
    }

    /// Failed or a warning with names, or a success without any.
    fn naming(check: Check, state: State, names: &[String], message: impl fmt::Display) -> Self {
        if names.is_empty() {
            return Self::success(check);
        }
        let shown: Vec<&str> = names.iter().take(10).map(String::as_str).collect();
        let more = names.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Self { check, state, message: format!("{}{more}: {message}", shown.join(", ")) }
    }
}

/// What is known about both sides.
struct Facts<'a> {
    plan: &'a Plan,
    source: ServerFacts,
    destination: ServerFacts,
    /// The selected tables and views at the source.
    tables: Vec<Table>,
    /// All tables of the databases at the destination.
    existing: Vec<Table>,
}

impl Facts<'_> {
    /// The name of a table at the destination.
    fn target(&self, table: &Table) -> TableName {
        self.plan.mapping().destination(&table.name).unwrap_or_else(|| table.name.clone())
    }

    fn existing(&self, name: &TableName) -> Option<&Table> {
        self.existing.iter().find(|table| table.name == *name)
    }
}

/// Checks everything. If one server cannot be reached, only the connections are reported.
///
/// # Errors
/// If a connection is lost during the checks.
pub async fn examine(plan: &Plan) -> Result<Vec<Item>> {
    let source = Session::open(&plan.source, Side::Source).await;
    let destination = Session::open(&plan.destination, Side::Destination).await;
    let mut items = vec![
        connection(Check::SourceConnection, source.as_ref().err()),
        connection(Check::DestinationConnection, destination.as_ref().err()),
    ];
    let (Ok(mut source), Ok(mut destination)) = (source, destination) else { return Ok(items) };
    let facts = read(plan, &mut source, &mut destination).await?;
    let grants = [Grants::read(&mut source).await?, Grants::read(&mut destination).await?];
    items.push(privileges::source(&facts, &grants[0]));
    items.push(privileges::destination(&facts, &grants[1]));
    items.push(privileges::password_format(&facts, &mut source).await);
    items.extend(servers::log(&facts, &mut source).await?);
    items.extend(servers::pair(&facts, &mut source).await?);
    items.push(objects::databases(&facts, &mut source).await?);
    items.extend(objects::tables(&facts));
    items.push(objects::data_size(&facts));
    items.push(objects::foreign_keys(&facts, &mut source).await?);
    items.push(objects::types(&facts, &mut destination).await?);
    items.push(objects::row_size(&facts, &mut source).await?);
    items.push(conflicts::same_names(&facts, &mut destination).await?);
    items.push(conflicts::triggers_and_events(&facts, &mut destination).await?);
    source.close().await;
    destination.close().await;
    items.sort_by_key(|item| item.check);
    Ok(items)
}

fn connection(check: Check, error: Option<&Error>) -> Item {
    error.map_or_else(|| Item::success(check), |error| Item::failed(check, error.to_string()))
}

async fn read<'a>(plan: &'a Plan, source: &mut Session, destination: &mut Session) -> Result<Facts<'a>> {
    let mut facts = Facts {
        plan,
        source: ServerFacts::read(source).await?,
        destination: ServerFacts::read(destination).await?,
        tables: Vec::new(),
        existing: Vec::new(),
    };
    for database in &plan.databases {
        let tables = read_tables(source, &database.name).await?.into_values();
        facts.tables.extend(tables.filter(|table| plan.mapping().table(&table.name).is_some()));
        facts.existing.extend(read_tables(destination, &database.destination).await?.into_values());
    }
    Ok(facts)
}
