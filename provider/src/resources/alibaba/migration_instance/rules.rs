//! The rules of an instance. Those that depend on the task are checked at plan if the task can be read, otherwise at apply.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::schema::InstanceModel;
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 10] =
    [&GROUP, &CLASS_OR_DU, &BEGIN, &NO_TASK, &ENDLESS, &LOWERED, &ENDED, &CLASS_ON_CLUSTER, &DU_OFF_CLUSTER, &DU_LEFT];

static CLASS_OR_DU: Rule = Rule::validate(
    "class-or-du",
    "One of instance_class and du must be set",
    "An instance needs either `instance_class` or, on a dedicated cluster, `du`.",
);
pub(super) static GROUP: Rule = Rule::plan(
    "group-kept",
    "Terraform cannot change the resource group of an instance",
    "Terraform cannot change the resource group of an instance after the purchase; the console can.",
);
pub(super) static BEGIN: Rule = Rule::plan(
    "begin-running",
    "A new instance must be running",
    "`desired_status` of a new instance must be `running`.",
);
pub(super) static NO_TASK: Rule = Rule::plan(
    "task-exists",
    "No such migration task",
    "`task_id` must be the ID of a migration task in this account and region.",
);
pub(super) static ENDLESS: Rule = Rule::plan(
    "wait-ends",
    "The wait would never end",
    "`wait_for` must be a status that the migration types of the task can reach.",
);
pub(super) static LOWERED: Rule = Rule::plan(
    "class-lowered",
    "The class cannot be lowered",
    "The class of an instance can be raised, but not lowered.",
);
pub(super) static ENDED: Rule = Rule::plan(
    "migration-ended",
    "The migration has finished",
    "A finished migration cannot be started or suspended, and keeps its class and DUs.",
);
pub(super) static CLASS_ON_CLUSTER: Rule = Rule::plan(
    "class-on-cluster",
    "A dedicated cluster has DUs, not classes",
    "The instance of a task on a dedicated cluster must have `du`, not `instance_class`.",
);
pub(super) static DU_OFF_CLUSTER: Rule = Rule::plan(
    "du-off-cluster",
    "DUs are for dedicated clusters",
    "`du` is valid only for the instance of a task with `dedicated_cluster_id`.",
);
pub(super) static DU_LEFT: Rule = Rule::plan(
    "du-left",
    "The dedicated cluster does not have enough DUs left",
    "`du` must not be more than the number of DUs that the dedicated cluster has left.",
);

/// Rejects an instance with neither of the two arguments, or with both.
pub(super) fn class_or_du(config: &InstanceModel, out: &mut Diagnostics) {
    // An unknown value may become null.
    let (path, found) = if config.instance_class.is_null() && config.du.is_null() {
        ("instance_class", "Neither instance_class nor du is set.")
    } else if config.instance_class.is_known() && config.du.is_known() {
        ("du", "Both instance_class and du are set.")
    } else {
        return;
    };
    out.push(
        CLASS_OR_DU.broken(
            AttributePath::of(&[path]),
            &Violation {
                found: found.to_owned(),
                allowed: format!(
                    "either instance_class ({}), or du for a task on a dedicated cluster",
                    (config.kind.classes)().join(", ")
                ),
                fix: if path == "du" {
                    "remove du, or remove instance_class if the task runs on a dedicated cluster"
                } else {
                    "set instance_class = \"small\""
                }
                .to_owned(),
            },
        ),
    );
}
