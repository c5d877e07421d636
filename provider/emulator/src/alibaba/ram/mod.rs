//! RAM 2015-05-01: roles, policies, attachments and tags, and the evaluation of policies.

mod access;
mod attachments;
mod entities;
mod lists;
mod model;
mod policies;
mod policy_changes;
mod roles;
mod shown;
mod store;
mod system_policies;
mod tags;
mod validate;
mod versions;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::core::accounts::{Accounts, Caller, Identity};
use crate::core::cloud::Context;
use crate::core::tracked::Tracked;
use crate::policy::Ask;

use super::gateway::{Call, Outcome, Refusal, Service};

pub(crate) use model::{CustomPolicy, Role};
pub(crate) use system_policies::SystemPolicies;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Ram, Context<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("AttachPolicyToRole", attachments::attach),
    ("CreatePolicy", policies::create),
    ("CreatePolicyVersion", versions::create),
    ("CreateRole", roles::create),
    ("DeletePolicy", policies::delete),
    ("DeletePolicyVersion", versions::delete),
    ("DeleteRole", roles::delete),
    ("DetachPolicyFromRole", attachments::detach),
    ("GetPolicy", policies::get),
    ("GetRole", roles::get),
    ("ListEntitiesForPolicy", entities::list),
    ("ListPolicies", lists::list),
    ("ListPoliciesForRole", attachments::list_for_role),
    ("ListPolicyVersions", versions::list),
    ("ListRoles", roles::list),
    ("ListTagResources", tags::list),
    ("TagResources", tags::tag),
    ("UntagResources", tags::untag),
    ("UpdatePolicyDescription", policy_changes::describe),
    ("UpdateRole", roles::update),
];

/// Roles and policies of all accounts.
pub(crate) struct Ram {
    accounts: BTreeMap<String, RamAccount>,
}

/// What RAM holds for one account.
struct RamAccount {
    id: String,
    roles: Tracked<Role>,
    policies: Tracked<CustomPolicy>,
}

impl Ram {
    /// The policies of the world, without roles.
    pub(crate) fn new(accounts: &Accounts, now: Timestamp) -> Self {
        let of_account = accounts.iter().map(|account| {
            let policies = account.policies.iter();
            let policies =
                policies.map(|policy| (policy.name.clone(), CustomPolicy::new(policy.document.clone(), "", now)));
            let (roles, policies) = (Tracked::of([]), Tracked::of(policies));
            (account.id.clone(), RamAccount { id: account.id.clone(), roles, policies })
        });
        Self { accounts: of_account.collect() }
    }

    pub(crate) fn role(&self, account: &str, name: &str) -> Option<&Role> {
        self.accounts.get(account)?.roles.get(name)
    }

    /// Whether the role of a session still exists. A new role of the same name is another role. True for callers that
    /// are not sessions.
    pub(crate) fn has_role_of(&self, caller: &Caller) -> bool {
        match &caller.identity {
            Identity::Role { role, role_id, .. } => {
                self.role(&caller.account, role).is_some_and(|existing| existing.id == *role_id)
            }
            Identity::Root | Identity::User { .. } => true,
        }
    }

    pub(crate) fn count_roles(&self, account: &str) -> usize {
        self.accounts.get(account).map_or(0, |account| account.roles.len())
    }
}

/// The caller's account, if the caller's policies allow the action on `kind/name`.
fn allowed<'a>(ram: &'a mut Ram, call: &Call, kind: &str, name: &str) -> Result<&'a mut RamAccount, Refusal> {
    let account = &call.caller.account;
    let action = format!("ram:{}", call.action);
    let resource = format!("acs:ram:*:{account}:{kind}/{name}");
    let ask = Ask { action: &action, resource: &resource, circumstances: &call.circumstances };
    ram.permit(&call.caller, Service::Ram, ask)?;
    ram.accounts.get_mut(account).ok_or_else(|| Refusal::gateway(500, "InternalError", "The account is unknown."))
}
