//! What a call is about, as its action and its parameters say.

use super::parameters::Parameters;

/// Parameters that name what a call is about; the first that is given counts.
const OBJECTS: [&str; 11] = [
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
];

/// Those of them that name a job or its instance.
pub(crate) const JOBS: [&str; 4] = ["DtsJobId", "JobId", "DtsInstanceId", "DtsInstanceID"];

/// How the names of actions begin that change nothing. Sessions of STS change nothing that stays.
const READING: [&str; 5] = ["AssumeRole", "Describe", "Get", "List", "WhiteIpList"];

/// What a call is about, as far as its parameters say.
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
    fn what_only_reads_is_known_by_its_name() {
        for action in ["GetRole", "ListPoliciesForRole", "DescribeDtsJobs", "WhiteIpList", "AssumeRoleWithOIDC"] {
            assert!(!is_mutating(action), "{action}");
        }
        for action in ["CreateRole", "ConfigureDtsJob", "SkipPreCheck", "TagResources", "DeleteDtsJob"] {
            assert!(is_mutating(action), "{action}");
        }
    }
}
