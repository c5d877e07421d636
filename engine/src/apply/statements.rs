//! The statements that write a batch: deletes before rows, so that a unique value that one row gave to another is free.

use super::batch::TableBatch;
use super::route::Route;
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
    keys.chunks(KEYS).map(|keys| keyed(&head, keys, &table.route)).collect()
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
        fits(head.len() + values.len(), route, limit)?;
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

/// Fails if a row is longer than the destination accepts.
pub(super) fn fits(bytes: usize, route: &Route, limit: usize) -> Result<()> {
    if bytes <= limit {
        return Ok(());
    }
    Err(Error::fail(format!(
        "a row of {} has {bytes} bytes, and max_allowed_packet of the destination allows {limit}; increase it",
        route.source
    )))
}

/// The statements that remove rows that were written and do not meet the filter.
pub(super) fn filters(table: &TableBatch) -> Vec<Vec<u8>> {
    let Some(filter) = &table.route.filter else { return Vec::new() };
    let keys: Vec<&[u8]> =
        table.rows.iter().filter(|(_, values)| values.is_some()).map(|(key, _)| key.as_slice()).collect();
    let head = filter_head(&table.route, filter);
    keys.chunks(KEYS).map(|keys| keyed(&head, keys, &table.route)).collect()
}

/// The begin of the statement that removes rows that do not meet a filter.
pub(super) fn filter_head(route: &Route, filter: &str) -> String {
    format!("DELETE FROM {} WHERE (({filter}) IS NOT TRUE) AND ", route.destination.sql())
}

/// The statement with a condition for the rows with these keys.
pub(super) fn keyed(head: &str, keys: &[&[u8]], route: &Route) -> Vec<u8> {
    let mut sql = head.as_bytes().to_vec();
    let (open, separator, close) = match route.key.as_slice() {
        [(_, column)] => (format!("{} IN (", name(&column.destination)), ",", ")"),
        _ => ("((".to_owned(), ") OR (", "))"),
    };
    sql.extend_from_slice(open.as_bytes());
    sql.extend_from_slice(&keys.join(separator.as_bytes()));
    sql.extend_from_slice(close.as_bytes());
    sql
}
