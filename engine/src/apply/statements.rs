//! The statements that write a batch: deletes before rows, so that a unique value that one row gave to another is free.

use super::batch::TableBatch;
use crate::error::{Error, Result};
use crate::quote::name;

/// How many keys one statement names: servers handle longer lists in a slower way.
const KEYS: usize = 500;
/// The size of a statement, unless a row is longer.
const STATEMENT_BYTES: usize = 1024 * 1024;

/// The statements that delete rows.
pub(super) fn deletes(table: &TableBatch) -> Vec<Vec<u8>> {
    let keys: Vec<&[u8]> =
        table.rows.iter().filter(|(_, values)| values.is_none()).map(|(key, _)| key.as_slice()).collect();
    let head = format!("DELETE FROM {} WHERE ", table.route.destination.sql());
    keys.chunks(KEYS).map(|keys| statement(&head, keys, table)).collect()
}

/// The statements that write rows.
///
/// # Errors
/// If a row is longer than the destination accepts.
pub(super) fn replaces(table: &TableBatch, limit: usize) -> Result<Vec<Vec<u8>>> {
    let route = &table.route;
    let head = format!("REPLACE INTO {} ({}) VALUES ", route.destination.sql(), route.insert_list());
    let mut statements: Vec<Vec<u8>> = Vec::new();
    for values in table.rows.values().flatten() {
        if head.len() + values.len() > limit {
            return Err(Error::fail(format!(
                "a row of {} has {} bytes, and max_allowed_packet of the destination allows {limit}; increase it",
                route.source,
                values.len()
            )));
        }
        match statements.last_mut().filter(|last| last.len() + values.len() < STATEMENT_BYTES.min(limit)) {
            Some(last) => last.push(b','),
            None => statements.push(head.clone().into_bytes()),
        }
        if let Some(last) = statements.last_mut() {
            last.extend_from_slice(values);
        }
    }
    Ok(statements)
}

/// The statements that remove rows that were written and do not meet the filter.
pub(super) fn filters(table: &TableBatch) -> Vec<Vec<u8>> {
    let Some(filter) = &table.route.filter else { return Vec::new() };
    let keys: Vec<&[u8]> =
        table.rows.iter().filter(|(_, values)| values.is_some()).map(|(key, _)| key.as_slice()).collect();
    let head = format!("DELETE FROM {} WHERE (({filter}) IS NOT TRUE) AND ", table.route.destination.sql());
    keys.chunks(KEYS).map(|keys| statement(&head, keys, table)).collect()
}

fn statement(head: &str, keys: &[&[u8]], table: &TableBatch) -> Vec<u8> {
    let mut sql = head.as_bytes().to_vec();
    let (open, separator, close) = match table.route.key.as_slice() {
        [(_, column)] => (format!("{} IN (", name(&column.destination)), ",", ")"),
        _ => ("((".to_owned(), ") OR (", "))"),
    };
    sql.extend_from_slice(open.as_bytes());
    sql.extend_from_slice(&keys.join(separator.as_bytes()));
    sql.extend_from_slice(close.as_bytes());
    sql
}
