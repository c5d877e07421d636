//! The selected objects at the source.

use std::collections::BTreeSet;

use super::{Check, Facts, Item, State};
use crate::connect::Session;
use crate::copy::CopyTable;
use crate::error::Result;
use crate::quote::{name, quoted};
use crate::shape::{ColumnKind, Table, TableKind, TableName};
use crate::sql::{TokenKind, tokens};

/// The longest row that a job moves.
const LONGEST_ROW: u64 = 64 * 1024 * 1024;
/// Types that only one family has, or that the log has in a form that is not read.
const UNREADABLE: [&str; 4] = ["uuid", "inet6", "inet4", "vector"];

/// The selected databases and tables exist, and names and columns of the plan are valid.
pub(super) async fn databases(facts: &Facts<'_>, source: &mut Session) -> Result<Item> {
    let mut wrong = Vec::new();
    for database in &facts.plan.databases {
        let sql = format!("SELECT 1 FROM information_schema.schemata WHERE schema_name = {}", quoted(&database.name));
        if source.text(sql).await?.is_none() {
            wrong.push(format!("the source has no database {}", database.name));
            continue;
        }
        let is_valid = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        if !is_valid(&database.name) {
            wrong.push(format!("the name {} has characters that are not letters, digits, _ or -", database.name));
        }
        for choice in database.tables.iter().flatten() {
            let table = TableName::new(&database.name, &choice.name);
            if !facts.tables.iter().any(|found| found.name == table) {
                wrong.push(format!("the source has no table {table}"));
            }
        }
    }
    for table in facts.tables.iter().filter(|table| table.kind == TableKind::Base) {
        match CopyTable::new(facts.plan, table) {
            Err(error) => wrong.push(error.to_string()),
            Ok(copied) => wrong.extend(filter_problem(&copied)),
        }
    }
    Ok(Item::naming(Check::Databases, State::Failed, &wrong, "correct the objects of the migration"))
}

/// A filter is applied at the destination too, so it must name columns that are there under the same name.
fn filter_problem(table: &CopyTable) -> Option<String> {
    let filter = table.filter.as_ref()?;
    let found = tokens(filter);
    let renamed = table.columns.iter().find(|column| {
        column.source != column.destination
            && found.iter().any(|token| {
                token.kind != TokenKind::Text
                    && token.name().is_some_and(|name| name.eq_ignore_ascii_case(&column.source))
            })
    })?;
    Some(format!(
        "the filter of {} uses the column {}, which has another name at the destination",
        table.source, renamed.source
    ))
}

/// Keys and storage engines.
pub(super) fn tables(facts: &Facts<'_>) -> Vec<Item> {
    let base: Vec<&Table> = facts.tables.iter().filter(|table| table.kind == TableKind::Base).collect();
    let named = |is: &dyn Fn(&Table) -> bool| -> Vec<String> {
        base.iter().filter(|table| is(table)).map(|table| table.name.to_string()).collect()
    };
    let without_key = named(&|table| table.key.is_none());
    let keys = if facts.plan.steps.incremental {
        Item::naming(
            Check::Keys,
            State::Failed,
            &without_key,
            "no primary key and no unique key without NULL; add one, or do not select the incremental migration",
        )
    } else {
        Item::naming(
            Check::Keys,
            State::Warning,
            &without_key,
            "no primary key and no unique key without NULL; rows can be there twice",
        )
    };
    let is_one_of =
        |table: &Table, engines: &[&str]| engines.iter().any(|engine| table.engine.eq_ignore_ascii_case(engine));
    let unlogged = named(&|table| is_one_of(table, &["FEDERATED", "MRG_MYISAM", "MRG_MyISAM"]));
    let without_snapshot = named(&|table| is_one_of(table, &["MyISAM", "Aria", "MEMORY", "CSV"]));
    let engines = if facts.plan.steps.incremental && !unlogged.is_empty() {
        Item::naming(
            Check::StorageEngines,
            State::Failed,
            &unlogged,
            "the storage engines FEDERATED and MERGE are not supported; leave these tables out",
        )
    } else {
        Item::naming(
            Check::StorageEngines,
            State::Warning,
            &without_snapshot,
            "the storage engine has no consistent reads; use InnoDB",
        )
    };
    vec![keys, engines]
}

