//! Which calls a rule means.

use serde::Deserialize;

use crate::core::nearest::nearest;

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
    /// Whether the action changes what exists.
    pub(crate) mutating: bool,
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
    /// Refuses an action that no cloud serves, and an account that does not exist; `account` finds an account by its ID or
    /// its name, which is replaced by the ID.
    ///
    /// # Errors
    ///
    /// What does not exist.
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
