//! Checks the warnings of a write. The SQL mode is not strict, so damage to a value is only a warning.

use crate::connect::Session;
use crate::error::{Error, Result};
use crate::shape::{ColumnKind, TableName};
use crate::value::CopyColumn;

/// A row with the same value of a unique key was kept.
const DUPLICATE: &str = "1062";
/// A value was cut off; also the wrong value 0 of an ENUM, which is exact.
const TRUNCATED: &str = "1265";

/// Fails if the last statement damaged a value.
pub(crate) async fn check_warnings(session: &mut Session, table: &TableName, columns: &[CopyColumn]) -> Result<()> {
    if session.warnings() == 0 {
        return Ok(());
    }
    for row in session.texts("SHOW WARNINGS").await? {
        let [Some(level), Some(code), Some(message), ..] = row.as_slice() else { continue };
        let is_enum = || {
            let mut names = columns.iter().filter(|column| column.kind == ColumnKind::Enum);
            names.any(|column| message.contains(&format!("'{}'", column.destination)))
        };
        if level == "Note" || code == DUPLICATE || (code == TRUNCATED && is_enum()) {
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
