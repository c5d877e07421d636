//! Changed rows in the order of the log, for a two-way synchronization: each one is written with a separate statement, so that a
//! conflict with a change of the destination is seen.

use std::sync::Arc;

use mysql_async::binlog::events::{Event, TableMapEvent};

use super::batch::{assignments, each_change, key, values};
use super::route::Route;
use super::statements::{filter_head, fits, keyed};
use crate::connect::Session;
use crate::copy::check_warnings;
use crate::error::{Error, Result};
use crate::plan::OnConflict;
use crate::value::CopyColumn;

/// Error numbers of a unique value that another row has.
const DUPLICATE: [u16; 2] = [1062, 1586];

/// Changed rows in their order.
#[derive(Default)]
pub(super) struct Ordered {
    changes: Vec<RowChange>,
    /// The number of changes, also those that are not selected.
    pub(super) events: u64,
    pub(super) bytes: usize,
}

/// The change of a row: an INSERT has no old key, a DELETE no new row.
struct RowChange {
    route: Arc<Route>,
    old_key: Option<Vec<u8>>,
    new: Option<NewRow>,
}

struct NewRow {
    key: Vec<u8>,
    values: Vec<u8>,
    assignments: Vec<u8>,
}

impl Ordered {
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Adds the rows of an event.
    pub(super) fn add(&mut self, event: &Event, map: &TableMapEvent<'_>, route: &Arc<Route>) -> Result<()> {
        each_change(event, map, route, |before, after, selected| {
            self.events += 1;
            if !selected {
                return Ok(());
            }
            let old_key = before.map(|row| key(row, route)).transpose()?;
            let new = match after {
                None => None,
                Some(row) => Some(NewRow {
                    key: key(row, route)?,
                    values: values(row, route)?,
                    assignments: assignments(row, route)?,
                }),
            };
            self.bytes += new.as_ref().map_or(0, |new| new.values.len());
            self.changes.push(RowChange { route: Arc::clone(route), old_key, new });
            Ok(())
        })
    }

    /// Writes the changes in the transaction of the session. Returns how many were left out because of a conflict.
    pub(super) async fn write(&self, session: &mut Session, policy: OnConflict, limit: usize) -> Result<u64> {
        let mut left_out = 0;
        for change in &self.changes {
            left_out += u64::from(!change.write(session, policy, limit).await?);
        }
        Ok(left_out)
    }
}

impl RowChange {
    /// False if the row of the destination stays because of a conflict.
    async fn write(&self, session: &mut Session, policy: OnConflict, limit: usize) -> Result<bool> {
        let route = &*self.route;
        let table = route.destination.sql();
        let Some(new) = &self.new else {
            // A row that is not there is not a conflict.
            let key = self.old_key.as_deref().unwrap_or_default();
            session.run(keyed(&format!("DELETE FROM {table} WHERE "), &[key], route)).await?;
            return Ok(true);
        };
        let old_key = self.present(session).await?;
        // An UPDATE of a row that is not there is an INSERT.
        let sql = match old_key {
            Some(key) => {
                let mut head = format!("UPDATE {table} SET ").into_bytes();
                head.extend_from_slice(&new.assignments);
                head.extend_from_slice(&keyed(" WHERE ", &[key], route));
                head
            }
            None => {
                let mut head = format!("INSERT INTO {table} ({}) VALUES ", route.insert_list()).into_bytes();
                head.extend_from_slice(&new.values);
                head
            }
        };
        fits(sql.len(), route, limit)?;
        match session.run(sql).await {
            Err(error) if error.code().is_some_and(|code| DUPLICATE.contains(&code)) => match policy {
                OnConflict::Ignore => return Ok(false),
                _ => return Err(self.conflict(old_key.is_some())),
            },
            other => other?,
        }
        let columns: Vec<CopyColumn> = route.kept.iter().map(|(_, column)| column.clone()).collect();
        check_warnings(session, &route.destination, &columns).await?;
        if let Some(filter) = &route.filter {
            session.run(keyed(&filter_head(route, filter), &[&new.key], route)).await?;
        }
        Ok(true)
    }

    /// The old key, if the destination has its row; the row is locked.
    async fn present(&self, session: &mut Session) -> Result<Option<&[u8]>> {
        let Some(key) = self.old_key.as_deref() else { return Ok(None) };
        let mut sql = keyed(&format!("SELECT 1 FROM {} WHERE ", self.route.destination.sql()), &[key], &self.route);
        sql.extend_from_slice(b" FOR UPDATE");
        Ok(session.text(sql).await?.map(|_| key))
    }

    fn conflict(&self, is_update: bool) -> Error {
        let verb = if is_update { "UPDATE" } else { "INSERT" };
        Error::fail(format!(
            "conflict: the {verb} of a row of {} meets a row of {} at the destination with the same unique value, and the conflict \
             policy ends the synchronization. Correct one of the rows, and start the job again; the rows of the source then \
             replace those of the destination.",
            self.route.source, self.route.destination
        ))
    }
}
