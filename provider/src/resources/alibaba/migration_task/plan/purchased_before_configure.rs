//! What a purchase fixes of a task that is configured after it. Only an imported task can be one.

use alibaba::dts::JobStatus;
use tfplugin::diagnostic::Diagnostics;

use crate::resources::alibaba::migration_task::{arguments::Argument, rules::STATUS, schema::model::TaskModel};
use crate::rules::Violation;

/// The errors for changes of what the purchase has fixed.
pub(crate) fn refused(prior: &TaskModel, planned: &TaskModel, configuration: &[Argument]) -> Diagnostics {
    let task = prior.kind.task;
    let mut out = Diagnostics::new();
    if prior.status.as_str() != Some(JobStatus::NotConfigured.as_str()) {
        return out;
    }
    for argument in configuration.iter().filter(|argument| argument.is_fixed_by_purchase()) {
        let name = argument.name(planned);
        out.push(STATUS.broken(
            argument.path(planned),
            &Violation {
                found: format!(
                    "{task} {id} is NotConfigured: its instance was purchased before the task was configured. The purchase \
                     determines the engines, the regions and the dedicated cluster, so {name} cannot be changed.",
                    id = prior.id.as_str().unwrap_or_default()
                ),
                allowed: format!("the value of {name} at the purchase"),
                fix: "set the previous value, or add another resource block for a task with the new value".to_owned(),
            },
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_was_purchased_before_it_was_configured_keeps_what_the_purchase_fixes() {
        let task = |status: &str| TaskModel { id: "job1".into(), status: status.into(), ..TaskModel::default() };
        let changes = ["dedicated_cluster_id", "environment_tag"].map(Argument::named);
        let refused_paths = |status: &str| -> Vec<String> {
            let refused = refused(&task(status), &task(status), &changes);
            refused.iter().map(|one| one.path.to_string()).collect()
        };
        assert_eq!(refused_paths("NotConfigured"), ["dedicated_cluster_id"]);
        assert_eq!(refused_paths("NotStarted"), [""; 0]);
    }
}
