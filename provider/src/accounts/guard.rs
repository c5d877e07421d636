//! Which account an operation may run in: the one that the provider block names, and the one that a plan was made for.

use tfplugin::{diagnostic::Diagnostic, private::Private};

/// What rules an account out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuledOutBy {
    /// `account_id` of the cloud's block.
    AccountId,
    /// `allowed_account_ids`.
    AllowedIds,
}

/// The accounts of one cloud that a provider block allows.
#[derive(Debug, Default)]
pub(crate) struct AccountGuard {
    /// Name of the cloud in messages.
    pub(crate) cloud: &'static str,
    /// `account_id` of the cloud's block.
    pub(crate) configured_id: Option<String>,
    /// `allowed_account_ids`, if it is set and completely known.
    pub(crate) allowed_ids: Option<Vec<String>>,
}

impl AccountGuard {
    /// The account that the provider block names: `account_id`, or the only ID of `allowed_account_ids`.
    pub(crate) fn named_id(&self) -> Option<&str> {
        let only = || match self.allowed_ids.as_deref() {
            Some([id]) => Some(id.as_str()),
            _ => None,
        };
        self.configured_id.as_deref().or_else(only)
    }

    /// What rules this account out, if anything does.
    pub(crate) fn ruled_out_by(&self, id: &str) -> Option<RuledOutBy> {
        if self.configured_id.as_ref().is_some_and(|expected| expected != id) {
            return Some(RuledOutBy::AccountId);
        }
        let excluded = self.allowed_ids.as_ref().is_some_and(|allowed| !allowed.iter().any(|one| one == id));
        excluded.then_some(RuledOutBy::AllowedIds)
    }

    /// Checks the account of the credentials. `arn` is the ARN of their user or role.
    ///
    /// # Errors
    /// The provider block names or allows other accounts only.
    pub(crate) fn check(&self, id: &str, arn: &str) -> Result<(), Diagnostic> {
        if let Some(expected) = self.configured_id.as_ref().filter(|expected| *expected != id) {
            return Err(Diagnostic::error(
                format!("Wrong {} account", self.cloud),
                format!(
                    "The credentials belong to account {id} ({arn}), but the provider block has account_id = {expected:?}. \
                     Use credentials of that account (another profile, or another provider alias), or correct account_id."
                ),
            ));
        }
        if let Some(allowed) = self.allowed_ids.as_ref().filter(|allowed| !allowed.iter().any(|one| one == id)) {
            return Err(Diagnostic::error(
                format!("{} account is not allowed", self.cloud),
                format!(
                    "The credentials belong to account {id} ({arn}), but allowed_account_ids has only {}. Use other \
                     credentials, or add the account.",
                    allowed.join(", ")
                ),
            ));
        }
        Ok(())
    }

