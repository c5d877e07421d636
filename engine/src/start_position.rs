//! Where the log is followed from.
//!
//! A server writes a transaction to its log before other sessions see it. A position that is read from the log alone can be
//! after transactions that the first SELECT does not see yet, and these would be lost. Each way here gives a position whose
//! transactions are all visible. An earlier position is harmless, because changes are applied again with the same result.

use std::time::Duration;

use crate::checkpoint::Position;
use crate::connect::Session;
use crate::error::{Error, Result};
use crate::server::{Family, Grants, ServerFacts};
use crate::shape::TableName;

/// Takes the position with the first way that the server and the login allow.
pub(crate) async fn take(
    session: &mut Session,
    facts: &ServerFacts,
    grants: &Grants,
    tables: &[TableName],
    wait: Duration,
) -> Result<Position> {
    if facts.family == Family::MariaDb
        && let Some(position) = with_snapshot(session).await?
    {
        return Ok(position);
    }
    if facts.has_mysql_gtids() {
        let gtids = session.text("SELECT @@GLOBAL.gtid_executed").await?.unwrap_or_default();
        let gtids = gtids.split_whitespace().collect::<String>();
        return Ok(Position { file: String::new(), offset: 4, gtids: Some(gtids) });
    }
    let status = facts.log_status_statement();
    if grants.global("RELOAD") {
        return locked(session, "FLUSH TABLES WITH READ LOCK", status).await;
    }
    if !tables.is_empty() && tables.iter().all(|table| grants.on_table("LOCK TABLES", &table.database, &table.table)) {
        let list: Vec<String> = tables.iter().map(|table| format!("{} READ", table.sql())).collect();
        return locked(session, &format!("LOCK TABLES {}", list.join(", ")), status).await;
    }
    let position = current(session, status).await?;
    tokio::time::sleep(wait).await;
    Ok(position)
}

/// The end of the log of the source, which may be after transactions that are not visible yet.
pub(crate) async fn current(session: &mut Session, status: &str) -> Result<Position> {
    let rows = session.texts(status).await?;
    let row = rows.first().map(Vec::as_slice).unwrap_or_default();
    match row {
        [Some(file), Some(offset), ..] => Ok(Position::new(file, offset.parse().unwrap_or(4))),
        _ => Err(Error::fail(format!("{}: the server writes no binary log; set log_bin", session.place()))),
    }
}

/// MariaDB shows the position of a snapshot. None without a binary log.
async fn with_snapshot(session: &mut Session) -> Result<Option<Position>> {
    session.run("START TRANSACTION WITH CONSISTENT SNAPSHOT").await?;
    let rows = session.texts("SHOW STATUS LIKE 'binlog_snapshot_%'").await;
    session.run("COMMIT").await?;
    let value = |rows: &[Vec<Option<String>>], name: &str| {
        rows.iter()
            .find(|row| row[0].as_deref().is_some_and(|found| found.eq_ignore_ascii_case(name)))
            .and_then(|row| row[1].clone())
    };
    let rows = rows?;
    let file = value(&rows, "binlog_snapshot_file").filter(|file| !file.is_empty());
    let offset = value(&rows, "binlog_snapshot_position").and_then(|offset| offset.parse().ok());
    Ok(file.zip(offset).map(|(file, offset)| Position::new(file, offset)))
}

async fn locked(session: &mut Session, lock: &str, status: &str) -> Result<Position> {
    session.run(lock).await?;
    let position = current(session, status).await;
    session.run("UNLOCK TABLES").await?;
    position
}
