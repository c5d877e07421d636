//! DDL statements of the log: which ones are run at the destination, and how.

use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::log::LoggedStatement;
use crate::plan::TwoWay;
use crate::quote::name;
use crate::schema::replaced;
use crate::shape::TableName;
use crate::sql::{Named, Statement, Verb};
use crate::task::Task;

/// What these errors say is what the statement does: it had been run before a crash.
const DONE_BEFORE: [u16; 8] = [1007, 1008, 1050, 1051, 1060, 1061, 1091, 1146];

/// What happens with a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It changes nothing that is migrated.
    Skip,
    /// It is run in this database with this text.
    Run {
        /// The default database.
        database: String,
        /// The text with the names of the destination.
        sql: String,
        /// What the status shows.
        shown: String,
    },
}

/// Decides about a statement.
///
/// # Errors
/// If the statement changes something that is migrated and cannot be run.
pub(super) fn decide(task: &Task, logged: &LoggedStatement) -> Result<Decision> {
    let mapping = task.plan.mapping();
    if task.plan.two_way.as_ref().is_some_and(|two_way| logged.sql.starts_with(two_way.comment().trim())) {
        return Ok(Decision::Skip);
    }
    let statement = Statement::read(&logged.sql, &logged.database);
    let database = mapping.database(&statement.database);
    match statement.verb {
        Verb::Nothing => return Ok(Decision::Skip),
        Verb::Rows => {
            let touched = statement.changed().find(|named| mapping.database(&named.table.database).is_some());
            return touched.map_or(Ok(Decision::Skip), |named| Err(statement_format(&statement, named)));
        }
        Verb::Database => {
            return match database {
                Some(database) if statement.words.starts_with("DROP") => {
                    Err(Error::fail(format!("the source dropped the database {}", database.name)))
                }
                _ => Ok(Decision::Skip),
            };
        }
        // Views, routines, triggers and events are created by the schema step only.
        Verb::Program => return Ok(Decision::Skip),
        _ => {}
    }
    let selected: Vec<&Named> = statement.changed().filter(|named| mapping.table(&named.table).is_some()).collect();
    let Some(first) = selected.first() else { return Ok(Decision::Skip) };
    let shown = format!("{} {}", statement.words, first.table);
    if !mapping.ddl(&first.table) {
        return Ok(Decision::Skip);
    }
    if selected.len() != statement.changed().count() {
        let other = statement.changed().find(|named| mapping.table(&named.table).is_none());
        let other = other.map(|named| named.table.to_string()).unwrap_or_default();
        return Err(Error::fail(format!("{shown}: the statement also changes {other}, which is not selected")));
    }
    if let Some(named) = selected.iter().find(|named| has_columns(task, &named.table)) {
        return Err(Error::fail(format!(
            "{shown}: only some columns of {} are migrated, so that the statement cannot be applied; create the job again",
            named.table
        )));
    }
    during_copy(task, logged, &shown)?;
    destroys_only_own(task, &statement, &shown)?;
    let database = mapping.database(&logged.database).map_or(String::new(), |database| database.destination.clone());
    let comment = task.plan.two_way.as_ref().map_or(String::new(), TwoWay::comment);
    let text = match statement.verb {
        Verb::CreateTable => without_transaction(&logged.sql),
        _ => &logged.sql,
    };
    Ok(Decision::Run { database, sql: comment + &with_names(task, text, &statement), shown })
}

fn statement_format(statement: &Statement, named: &Named) -> Error {
    Error::fail(format!(
        "a session of the source wrote a {} statement to the log, which can change rows of the database {}; set binlog_format to ROW \
         for all sessions, and create the job again",
        statement.words, named.table.database
    ))
}

fn has_columns(task: &Task, table: &TableName) -> bool {
    task.plan.mapping().table(table).and_then(|(_, choice)| choice).is_some_and(|choice| choice.columns.is_some())
}

/// Rows that were copied before and after a change of their table do not fit together.
fn during_copy(task: &Task, logged: &LoggedStatement, shown: &str) -> Result<()> {
    let copied_at = task.recorder.read(|checkpoint| checkpoint.copy_end.clone());
    match copied_at {
        Some(end) if end.is_at_or_after(&logged.position) => Err(Error::fail(format!(
            "{shown}: the source ran the statement during the schema or full copy. Create the job again, and change no table until \
             the incremental migration runs."
        ))),
        _ => Ok(()),
    }
}

