//! What a purchase fixes of a task that is configured after it. Only an imported task can be one.

use alibaba::dts::JobStatus;
use tfplugin::diagnostic::Diagnostics;

use crate::resources::alibaba::migration_task::{
    TYPE,
    plan::late::STATUS,
    schema::{arguments::arguments_of, model::TaskModel},
};
use crate::rules::Violation;

/// What CreateDtsInstance is told when there is no job yet, by the names ConfigureDtsJob has for it. A dedicated cluster is not
/// among it: DTS takes one with the configuration of a job that is not bought.
const FIXED: [&str; 5] = [
    "SourceEndpointEngineName",
    "DestinationEndpointEngineName",
    "SourceEndpointRegion",
    "DestinationEndpointRegion",
    "DedicatedClusterId",
];

/// Refuses changes of what was bought.
pub(crate) fn refused(prior: &TaskModel, planned: &TaskModel, configuration: &[String]) -> Diagnostics {
    let mut out = Diagnostics::new();
    if prior.status.as_str() != Some(JobStatus::NotConfigured.as_str()) {
        return out;
    }
    let fixed: Vec<String> = configuration.iter().filter(|name| FIXED.contains(&name.as_str())).cloned().collect();
    for (path, name) in arguments_of(&fixed, planned) {
        out.push(STATUS.broken(
            path,
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
        let changes = ["DedicatedClusterId".to_owned(), "DtsBisLabel".to_owned()];
        let told = |status: &str| -> Vec<String> {
            let refused = refused(&task(status), &task(status), &changes);
            refused.iter().map(|one| one.path.to_string()).collect()
        };
        assert_eq!(told("NotConfigured"), ["dedicated_cluster_id"]);
        assert_eq!(told("NotStarted"), [""; 0]);
    }
}
