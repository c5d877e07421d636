//! Rules of an instance. Those that need the task's facts speak at plan where the task can be read, otherwise at apply.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::model::InstanceModel;
use crate::{
    facts::alibaba::class_words,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 10] =
    [&GROUP, &CLASS_OR_DU, &BEGIN, &NO_TASK, &ENDLESS, &LOWERED, &ENDED, &CLASS_ON_CLUSTER, &DU_OFF_CLUSTER, &DU_LEFT];

static CLASS_OR_DU: Rule = Rule::validate(
    "class-or-du",
    "Class or units",
    "An instance has `instance_class`, or on a dedicated cluster `du`: one of them, and only one.",
);
pub(super) static GROUP: Rule = Rule::plan(
    "group-kept",
    "The instance stays in its resource group",
    "An instance keeps the resource group it was bought into.",
);
pub(super) static BEGIN: Rule = Rule::plan(
    "begin-running",
    "A new instance cannot begin otherwise than running",
    "A new instance is wanted `running`.",
);
pub(super) static NO_TASK: Rule =
    Rule::plan("task-exists", "No such migration task", "`task_id` is a migration task of this account and region.");
pub(super) static ENDLESS: Rule = Rule::plan(
    "wait-ends",
    "The wait would never end",
    "`wait_for` is something the task's migration types can reach.",
);
pub(super) static LOWERED: Rule =
    Rule::plan("class-lowered", "The class cannot be lowered", "The class of an instance is raised, never lowered.");
pub(super) static ENDED: Rule = Rule::plan(
    "migration-ended",
    "The migration has ended",
    "A migration that has ended is neither started nor suspended, and keeps its class and units.",
);
pub(super) static CLASS_ON_CLUSTER: Rule = Rule::plan(
    "class-on-cluster",
    "A dedicated cluster has units, not classes",
    "The instance of a task on a dedicated cluster has `du`, not `instance_class`.",
);
pub(super) static DU_OFF_CLUSTER: Rule = Rule::plan(
    "du-off-cluster",
    "Units are for dedicated clusters",
    "`du` is for the instance of a task with `dedicated_cluster_id`.",
);
pub(super) static DU_LEFT: Rule = Rule::plan(
    "du-left",
    "The dedicated cluster has too few units left",
    "`du` is at most what the dedicated cluster has left.",
);

/// One of the two says how fast.
pub(super) fn class_or_du(config: &InstanceModel, out: &mut Diagnostics) {
    // What is unknown may turn out null.
    let (path, found) = if config.instance_class.is_null() && config.du.is_null() {
        ("instance_class", "Neither instance_class nor du is set.")
    } else if config.instance_class.is_known() && config.du.is_known() {
        ("du", "Both instance_class and du are set.")
    } else {
        return;
    };
    out.push(CLASS_OR_DU.broken(
        AttributePath::of(&[path]),
        &Violation {
            found: found.to_owned(),
            allowed: format!("instance_class ({}), or du for a task on a dedicated cluster", class_words().join(", ")),
            write: "instance_class = \"small\"".to_owned(),
        },
    ));
}