/// Foreign keys that delete or change child rows: MariaDB does not log these changes.
pub(super) async fn foreign_keys(facts: &Facts<'_>, source: &mut Session) -> Result<Item> {
    let mut cascading = Vec::new();
    let mut orphans = Vec::new();
    for database in &facts.plan.databases {
        let sql = format!(
            "SELECT constraint_name, table_name, unique_constraint_schema, referenced_table_name, update_rule, delete_rule \
             FROM information_schema.referential_constraints WHERE constraint_schema = {}",
            quoted(&database.name)
        );
        for row in source.texts(sql).await? {
            let text = |index: usize| row.get(index).and_then(Option::as_deref).unwrap_or_default();
            let child = TableName::new(&database.name, text(1));
            if facts.plan.mapping().table(&child).is_none() {
                continue;
            }
            let parent = TableName::new(text(2), text(3));
            if facts.plan.mapping().table(&parent).is_none() {
                orphans.push(format!("{child} ({} refers to {parent})", text(0)));
            }
            if [text(4), text(5)].iter().any(|rule| ["CASCADE", "SET NULL", "SET DEFAULT"].contains(rule)) {
                cascading.push(format!("{child} ({})", text(0)));
            }
        }
    }
    if !orphans.is_empty() {
        return Ok(Item::naming(
            Check::ForeignKeys,
            State::Failed,
            &orphans,
            "the parent table is not selected; select it as well",
        ));
    }
    if !facts.plan.steps.incremental {
        return Ok(Item::success(Check::ForeignKeys));
    }
    Ok(Item::naming(
        Check::ForeignKeys,
        State::Warning,
        &cascading,
        "changes that the foreign key causes in child rows can be missing in the binary log, so that these rows stay at the destination",
    ))
}

/// Collations, types and table kinds.
pub(super) async fn types(facts: &Facts<'_>, destination: &mut Session) -> Result<Item> {
    let known: BTreeSet<String> = destination
        .texts("SELECT collation_name FROM information_schema.collations")
        .await?
        .into_iter()
        .filter_map(|row| row.into_iter().next().flatten())
        .collect();
    // From 10.10 on MariaDB lists its newest collations without the character set.
    let is_known = |collation: &str| {
        known.contains(collation)
            || collation.split_once('_').is_some_and(|(_, rest)| known.contains(rest))
            || known.contains(&collation.replacen("utf8mb3_", "utf8_", 1))
            || known.contains(&collation.replacen("utf8_", "utf8mb3_", 1))
    };
    let mut unknown = Vec::new();
    for table in &facts.tables {
        if table.kind == TableKind::Other {
            unknown.push(format!("{} (a sequence or a system-versioned table)", table.name));
        }
        for column in &table.columns {
            let word = column.type_text.split(['(', ' ']).next().unwrap_or_default().to_ascii_lowercase();
            if let Some(collation) = column.collation.as_deref().filter(|collation| !is_known(collation)) {
                unknown.push(format!("{}.{} (collation {collation})", table.name, column.name));
            } else if UNREADABLE.contains(&word.as_str()) || column.kind == ColumnKind::Unknown {
                unknown.push(format!("{}.{} (type {word})", table.name, column.name));
            }
        }
    }
    Ok(Item::naming(
        Check::Types,
        State::Failed,
        &unknown,
        "the migration does not support it, or the destination does not know it; change the column, or leave the table out",
    ))
}

/// The size of all selected tables, if they are copied.
pub(super) fn data_size(facts: &Facts<'_>) -> Item {
    let Some(most) = facts.plan.options.most_bytes.filter(|_| facts.plan.steps.full) else {
        return Item::success(Check::DataSize);
    };
    let base = facts.tables.iter().filter(|table| table.kind == TableKind::Base);
    let bytes: u64 = base.map(|table| table.bytes).sum();
    if bytes <= most {
        return Item::success(Check::DataSize);
    }
    Item::failed(
        Check::DataSize,
        format!(
            "the selected tables have about {bytes} bytes, and the limit is {most}; select fewer tables, or increase the limit"
        ),
    )
}

/// The longest row of tables that can have long ones, against the limits of both sides.
pub(super) async fn row_size(facts: &Facts<'_>, source: &mut Session) -> Result<Item> {
    let packet = facts.source.number("max_allowed_packet").min(facts.destination.number("max_allowed_packet"));
    let limit = packet.min(LONGEST_ROW);
    let mut long = Vec::new();
    for table in facts.tables.iter().filter(|table| table.kind == TableKind::Base) {
        let lengths: Vec<String> = table
            .columns
            .iter()
            .filter(|column| {
                ["longtext", "longblob", "mediumtext", "mediumblob", "json"].contains(&column.type_text.as_str())
            })
            .map(|column| format!("COALESCE(LENGTH({}), 0)", name(&column.name)))
            .collect();
        if lengths.is_empty() || table.bytes < limit / 2 {
            continue;
        }
        let sql = format!("SELECT MAX({}) FROM {}", lengths.join(" + "), table.name.sql());
        let longest: u64 = source.text(sql).await?.and_then(|length| length.parse().ok()).unwrap_or(0);
        // Escapes can double a value.
        if longest.saturating_mul(2) >= limit {
            long.push(format!("{} (a row has {longest} bytes)", table.name));
        }
    }
    Ok(Item::naming(
        Check::RowSize,
        State::Failed,
        &long,
        format!(
            "the migration needs statements of up to twice this size, and the limit is {limit} (max_allowed_packet {packet}); increase it on both sides"
        ),
    ))
}
