//! The changes of one call.

use crate::core::nonces::{Mark, Minute};

use super::persist::ChangedRows;

/// Rows to write, and nonces to remember.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// All existing rows are removed first.
    pub(crate) cleared: bool,
    pub(crate) rows: ChangedRows,
    pub(crate) nonces: Vec<(Minute, Mark)>,
}

impl Changes {
    /// Adds later changes.
    pub(super) fn then(&mut self, later: Self) {
        if later.cleared {
            self.rows.0.clear();
            self.nonces.clear();
            self.cleared = true;
        }
        self.rows.0.extend(later.rows.0);
        self.nonces.extend(later.nonces);
    }

    /// Whether the caller has to wait until they are on disk. Nonces alone are written later: their calls changed
    /// nothing.
    pub(crate) fn matter(&self) -> bool {
        self.cleared || !self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangedRows, Changes};

    fn changes(cleared: bool, rows: &[(&str, Option<&str>)]) -> Changes {
        let rows = rows.iter().map(|(key, value)| ((*key).to_owned(), value.map(|it| it.as_bytes().to_vec())));
        Changes { cleared, rows: ChangedRows(rows.collect()), nonces: vec![(1, [0; 16])] }
    }

    #[test]
    fn the_last_value_of_a_row_counts_and_a_reset_removes_all_before_it() {
        let mut all = changes(false, &[("a", Some("1")), ("b", Some("1"))]);
        all.then(changes(false, &[("a", Some("2")), ("b", None)]));
        assert_eq!((all.cleared, &all.rows.0["a"], &all.rows.0["b"]), (false, &Some(b"2".to_vec()), &None));
        all.then(changes(true, &[("c", Some("3"))]));
        assert_eq!((all.cleared, all.rows.0.len(), all.nonces.len()), (true, 1, 1));
    }

    #[test]
    fn no_caller_waits_for_nonces_alone() {
        assert!(!changes(false, &[]).matter());
        assert!(changes(false, &[("a", None)]).matter() && changes(true, &[]).matter());
    }
}
