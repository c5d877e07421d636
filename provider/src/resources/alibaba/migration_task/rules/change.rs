//! The rules of changes to a task that has started.

use crate::rules::Rule;

pub(crate) static RULES: [&Rule; 3] = [&IMMUTABLE, &STATUS, &REDIRECTED];

/// A change that DTS does not make once the migration has started.
pub(crate) static IMMUTABLE: Rule = Rule::plan(
    "late-change",
    "The migration has started",
    "An argument that DTS cannot change after the start of the migration must keep its value, unless `allow_restart` is set.",
);
/// A change that DTS does not make in the present status.
pub(crate) static STATUS: Rule = Rule::plan(
    "change-in-status",
    "The migration cannot be changed now",
    "A started task can be changed while its migration runs or is suspended. Some arguments can be changed after the migration has \
     failed. Nothing can be changed after it has ended. A task whose instance was purchased before it was configured keeps the \
     engines and regions of the purchase.",
);
/// A database that is replaced while the task runs.
pub(crate) static REDIRECTED: Rule = Rule::warning(
    "endpoint-redirected",
    "The task continues with another database",
    "A started task whose source or destination becomes another database continues there and does not copy the rows again.",
);
