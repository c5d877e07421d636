//! `schemas/tencent/limits.toml`: ranges and limits.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::facts::limits::{Limit, limit_of, limits};

const TEXT: &str = include_str!("../../../../schemas/tencent/limits.toml");

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
        assert_eq!(limit("auto_retry_minutes").range(), 5..=720);
        assert_eq!((limit("rate_limit.dump_rps").max, limit("rate_limit.sinker_thread").max), (50_000_000, 128));
        assert_eq!(limit("consistency.sample_rate").default, Some(100));
    }
}