/// Only tables that the job created are dropped or emptied.
fn destroys_only_own(task: &Task, statement: &Statement, shown: &str) -> Result<()> {
    if !matches!(statement.verb, Verb::DropTable | Verb::Truncate) {
        return Ok(());
    }
    let targets = statement.changed().filter_map(|named| task.plan.mapping().destination(&named.table));
    let foreign =
        task.recorder.read(|checkpoint| targets.into_iter().find(|target| !checkpoint.created.contains(&target.sql())));
    match foreign {
        Some(target) => Err(Error::fail(format!(
            "{shown}: the table {target} of the destination was not created by this job, so the job does not drop or empty it. Do it \
             yourself, and create the job again."
        ))),
        None => Ok(()),
    }
}

/// MySQL logs CREATE TABLE ... SELECT as one transaction: the statement ends with START TRANSACTION, and the rows follow. Here the rows are
/// written in another transaction.
fn without_transaction(sql: &str) -> &str {
    const END: &str = "START TRANSACTION";
    let text = sql.trim_end().trim_end_matches(';').trim_end();
    let begin = text.len().checked_sub(END.len());
    let (Some(end), Some(begin)) = (begin.and_then(|begin| text.get(begin..)), begin) else { return sql };
    if end.eq_ignore_ascii_case(END) { text[..begin].trim_end() } else { sql }
}

/// The text with the names of the destination where they differ.
fn with_names(task: &Task, sql: &str, statement: &Statement) -> String {
    let mut edits: Vec<(std::ops::Range<usize>, String)> = statement
        .tables
        .iter()
        .filter_map(|named| {
            let target = task.plan.mapping().destination(&named.table)?;
            (target != named.table).then(|| (named.span.clone(), target.sql()))
        })
        .collect();
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup_by_key(|(span, _)| span.start);
    replaced(sql, &edits)
}

/// Runs a statement. That it was started is stored before, so that after a crash its repetition is not an error.
pub(super) async fn run(task: &Task, logged: &LoggedStatement, decision: Decision) -> Result<()> {
    let Decision::Run { database, sql, shown } = decision else { return Ok(()) };
    let repeated = task.recorder.read(|checkpoint| checkpoint.pending_ddl.as_ref() == Some(&logged.position));
    task.recorder.force(|checkpoint| checkpoint.pending_ddl = Some(logged.position.clone()))?;
    let mut session = Session::open(&task.plan.destination, Side::Destination).await?;
    if !database.is_empty() {
        session.run(format!("USE {}", name(&database))).await?;
    }
    if let Some(mode) = logged.sql_mode {
        // The lower 32 modes are the same in both families; strictness of the source applies to its default values.
        session.run(format!("SET sql_mode = {}", mode & 0xffff_ffff)).await?;
    }
    if let Some((client, connection)) = logged.charset {
        session.run(format!("SET character_set_client = {client}, collation_connection = {connection}")).await?;
    }
    let result = session.run(&sql).await;
    session.close().await;
    match result {
        Err(error) if repeated && error.code().is_some_and(|code| DONE_BEFORE.contains(&code)) => {}
        other => other.map_err(|error| error.during(&shown))?,
    }
    let own = created(task, logged);
    task.recorder.force(|checkpoint| {
        own(&mut checkpoint.created);
        checkpoint.applied = Some(logged.position.clone());
        checkpoint.pending_ddl = None;
    })?;
    task.progress.change(|snapshot| snapshot.last_ddl = Some(shown));
    Ok(())
}

/// Adds created and renamed tables to those of the job, and removes dropped ones.
fn created(task: &Task, logged: &LoggedStatement) -> impl FnOnce(&mut std::collections::BTreeSet<String>) + use<> {
    let statement = Statement::read(&logged.sql, &logged.database);
    let targets: Vec<String> = statement
        .changed()
        .filter_map(|named| task.plan.mapping().destination(&named.table))
        .map(|target| target.sql())
        .collect();
    let verb = statement.verb;
    move |own| match verb {
        Verb::CreateTable => own.extend(targets),
        Verb::DropTable => targets.iter().for_each(|target| {
            own.remove(target);
        }),
        Verb::RenameTable => {
            for pair in targets.chunks(2) {
                if let [old, new] = pair
                    && own.remove(old)
                {
                    own.insert(new.clone());
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::without_transaction;

    #[test]
    fn the_transaction_of_a_created_table_is_left_out() {
        for (logged, run) in [
            ("CREATE TABLE `t` (\n  `a` int\n) START TRANSACTION", "CREATE TABLE `t` (\n  `a` int\n)"),
            ("create table t (a int) start transaction;", "create table t (a int)"),
            ("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT)"),
            (
                "CREATE TABLE t (a INT COMMENT 'START TRANSACTION')",
                "CREATE TABLE t (a INT COMMENT 'START TRANSACTION')",
            ),
            ("ü", "ü"),
        ] {
            assert_eq!(without_transaction(logged), run);
        }
    }
}
