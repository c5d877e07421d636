//! Whether the policies of a caller allow an action.

use crate::core::accounts::{Caller, Identity};
use crate::policy::{Ask, Decision, Document, decide};
use crate::tencent::gateway::Refusal;
use crate::tencent::ids;

use super::model::Attached;
use super::{Cam, CamAccount, Presets};

impl Cam {
    /// What the policies of the caller decide. The root account may do everything in its account.
    pub(crate) fn permission(&self, caller: &Caller, ask: Ask<'_>) -> Decision {
        let Some(account) = self.accounts.get(&caller.account) else { return Decision::Silent };
        match &caller.identity {
            Identity::Root => Decision::Allowed,
            Identity::User { name, .. } => decide(account.policies_of_user(name), ask),
            Identity::Role { role, narrowing, .. } => match (decide(account.policies_of_role(role), ask), narrowing) {
                (Decision::Allowed, Some(document)) => decide([document], ask),
                (granted, _) => granted,
            },
        }
    }

    /// Refuses unless the policies of the caller allow the action.
    pub(crate) fn permit(&self, caller: &Caller, ask: Ask<'_>) -> Result<(), Refusal> {
        match self.permission(caller, ask) {
            Decision::Allowed => Ok(()),
            Decision::Denied | Decision::Silent => Err(not_authorized(ask.action, ask.resource)),
        }
    }
}

/// The refusal of a call that the policies of its caller do not allow.
pub(crate) fn not_authorized(action: &str, resource: &str) -> Refusal {
    let message = format!(
        "[request id:{}]you are not authorized to perform operation ({action})\nresource ({resource}) has no permission\n",
        ids::request_id()
    );
    Refusal::new("AuthFailure.UnauthorizedOperation", message)
}

impl CamAccount {
    fn policies_of_user(&self, name: &str) -> Vec<&Document> {
        let Some(user) = self.users.get(name) else { return Vec::new() };
        let groups = user.groups.iter().filter_map(|id| self.groups.get(&id.to_string()));
        let attached = groups.map(|group| &group.attached).chain([&user.attached]);
        attached.flat_map(|attached| self.documents(attached)).collect()
    }

    fn policies_of_role(&self, name: &str) -> Vec<&Document> {
        self.roles.get(name).map(|role| self.documents(&role.attached)).unwrap_or_default()
    }

    fn documents(&self, attached: &Attached) -> Vec<&Document> {
        let document = |id: &u64| {
            let preset = Presets::builtin().with_id(*id).map(|preset| &preset.document);
            preset.or_else(|| self.policies.get(&id.to_string()).map(|policy| &policy.document))
        };
        attached.keys().filter_map(document).collect()
    }
}
