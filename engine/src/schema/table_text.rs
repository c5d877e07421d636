//! The text of SHOW CREATE TABLE with the names of the destination.

use crate::error::{Error, Result};
use crate::plan::{ColumnChoice, Mapping};
use crate::quote::name;
use crate::shape::{Table, TableName};
use crate::sql::{TokenKind, tokens};

/// Rewrites the name of the table, of the tables that foreign keys refer to, and the columns.
pub(super) fn rewritten(text: &str, table: &Table, target: &TableName, mapping: Mapping<'_>) -> Result<String> {
    let text =
        match mapping.table(&table.name).and_then(|(_, choice)| choice).and_then(|choice| choice.columns.as_ref()) {
            Some(columns) => with_columns(text, table, columns)?,
            None => text.to_owned(),
        };
    let found = tokens(&text);
    let mut edits = Vec::new();
    if let Some(own) = found.iter().find(|token| token.kind == TokenKind::Quoted) {
        edits.push((own.start..own.end(), target.sql()));
    }
    for index in (0..found.len()).filter(|index| found[*index].is("REFERENCES")) {
        let Some(first) = found.get(index + 1).and_then(|token| token.name().map(|name| (token, name))) else {
            continue;
        };
        let second = found.get(index + 2).filter(|token| token.is(".")).and_then(|_| found.get(index + 3));
        let (referred, end) = match second.and_then(|token| token.name().map(|name| (token, name))) {
            Some((token, table)) => (TableName::new(first.1, table), token.end()),
            None => (TableName::new(&table.name.database, first.1), first.0.end()),
        };
        let there = mapping.destination(&referred).unwrap_or(referred);
        edits.push((first.0.start..end, there.sql()));
    }
    Ok(replaced(&text, &edits))
}

/// Replaces parts of a text; the parts are in their order and do not overlap.
pub(crate) fn replaced(text: &str, edits: &[(std::ops::Range<usize>, String)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        result.push_str(&text[at..range.start]);
        result.push_str(new);
        at = range.end;
    }
    result.push_str(&text[at..]);
    result
}

/// Keeps the chosen columns with their new names, and the keys that consist of them. Servers print one column or key a line.
fn with_columns(text: &str, table: &Table, columns: &[ColumnChoice]) -> Result<String> {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let (body, options): (Vec<&str>, Vec<&str>) = {
        let rest: Vec<&str> = lines.collect();
        let end = rest.iter().position(|line| line.starts_with(')')).unwrap_or(rest.len());
        (rest[..end].to_vec(), rest[end..].to_vec())
    };
    if options.iter().any(|line| line.contains("PARTITION BY")) {
        return Err(Error::refuse(format!(
            "the table {} is partitioned; select all of its columns under the same names",
            table.name
        )));
    }
    let kept: Vec<String> =
        body.iter().filter_map(|line| renamed_line(line.trim_end_matches(','), table, columns)).collect();
    Ok(format!("{first}\n{}\n{}", kept.join(",\n"), options.join("\n")))
}

/// A line with the new names of columns; none if it names a column that is not chosen.
fn renamed_line(line: &str, table: &Table, columns: &[ColumnChoice]) -> Option<String> {
    let found = tokens(line);
    let is_column = found.first()?.kind == TokenKind::Quoted;
    let is_foreign = found.iter().any(|token| token.is("FOREIGN"));
    let mut edits = Vec::new();
    let mut depth = 0_usize;
    for (index, token) in found.iter().enumerate() {
        if token.is("REFERENCES") && is_foreign {
            break;
        }
        depth = if token.is("(") {
            depth + 1
        } else if token.is(")") {
            depth.saturating_sub(1)
        } else {
            depth
        };
        // The name of a key is outside of parentheses, the names of columns are the first name or in them.
        let names_column = token.kind == TokenKind::Quoted && (depth > 0 || (is_column && index == 0));
        if !names_column {
            continue;
        }
        let old = token.name()?;
        if table.column(&old).is_none() {
            continue;
        }
        let choice = columns.iter().find(|choice| choice.name.eq_ignore_ascii_case(&old))?;
        edits.push((token.start..token.end(), name(&choice.destination)));
    }
    Some(replaced(line, &edits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{DatabaseChoice, TableChoice};
    use crate::shape::{Column, ColumnKind, TableKind};

    const TEXT: &str = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `name` varchar(9) DEFAULT 'a,`b`',\n  `parent` int(11) DEFAULT NULL,\n  \
        PRIMARY KEY (`id`),\n  KEY `name` (`name`),\n  KEY `parent` (`parent`),\n  \
        CONSTRAINT `fk` FOREIGN KEY (`parent`) REFERENCES `p` (`id`) ON DELETE CASCADE\n) ENGINE=InnoDB";

    fn table() -> Table {
        let column = |name: &str| Column {
            name: name.into(),
            type_text: "int(11)".into(),
            kind: ColumnKind::Integer { bytes: 4, unsigned: false },
            collation: None,
            nullable: true,
            generated: false,
        };
        Table {
            name: TableName::new("d", "t"),
            kind: TableKind::Base,
            engine: "InnoDB".into(),
            columns: ["id", "name", "parent"].map(column).to_vec(),
            key: Some(vec![0]),
            estimated_rows: 0,
            row_length: 0,
            bytes: 0,
        }
    }

    fn plan(choice: TableChoice) -> crate::plan::DatabaseChoice {
        DatabaseChoice::of_tables("d", vec![choice, TableChoice::complete("p").renamed("q")]).renamed("e")
    }

    #[test]
    fn the_table_and_the_parents_of_foreign_keys_are_renamed() {
        let databases = [plan(TableChoice::complete("t").renamed("u"))];
        let text = rewritten(TEXT, &table(), &TableName::new("e", "u"), Mapping::new(&databases)).unwrap();
        assert!(text.starts_with("CREATE TABLE `e`.`u` ("), "{text}");
        assert!(text.contains("REFERENCES `e`.`q` (`id`) ON DELETE CASCADE") && text.contains("'a,`b`'"), "{text}");
    }

    #[test]
    fn columns_that_are_not_chosen_go_with_their_keys() {
        let databases = [plan(TableChoice::complete("t").with_columns(&[("id", "key"), ("name", "name")]))];
        let text = rewritten(TEXT, &table(), &TableName::new("e", "t"), Mapping::new(&databases)).unwrap();
        let expected = "CREATE TABLE `e`.`t` (\n  `key` int(11) NOT NULL,\n  `name` varchar(9) DEFAULT 'a,`b`',\n  \
            PRIMARY KEY (`key`),\n  KEY `name` (`name`)\n) ENGINE=InnoDB";
        assert_eq!(text, expected);
    }
}
