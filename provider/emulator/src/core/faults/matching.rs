//! Which calls a rule means.

use serde::Deserialize;

/// What is absent matches all.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matching {
    /// Name of the action.
    pub(crate) action: Option<String>,
    /// Account of the caller's key: its id, or its name when the rule is added.
    pub(crate) account: Option<String>,
    /// What the call is about, as the request log has it: a job, an instance, a role.
    object: Option<String>,
    /// Whether the call changes something.
    mutating: Option<bool>,
}

/// What a call shows of itself before it is performed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    pub(crate) action: String,
    pub(crate) account: String,
    pub(crate) object: String,
    /// For a job or its instance, the name of the job: ids are other ones in each run, names are not.
    pub(crate) job_name: String,
}

impl Shown {
    /// What the call is about, the same in each run.
    pub(crate) fn lasting_object(&self) -> &str {
        if self.job_name.is_empty() { &self.object } else { &self.job_name }
    }
}

impl Matching {
    pub(crate) fn fits(&self, call: &Shown) -> bool {
        let fits = |wanted: &Option<String>, given: &str| wanted.as_deref().is_none_or(|wanted| wanted == given);
        fits(&self.action, &call.action)
            && fits(&self.account, &call.account)
            && fits(&self.object, &call.object)
            && self.mutating.is_none_or(|wanted| wanted == is_mutating(&call.action))
    }
}

/// Whether an action changes what exists. Sessions of STS change nothing that stays.
pub(crate) fn is_mutating(action: &str) -> bool {
    const READING: [&str; 5] = ["AssumeRole", "Describe", "Get", "List", "WhiteIpList"];
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
