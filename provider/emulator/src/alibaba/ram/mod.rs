//! RAM 2015-05-01: roles, policies, attachments and tags.

mod access;
mod attachments;
mod entities;
mod lists;
mod model;
mod policies;
mod roles;
mod system_policies;
mod tags;
mod validate;
mod versions;

pub(crate) use model::{CustomPolicy, Role};
pub(crate) use system_policies::SystemPolicies;

use crate::alibaba::gateway::Refusal;
use crate::alibaba::gateway::Service;
use crate::alibaba::gateway::{Call, Handler};
use crate::core::account::Account;
use crate::core::emulation::Emulation;
use crate::policy::Ask;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("AttachPolicyToRole", attachments::attach),
    ("CreatePolicy", policies::create),
    ("CreatePolicyVersion", versions::create),
    ("CreateRole", roles::create),
    ("DeletePolicy", policies::delete),
    ("DeleteRole", roles::delete),
    ("DetachPolicyFromRole", attachments::detach),
    ("GetPolicy", policies::get),
    ("GetRole", roles::get),
    ("ListEntitiesForPolicy", entities::list),
    ("ListPolicies", lists::list),
    ("ListPoliciesForRole", attachments::list_for_role),
    ("ListRoles", roles::list),
    ("ListTagResources", tags::list),
    ("TagResources", tags::tag),
    ("UntagResources", tags::untag),
    ("UpdateRole", roles::update),
];

/// The caller's account, once the caller's policies allow the action on `kind/name`.
fn allowed<'a>(emulation: &'a mut Emulation, call: &Call, kind: &str, name: &str) -> Result<&'a mut Account, Refusal> {
    let account = &call.caller.account;
    let action = format!("ram:{}", call.action);
    let resource = format!("acs:ram:*:{account}:{kind}/{name}");
    emulation.permit(&call.caller, Service::Ram, Ask { action: &action, resource: &resource })?;
    emulation.accounts.get_mut(account).ok_or_else(|| Refusal::gateway(500, "InternalError", "The account is unknown."))
}
