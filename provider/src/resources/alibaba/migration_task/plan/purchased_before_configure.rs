//! What a purchase fixes of a task that is configured after it. Only an imported task can be one.

use alibaba::dts::JobStatus;
use tfplugin::diagnostic::Diagnostics;

use crate::resources::alibaba::migration_task::{TYPE, arguments::Argument, rules::STATUS, schema::model::TaskModel};
use crate::rules::Violation;

/// Refuses changes of what was bought.
pub(crate) fn refused(prior: &TaskModel, planned: &TaskModel, configuration: &[Argument]) -> Diagnostics {
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
                    "{TYPE} {id} is NotConfigured: its instance was bought before it, for certain engines and regions and no \
                     dedicated cluster, and {name} is among what that fixes.",
                    id = prior.id.as_str().unwrap_or_default()
                ),
                allowed: format!("the {name} the instance was bought for"),
                write: "the value it had, or another resource block for a task with the new one".to_owned(),
            },
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_was_bought_first_keeps_what_was_bought_and_nothing_else() {
        let task = |status: &str| TaskModel { id: "job1".into(), status: status.into(), ..TaskModel::default() };
        let changes = ["dedicated_cluster_id", "environment_tag"].map(Argument::named);
        let told = |status: &str| -> Vec<String> {
            let refused = refused(&task(status), &task(status), &changes);
            refused.iter().map(|one| one.path.to_string()).collect()
        };
        assert_eq!(told("NotConfigured"), ["dedicated_cluster_id"]);
        assert_eq!(told("NotStarted"), [""; 0]);
    }
}
