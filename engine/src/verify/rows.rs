//! Compares the values of rows.

use std::collections::{BTreeSet, HashMap};

use mysql_async::Value;

use super::Both;
use super::checksum::{differs_in_form, from};
use crate::connect::Session;
use crate::copy::{CopyTable, Range};
use crate::error::Result;
use crate::quote::name;
use crate::value::{select_expression, write_copied};

/// How often a row that differs is read again before it is left undecided, because the source changes it all the time.
const READS: usize = 10;

type Rows = HashMap<String, Vec<Value>>;

/// The number of rows of the source in a range, and the keys of the rows that differ.
pub(super) async fn different(
    both: &mut Both<'_>,
    table: &CopyTable,
    range: &Range,
) -> Result<(u64, BTreeSet<String>)> {
    let there = read(&mut both.source, table, &from(table, range, true), true, both.families_differ).await?;
    both.wait().await?;
    let here = read(&mut both.destination, table, &from(table, range, false), false, both.families_differ).await?;
    let keys: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let suspects: Vec<String> = keys.into_iter().filter(|key| there.get(*key) != here.get(*key)).cloned().collect();
    let mut different = BTreeSet::new();
    for key in suspects {
        if both.applied.is_none() || differs(both, table, &key).await? {
            different.insert(key);
        }
    }
    Ok((u64::try_from(there.len()).unwrap_or(u64::MAX), different))
}

/// Reads a row at the source before and after the destination. It differs if the source did not change it meanwhile, twice.
async fn differs(both: &mut Both<'_>, table: &CopyTable, key: &str) -> Result<bool> {
    let mut seen = 0;
    for _ in 0..READS {
        let before = row(both, table, key, true).await?;
        both.wait().await?;
        let here = row(both, table, key, false).await?;
        let after = row(both, table, key, true).await?;
        if here == before || here == after {
            return Ok(false);
        }
        seen += usize::from(before == after);
        if seen == 2 {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn row(both: &mut Both<'_>, table: &CopyTable, key: &str, at_source: bool) -> Result<Option<Vec<Value>>> {
    let names: Vec<String> =
        table.key.iter().map(|column| name(if at_source { &column.source } else { &column.destination })).collect();
    let source = from(table, &Range::default(), at_source);
    let join = if source.contains(" WHERE ") { "AND" } else { "WHERE" };
    let families_differ = both.families_differ;
    let session = if at_source { &mut both.source } else { &mut both.destination };
    let rows =
        read(session, table, &format!("{source} {join} ({}) = ({key})", names.join(", ")), at_source, families_differ)
            .await?;
    // A collation can find a key that is written in another way.
    Ok(rows.into_iter().find(|(found, _)| found == key).map(|(_, row)| row))
}

/// Rows by their key as SQL literals.
async fn read(
    session: &mut Session,
    table: &CopyTable,
    source: &str,
    at_source: bool,
    families_differ: bool,
) -> Result<Rows> {
    let names =
        |column: &crate::value::CopyColumn| if at_source { column.source.clone() } else { column.destination.clone() };
    let columns = table.key.iter().chain(&table.columns);
    let list: Vec<String> = columns.map(|column| select_expression(&names(column), &column.kind)).collect();
    let mut found = Rows::new();
    for mut row in session.rows(format!("SELECT {} FROM {source}", list.join(", "))).await? {
        let mut values = row.split_off(table.key.len());
        let mut key = Vec::new();
        for (index, (value, column)) in row.iter().zip(&table.key).enumerate() {
            if index > 0 {
                key.extend_from_slice(b", ");
            }
            write_copied(&mut key, value, &column.kind);
        }
        if families_differ {
            let json = values.iter_mut().zip(&table.columns).filter(|(_, column)| differs_in_form(&column.kind));
            json.for_each(|(value, _)| normalize(value));
        }
        found.insert(String::from_utf8_lossy(&key).into_owned(), values);
    }
    Ok(found)
}

/// JSON without regard to spaces and the order of members.
fn normalize(value: &mut Value) {
    if let Value::Bytes(bytes) = value
        && let Ok(parsed) = serde_json::from_slice::<serde_json::Value>(bytes)
    {
        *bytes = parsed.to_string().into_bytes();
    }
}
