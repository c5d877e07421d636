//! `schemas/alibaba/object_kinds.toml`: kinds of objects other than tables.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/object_kinds.toml");

/// A kind of object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectKind {
    /// The argument of a database in `objects`.
    pub(crate) argument: &'static str,
    /// The key of a database in `DbList`.
    pub(crate) container: &'static str,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<ObjectKind>> = LazyLock::new(|| rows("kind", TEXT));

/// All kinds of objects.
pub(crate) fn object_kinds() -> &'static [ObjectKind] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("kind", TEXT, |row: &ObjectKind| row.argument);
        check("kind", TEXT, |row: &ObjectKind| row.container);
        assert!(object_kinds().iter().any(|kind| (kind.argument, kind.container) == ("views", "View")));
    }
}
