//! The calls to which a rule applies.

use serde::Deserialize;

use crate::core::nearest::nearest;

/// A field that is absent matches every call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matching {
    /// Name of the action.
    pub(crate) action: Option<String>,
    /// The account of the caller's key, by its ID. A rule that is added can name it by its name.
    pub(crate) account: Option<String>,
    /// The object of the call, as the request log has it: a job, an instance, a role.
    object: Option<String>,
    /// Whether the call changes something.
    mutating: Option<bool>,
}

/// What is known of a call before it is performed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    pub(crate) action: String,
    pub(crate) account: String,
    pub(crate) object: String,
    /// Whether the action changes what exists.
    pub(crate) mutating: bool,
    /// For a job or its instance, the name of the job: IDs are different in each run, names are not.
    pub(crate) job_name: String,
}

impl Shown {
    /// The object of the call, by a name that is the same in each run.
    pub(crate) fn lasting_object(&self) -> &str {
        if self.job_name.is_empty() { &self.object } else { &self.job_name }
    }
}

impl Matching {
    /// Rejects an action that no cloud serves, and an account that does not exist. `account` finds an account by its ID
    /// or its name; a name is replaced by the ID.
    ///
    /// # Errors
    ///
    /// The action or the account does not exist.
    pub(super) fn check_names(
        &mut self,
        actions: &[&str],
        account: impl Fn(&str) -> Option<String>,
    ) -> Result<(), String> {
        if let Some(action) = &self.action
            && !actions.contains(&action.as_str())
        {
            let near = nearest(action, actions.iter().copied());
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(format!("the emulator serves no action {action}{near}"));
        }
        if let Some(given) = &mut self.account {
            let found = account(given);
            *given = found.ok_or_else(|| format!("the world has no account {given}; write its id or its name"))?;
        }
        Ok(())
    }

    pub(crate) fn fits(&self, call: &Shown) -> bool {
        let fits = |wanted: &Option<String>, given: &str| wanted.as_deref().is_none_or(|wanted| wanted == given);
        fits(&self.action, &call.action)
            && fits(&self.account, &call.account)
            && fits(&self.object, &call.object)
            && self.mutating.is_none_or(|wanted| wanted == call.mutating)
    }
}
