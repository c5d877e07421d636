//! Reads the shapes of tables from `information_schema`.

use std::collections::BTreeMap;

use super::column::{Column, ColumnKind};
use super::table::{Table, TableKind, TableName};
use crate::connect::Session;
use crate::error::Result;
use crate::quote::quoted;

type Texts = Vec<Option<String>>;

/// The names of all tables and views of a database.
///
/// # Errors
/// If the connection is lost.
pub async fn read_names(session: &mut Session, database: &str) -> Result<Vec<(String, TableKind)>> {
    let sql = format!(
        "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = {} ORDER BY table_name",
        quoted(database)
    );
    let rows = session.texts(sql).await?;
    Ok(rows.iter().map(|row| (text(row, 0).to_owned(), kind_of(text(row, 1)))).collect())
}

/// The tables and views of a database by name.
///
/// # Errors
/// If the connection is lost.
pub async fn read_tables(session: &mut Session, database: &str) -> Result<BTreeMap<String, Table>> {
    read(session, database, "").await
}

/// One table, if it exists.
///
/// # Errors
/// If the connection is lost.
pub async fn read_table(session: &mut Session, name: &TableName) -> Result<Option<Table>> {
    let only = format!(" AND table_name = {}", quoted(&name.table));
    Ok(read(session, &name.database, &only).await?.into_values().next())
}

async fn read(session: &mut Session, database: &str, only: &str) -> Result<BTreeMap<String, Table>> {
    let database_literal = quoted(database);
    let tables = session
        .texts(format!(
            "SELECT table_name, table_type, engine, table_rows, avg_row_length, data_length \
             FROM information_schema.tables WHERE table_schema = {database_literal}{only}"
        ))
        .await?;
    let columns = session
        .texts(format!(
            "SELECT table_name, column_name, data_type, column_type, character_set_name, collation_name, is_nullable, extra, \
             character_octet_length FROM information_schema.columns WHERE table_schema = {database_literal}{only} \
             ORDER BY table_name, ordinal_position"
        ))
        .await?;
    let keys = session
        .texts(format!(
            "SELECT table_name, index_name, column_name, nullable FROM information_schema.statistics \
             WHERE table_schema = {database_literal}{only} AND non_unique = 0 \
             ORDER BY table_name, index_name <> 'PRIMARY', index_name, seq_in_index"
        ))
        .await?;
    let mut found: BTreeMap<String, Table> =
        tables.iter().map(|row| (text(row, 0).to_owned(), table_of(database, row))).collect();
    for row in &columns {
        if let Some(table) = found.get_mut(text(row, 0)) {
            table.columns.push(column_of(row));
        }
    }
    add_keys(&mut found, &keys);
    Ok(found)
}

/// The first unique key without NULL, the primary key before others, is the key of a table.
fn add_keys(tables: &mut BTreeMap<String, Table>, rows: &[Texts]) {
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        let mut parts = vec![row];
        while let Some(next) = rows.next_if(|next| text(next, 0) == text(row, 0) && text(next, 1) == text(row, 1)) {
            parts.push(next);
        }
        let Some(table) = tables.get_mut(text(row, 0)) else { continue };
        if table.key.is_some() || parts.iter().any(|part| text(part, 3).eq_ignore_ascii_case("YES")) {
            continue;
        }
        // The part of a key that is an expression has no column.
        table.key = parts.iter().map(|part| part[2].as_deref().and_then(|name| table.column(name))).collect();
    }
}

fn table_of(database: &str, row: &Texts) -> Table {
    Table {
        name: TableName::new(database, text(row, 0)),
        kind: kind_of(text(row, 1)),
        engine: text(row, 2).to_owned(),
        columns: Vec::new(),
        key: None,
        estimated_rows: number(row, 3),
        row_length: number(row, 4),
        bytes: number(row, 5),
    }
}

fn column_of(row: &Texts) -> Column {
    let type_text = text(row, 3).to_ascii_lowercase();
    let octets = row[8].as_deref().and_then(|octets| octets.parse().ok());
    let extra = text(row, 7).to_ascii_uppercase();
    Column {
        name: text(row, 1).to_owned(),
        kind: ColumnKind::of(&text(row, 2).to_ascii_lowercase(), &type_text, row[4].as_deref(), octets),
        type_text: text(row, 3).to_owned(),
        collation: row[5].clone(),
        nullable: text(row, 6).eq_ignore_ascii_case("YES"),
        // MySQL prints DEFAULT_GENERATED for a default value that is an expression.
        generated: ["VIRTUAL", "STORED", "PERSISTENT"].iter().any(|word| extra.contains(word)),
    }
}

fn kind_of(table_type: &str) -> TableKind {
    match table_type {
        "BASE TABLE" => TableKind::Base,
        "VIEW" | "SYSTEM VIEW" => TableKind::View,
        _ => TableKind::Other,
    }
}

fn text(row: &Texts, index: usize) -> &str {
    row.get(index).and_then(Option::as_deref).unwrap_or_default()
}

fn number(row: &Texts, index: usize) -> u64 {
    text(row, index).parse().unwrap_or(0)
}
