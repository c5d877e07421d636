//! Whether the policies of a caller allow an action.

use serde_json::json;

use crate::alibaba::gateway::{Refusal, Service};
use crate::core::accounts::{Caller, Identity};
use crate::policy::{Ask, Decision, Document, decide};

use super::Ram;
use super::model::PolicyType;
use super::system_policies::SystemPolicies;

impl Ram {
    /// What the policies of the caller decide. Root and users without a list of policies may do everything in their
    /// account.
    pub(crate) fn permission(&self, caller: &Caller, ask: Ask<'_>) -> Decision {
        match &caller.identity {
            Identity::Root | Identity::User { policies: None, .. } => Decision::Allowed,
            Identity::User { policies: Some(names), .. } => {
                let documents = names.iter().filter_map(|name| self.policy_named(&caller.account, name));
                decide(documents, ask)
            }
            Identity::Role { role, narrowing, .. } => {
                let granted = decide(self.policies_of_role(&caller.account, role), ask);
                match (granted, narrowing) {
                    (Decision::Allowed, Some(document)) => decide([document], ask),
                    (granted, _) => granted,
                }
            }
        }
    }

    /// Refuses with the error of the service unless the policies of the caller allow the action.
    pub(crate) fn permit(&self, caller: &Caller, service: Service, ask: Ask<'_>) -> Result<(), Refusal> {
        match self.permission(caller, ask) {
            Decision::Allowed => Ok(()),
            decision => Err(no_permission(caller, service, ask, decision)),
        }
    }

    /// The documents attached to a role.
    pub(crate) fn policies_of_role<'a>(&'a self, account: &str, role: &str) -> Vec<&'a Document> {
        let Some(account) = self.accounts.get(account) else { return Vec::new() };
        let Some(role) = account.roles.get(role) else { return Vec::new() };
        let documents = role.attached.keys().filter_map(|(kind, name)| match kind {
            PolicyType::System => SystemPolicies::builtin().get(name).map(|policy| &policy.document),
            PolicyType::Custom => account.policies.get(name).map(|policy| &policy.document),
        });
        documents.collect()
    }

    fn policy_named(&self, account: &str, name: &str) -> Option<&Document> {
        let custom = || self.accounts.get(account)?.policies.get(name).map(|policy| &policy.document);
        SystemPolicies::builtin().get(name).map(|policy| &policy.document).or_else(custom)
    }
}

fn no_permission(caller: &Caller, service: Service, ask: Ask<'_>, decision: Decision) -> Refusal {
    let (code, message) = service.no_permission();
    let (kind, display_name) = match &caller.identity {
        Identity::Root => ("Account", caller.account.clone()),
        Identity::User { name, .. } => ("SubUser", name.clone()),
        Identity::Role { role, session, .. } => ("AssumedRoleUser", format!("{role}:{session}")),
    };
    let no_permission_type = if decision == Decision::Denied { "ExplicitDeny" } else { "ImplicitDeny" };
    let denied = json!({
        "AuthAction": ask.action,
        "AuthPrincipalType": kind,
        "AuthPrincipalDisplayName": display_name,
        "AuthPrincipalOwnerId": caller.account,
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": no_permission_type,
    });
    Refusal::Gateway { status: 403, code: code.to_owned(), message: message.to_owned(), denied: Some(denied) }
}
