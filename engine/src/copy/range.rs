//! Ranges of a key.

use std::sync::Arc;

use super::table::CopyTable;
use crate::quote::name;
use crate::value::CopyColumn;

/// The rows whose key is after one key and not after another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Range {
    /// Literals of the key before the first row; none begins at the first row.
    pub(crate) after: Option<Vec<String>>,
    /// Literals of the last key; none ends at the last row.
    pub(crate) upto: Option<Vec<String>>,
}

/// A range of a table.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub(super) table: Arc<CopyTable>,
    /// The number of the range in its table.
    pub(super) index: u64,
    pub(super) range: Range,
}

impl Range {
    /// The condition with the names at the source or, with `at_destination`, those at the destination. None means all rows.
    pub(crate) fn condition(&self, key: &[CopyColumn], at_destination: bool) -> Option<String> {
        let names: Vec<String> =
            key.iter().map(|column| name(if at_destination { &column.destination } else { &column.source })).collect();
        let after = self.after.as_ref().map(|values| comparison(&names, values, ">", ">"));
        let upto = self.upto.as_ref().map(|values| comparison(&names, values, "<", "<="));
        match (after, upto) {
            (Some(after), Some(upto)) => Some(format!("({after}) AND ({upto})")),
            (one, other) => one.or(other),
        }
    }
}

/// The condition for keys after a key.
pub(crate) fn key_after(key: &[CopyColumn], values: &[String]) -> String {
    let names: Vec<String> = key.iter().map(|column| name(&column.source)).collect();
    comparison(&names, values, ">", ">")
}

/// `a > x OR (a = x AND b > y)`: servers use the index for this form, and not for rows `(a, b) > (x, y)`.
fn comparison(names: &[String], values: &[String], operator: &str, last_operator: &str) -> String {
    let mut alternatives = Vec::new();
    let last = names.len().saturating_sub(1);
    for (index, (column, value)) in names.iter().zip(values).enumerate() {
        let operator = if index == last { last_operator } else { operator };
        let mut parts: Vec<String> =
            names.iter().zip(values).take(index).map(|(column, value)| format!("{column} = {value}")).collect();
        parts.push(format!("{column} {operator} {value}"));
        alternatives.push(parts.join(" AND "));
    }
    if alternatives.len() == 1 { alternatives.remove(0) } else { format!("({})", alternatives.join(") OR (")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::ColumnKind;

    #[test]
    fn a_range_of_two_columns_uses_the_index() {
        let column = |name: &str| CopyColumn {
            source: name.to_owned(),
            destination: name.to_uppercase(),
            kind: ColumnKind::Integer { bytes: 4, unsigned: false },
        };
        let values = |a: &str, b: &str| Some(vec![a.to_owned(), b.to_owned()]);
        let range = Range { after: values("1", "2"), upto: values("3", "4") };
        assert_eq!(
            range.condition(&[column("a"), column("b")], true).unwrap(),
            "((`A` > 1) OR (`A` = 1 AND `B` > 2)) AND ((`A` < 3) OR (`A` = 3 AND `B` <= 4))"
        );
        let range = Range { after: None, upto: Some(vec!["3".to_owned()]) };
        assert_eq!(range.condition(&[column("a")], false).unwrap(), "`a` <= 3");
        assert_eq!(Range::default().condition(&[column("a")], false), None);
    }
}
