//! Checks the warnings of a write. The SQL mode is not strict, so damage to a value is only a warning.

use crate::connect::Session;
use crate::error::{Error, Result};
use crate::shape::{ColumnKind, TableName};
use crate::value::CopyColumn;

/// A row with the same value of a unique key was kept.
const DUPLICATE: &str = "1062";
/// A part of the syntax, a character set or a collation is deprecated; MySQL reports it for tables with such columns.
const DEPRECATED: [&str; 4] = ["1287", "1681", "3719", "3778"];
/// A value was cut off; also the wrong value 0 of an ENUM, which is exact.
const TRUNCATED: &str = "1265";

/// Fails if the last statement damaged a value.
pub(crate) async fn check_warnings(session: &mut Session, table: &TableName, columns: &[CopyColumn]) -> Result<()> {
    if session.warnings() == 0 {
        return Ok(());
    }
    let all = usize::from(session.warnings());
    let shown = session.texts("SHOW WARNINGS").await?;
    if shown.len() < all && u64::try_from(shown.len()).is_ok_and(|shown| shown >= session.kept_warnings()) {
        return Err(Error::fail(format!(
            "{}: a write to {table} has {all} warnings, and max_error_count keeps only {} of them. Grant SESSION_VARIABLES_ADMIN to the \
             database account, or increase max_error_count of the server.",
            session.place(),
            shown.len()
        )));
    }
    for row in shown {
        let [Some(level), Some(code), Some(message), ..] = row.as_slice() else { continue };
        let is_enum = || {
            let mut names = columns.iter().filter(|column| column.kind == ColumnKind::Enum);
            names.any(|column| message.contains(&format!("'{}'", column.destination)))
        };
        let is_harmless = level == "Note" || code == DUPLICATE || DEPRECATED.contains(&code.as_str());
        if is_harmless || (code == TRUNCATED && is_enum()) || is_computed(message, columns) {
            continue;
        }
        let names = columns.iter().find(|column| message.contains(&format!("'{}'", column.destination)));
        let column = names.map(|column| format!(" column {}", column.destination)).unwrap_or_default();
        return Err(Error::fail(format!(
            "{}: the destination would change a value of {table}{column} (warning {code}). The column must have the same type \
             and character set on both sides.",
            session.place()
        )));
    }
    Ok(())
}

/// Whether a warning is about a column that is not written: the destination computes its value as the source does.
fn is_computed(message: &str, columns: &[CopyColumn]) -> bool {
    let named = message.split_once("column '").and_then(|(_, rest)| rest.split_once('\''));
    named.is_some_and(|(name, _)| columns.iter().all(|column| column.destination != name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_about_a_column_that_is_not_written_is_about_a_computed_value() {
        let columns = [CopyColumn { source: "a".into(), destination: "b".into(), kind: ColumnKind::Enum }];
        assert!(is_computed("Out of range value for column 'gv' at row 2", &columns));
        assert!(!is_computed("Out of range value for column 'b' at row 2", &columns));
        assert!(!is_computed("Data truncated for column `d`.`t`.`b` at row 1", &columns));
        assert!(!is_computed("Incorrect string value", &columns));
    }
}
