//! The object of a call, and whether the call changes anything.

use super::parameters::Parameters;

/// Parameters that name the object of a call; the first of them that the call has counts.
const OBJECTS: [&str; 14] = [
    "DtsJobId",
    "JobId",
    "DtsInstanceId",
    "DtsInstanceID",
    "RoleName",
    "RoleArn",
    "PolicyName",
    "ResourceId.1",
    "DtsJobIds",
    "DedicatedClusterId",
    "DtsJobName",
    "MigrationJobId",
    "SynchronizationJobId",
    "InstanceId",
];

/// Those of them that name a job or its instance.
pub(crate) const JOBS: [&str; 4] = ["DtsJobId", "JobId", "DtsInstanceId", "DtsInstanceID"];

/// The first characters of the names of actions that change nothing. Sessions of STS do not count as a change.
const READING: [&str; 5] = ["AssumeRole", "Describe", "Get", "List", "WhiteIpList"];

/// The object of a call; empty when no parameter names one.
pub(crate) fn object_of(parameters: &Parameters) -> &str {
    OBJECTS.iter().find_map(|name| parameters.get(name)).unwrap_or_default()
}

/// Whether an action changes what exists.
pub(crate) fn is_mutating(action: &str) -> bool {
    !READING.iter().any(|prefix| action.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::is_mutating;

    #[test]
    fn an_action_that_only_reads_is_recognized_by_its_name() {
        for action in ["GetRole", "ListPoliciesForRole", "DescribeDtsJobs", "WhiteIpList", "AssumeRoleWithOIDC"] {
            assert!(!is_mutating(action), "{action}");
        }
        for action in ["CreateRole", "ConfigureDtsJob", "SkipPreCheck", "TagResources", "DeleteDtsJob"] {
            assert!(is_mutating(action), "{action}");
        }
    }
}
