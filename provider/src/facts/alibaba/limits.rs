//! `schemas/alibaba/limits.toml`: ranges and limits.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::facts::limits::{Limit, limit_of, limits};

const TEXT: &str = include_str!("../../../../schemas/alibaba/limits.toml");

static LIMITS: LazyLock<BTreeMap<&'static str, Limit>> = LazyLock::new(|| limits(TEXT));

/// The limit with this name; an open range if there is no row.
pub(crate) fn limit(name: &str) -> Limit {
    limit_of(&LIMITS, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::limits::tests::check_limits;

    #[test]
    fn the_table_parses() {
        check_limits(TEXT);
    }

    #[test]
    fn limits_are_ranges() {
        let retry = limit("retry.connection_minutes");
        assert_eq!((retry.range(), retry.default, retry.unit), (10..=1440, Some(720), "minutes"));
        assert_eq!(limit("retry.other_minutes").range(), 1..=1440);
        assert_eq!(limit("objects.renamed_tables").max, 1000);
        assert_eq!((limit("alerts.delay_seconds").min, limit("alerts.delay_seconds").max), (10, 4_294_967_295));
    }
}
