//! The rules of changes to a task that has started.

use crate::rules::Rule;

pub(crate) static RULES: [&Rule; 2] = [&LATE, &STATUS];

/// A change that DTS does not make once the migration has started.
pub(crate) static LATE: Rule = Rule::plan(
    "late-change",
    "The migration has started",
    "A task whose migration has started keeps what DTS cannot change any more, unless `allow_restart` is set.",
);
/// A change that DTS does not make in the present status.
pub(crate) static STATUS: Rule = Rule::plan(
    "change-in-status",
    "The migration cannot be changed now",
    "A task that has started is changed while its migration runs, is suspended or, to repair it, has failed; not when it has ended. One \
     whose instance was bought before it was configured keeps the engines and regions it was bought for.",
);
