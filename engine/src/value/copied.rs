//! Values of rows that were read with SELECT.

use mysql_async::Value;

use super::literal::write_hex;
use crate::quote::{name, write_quoted};
use crate::shape::{Column, ColumnKind};

/// How a column is selected and written.
#[derive(Debug, Clone)]
pub(crate) struct CopyColumn {
    /// The name at the source.
    pub(crate) source: String,
    /// The name at the destination.
    pub(crate) destination: String,
    /// What its values are.
    pub(crate) kind: ColumnKind,
}

impl CopyColumn {
    /// A column that has the same name on both sides.
    pub(crate) fn same(column: &Column) -> Self {
        Self { source: column.name.clone(), destination: column.name.clone(), kind: column.kind.clone() }
    }
}

/// What is selected so that the text of the result is exact.
pub(crate) fn select_expression(column: &str, kind: &ColumnKind) -> String {
    let name = name(column);
    match kind {
        // The number of the member is exact; a text could be that of another member, or of the wrong value 0.
        ColumnKind::Enum | ColumnKind::Set => format!("CAST({name} AS UNSIGNED)"),
        // The text of a FLOAT has six digits.
        ColumnKind::Float => format!("CAST({name} AS DOUBLE)"),
        _ => name,
    }
}

/// Appends a value of a text result as a literal.
pub(crate) fn write_copied(sql: &mut Vec<u8>, value: &Value, kind: &ColumnKind) {
    let Value::Bytes(bytes) = value else {
        sql.extend_from_slice(value.as_sql(true).as_bytes());
        return;
    };
    match kind {
        ColumnKind::Integer { .. }
        | ColumnKind::Float
        | ColumnKind::Double
        | ColumnKind::Decimal
        | ColumnKind::Year
        | ColumnKind::Enum
        | ColumnKind::Set => {
            sql.extend_from_slice(bytes);
        }
        ColumnKind::Bit => write_hex(sql, bytes),
        ColumnKind::Binary { .. } => {
            sql.extend_from_slice(b"_binary");
            write_quoted(sql, bytes);
        }
        _ => write_quoted(sql, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value, kind: &ColumnKind) -> String {
        let mut sql = Vec::new();
        write_copied(&mut sql, value, kind);
        String::from_utf8_lossy(&sql).into_owned()
    }

    #[test]
    fn each_kind_has_its_literal() {
        let bytes = |text: &str| Value::Bytes(text.as_bytes().to_vec());
        assert_eq!(written(&Value::NULL, &ColumnKind::Time), "NULL");
        assert_eq!(written(&bytes("-1.50"), &ColumnKind::Decimal), "-1.50");
        assert_eq!(written(&Value::Bytes(vec![1, 2]), &ColumnKind::Bit), "x'0102'");
        assert_eq!(written(&bytes("a'b"), &ColumnKind::Binary { padded_to: None }), r"_binary'a\'b'");
        assert_eq!(written(&bytes("-838:59:59"), &ColumnKind::Time), "'-838:59:59'");
        assert_eq!(select_expression("f`", &ColumnKind::Float), "CAST(`f``` AS DOUBLE)");
    }
}