    /// Checks that the account of the credentials is the one that a plan was made for, or an object was created in. `planned`
    /// is none if that account was not known.
    ///
    /// # Errors
    /// The accounts differ.
    pub(crate) fn check_unchanged(&self, planned: Option<&str>, id: &str) -> Result<(), Diagnostic> {
        match planned {
            Some(planned) if planned != id => Err(Diagnostic::error(
                format!("Different {} account than before", self.cloud),
                format!(
                    "The resource was planned or created in account {planned}, but the credentials belong to account {id}. \
                     This resource was not changed. Use credentials of account {planned} (its profile, or its provider alias)."
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// Checks that the region of the provider block is the one that the plan of a job was made for, or in which it was created.
///
/// # Errors
/// The regions differ.
pub(super) fn check_region(planned: Option<&str>, own: Option<&str>) -> Result<(), Diagnostic> {
    match (planned, own) {
        (Some(planned), Some(own)) if planned != own => Err(Diagnostic::error(
            "Different region than before",
            format!(
                "The resource was planned or created in region {planned}, but the provider block has region {own}, and a job of \
                 DTS stays in its region. This resource was not changed. Use a provider block with region = {planned:?} (or its \
                 alias). For a new one in {own}, destroy this resource first with a provider block of {planned}."
            ),
        )),
        _ => Ok(()),
    }
}

/// Key in the private data: the region that the plan of a job was made for.
const PLANNED_REGION: &str = "region";

/// Stores the region that the plan of a job is made for. A later call does not replace it: a job stays in its region.
pub(super) fn remember_region(private: &mut Private, region: &str) {
    record_once(private, PLANNED_REGION, region);
}

/// The region that the plan of a job was made for.
pub(crate) fn planned_region(private: &Private) -> Option<&str> {
    recorded(private, PLANNED_REGION)
}

/// Key in the private data: the account that a plan was made for.
const PLANNED_ACCOUNT: &str = "account_id";

/// Stores the account that a plan is made for. A later call does not replace it: an object stays in its account.
pub(crate) fn remember_account(private: &mut Private, id: &str) {
    record_once(private, PLANNED_ACCOUNT, id);
}

/// The account that a plan was made for.
pub(crate) fn planned_account(private: &Private) -> Option<&str> {
    recorded(private, PLANNED_ACCOUNT)
}

fn record_once(private: &mut Private, key: &str, value: &str) {
    if recorded(private, key).is_none() {
        private.set(key, value);
    }
}

fn recorded<'p>(private: &'p Private, key: &str) -> Option<&'p str> {
    private.get(key).and_then(|value| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(configured: Option<&str>, allowed: &[&str]) -> AccountGuard {
        AccountGuard {
            cloud: "Alibaba Cloud",
            configured_id: configured.map(str::to_owned),
            allowed_ids: (!allowed.is_empty()).then(|| allowed.iter().map(|id| (*id).to_owned()).collect()),
        }
    }

    #[test]
    fn only_the_configured_and_allowed_account_passes() {
        assert!(guard(None, &[]).check("1", "arn").is_ok());
        assert!(guard(Some("1"), &["2", "1"]).check("1", "arn").is_ok());
        let wrong = guard(Some("2"), &[]).check("1", "arn").unwrap_err();
        assert_eq!(wrong.summary, "Wrong Alibaba Cloud account");
        let not_allowed = guard(None, &["2", "3"]).check("1", "arn").unwrap_err();
        assert_eq!(guard(Some("2"), &["2"]).ruled_out_by("1"), Some(RuledOutBy::AccountId));
        assert_eq!(guard(None, &["2", "3"]).ruled_out_by("1"), Some(RuledOutBy::AllowedIds));
        assert_eq!(guard(Some("1"), &["2", "1"]).ruled_out_by("1"), None);
        assert!(not_allowed.detail.contains("has only 2, 3"), "{}", not_allowed.detail);
    }

    #[test]
    fn the_account_of_a_plan_stays() {
        let mut private = Private::default();
        remember_account(&mut private, "1");
        remember_account(&mut private, "2");
        assert_eq!(planned_account(&private), Some("1"));
        assert!(guard(None, &[]).check_unchanged(planned_account(&private), "1").is_ok());
        assert!(guard(None, &[]).check_unchanged(planned_account(&private), "2").is_err());
        assert!(guard(None, &[]).check_unchanged(None, "2").is_ok());
    }

    #[test]
    fn the_region_of_a_job_stays() {
        let mut private = Private::default();
        assert!(check_region(planned_region(&private), Some("cn-beijing")).is_ok());
        remember_region(&mut private, "cn-hangzhou");
        remember_region(&mut private, "cn-beijing");
        assert!(check_region(planned_region(&private), Some("cn-hangzhou")).is_ok());
        assert!(check_region(planned_region(&private), None).is_ok());
        let error = check_region(planned_region(&private), Some("cn-beijing")).unwrap_err();
        assert!(error.detail.contains("region = \"cn-hangzhou\""), "{}", error.detail);
    }

    #[test]
    fn a_single_allowed_account_is_the_named_one() {
        assert_eq!(guard(Some("1"), &["2"]).named_id(), Some("1"));
        assert_eq!(guard(None, &["2"]).named_id(), Some("2"));
        assert_eq!(guard(None, &["2", "3"]).named_id(), None);
    }
}
