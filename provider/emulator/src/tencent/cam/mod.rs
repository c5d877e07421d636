//! CAM 2019-01-16: roles, users, groups, policies and attachments, and the evaluation of policies.

mod access;
mod attachments;
mod entities;
mod lists;
mod model;
mod policies;
mod presets;
mod role_changes;
mod roles;
mod shown;
mod store;
mod tagged;
mod tags;
mod users;
mod validate;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use crate::core::accounts::{Accounts, Caller, Identity};
use crate::core::cloud::Context;
use crate::core::tracked::Tracked;
use crate::core::world::{TencentAccount, TencentGroup};
use crate::policy::Ask;

use super::gateway::{Call, Outcome, Refusal};
use model::{CustomPolicy, Group, User};

pub(crate) use access::not_authorized;
pub(crate) use model::Role;
pub(crate) use presets::Presets;
pub(crate) use tagged::merge;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Cam, Context<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("AddUser", users::add),
    ("AttachGroupPolicy", attachments::attach_to_group),
    ("AttachRolePolicy", attachments::attach_to_role),
    ("AttachUserPolicy", attachments::attach_to_user),
    ("CreatePolicy", policies::create),
    ("CreateRole", roles::create),
    ("DeletePolicy", policies::delete),
    ("DeleteRole", roles::delete),
    ("DeleteUser", users::delete),
    ("DescribeRoleList", roles::list),
    ("DescribeSubAccounts", users::describe),
    ("DetachGroupPolicy", attachments::detach_from_group),
    ("DetachRolePolicy", attachments::detach_from_role),
    ("DetachUserPolicy", attachments::detach_from_user),
    ("GetPolicy", policies::get),
    ("GetRole", roles::get),
    ("GetUser", users::get),
    ("GetUserAppId", users::app_id),
    ("ListAttachedGroupPolicies", lists::of_group),
    ("ListAttachedRolePolicies", lists::of_role),
    ("ListAttachedUserPolicies", lists::of_user),
    ("ListEntitiesForPolicy", entities::list),
    ("ListPolicies", lists::policies),
    ("TagRole", role_changes::tag),
    ("UntagRole", role_changes::untag),
    ("UpdateAssumeRolePolicy", role_changes::trust),
    ("UpdatePolicy", policies::update),
    ("UpdateRoleConsoleLogin", role_changes::console_login),
    ("UpdateRoleDescription", role_changes::description),
    ("UpdateRoleSessionDuration", role_changes::session_duration),
    ("UpdateUser", users::update),
];

/// The objects of all accounts.
pub(crate) struct Cam {
    accounts: BTreeMap<String, CamAccount>,
    /// The keys that calls have created, by their IDs.
    keys: HashMap<String, Arc<Caller>>,
}

/// What CAM holds for one root account.
struct CamAccount {
    uin: String,
    /// By name.
    roles: Tracked<Role>,
    /// By ID.
    policies: Tracked<CustomPolicy>,
    /// By name.
    users: Tracked<User>,
    /// By ID.
    groups: Tracked<Group>,
}

impl Cam {
    /// The users, groups and policies of the world, without roles.
    pub(crate) fn new(accounts: &Accounts, now: Timestamp) -> Self {
        let of_account = |account: &TencentAccount| (account.uin.clone(), CamAccount::of_world(account, now));
        Self { accounts: accounts.tencent_accounts().map(of_account).collect(), keys: HashMap::new() }
    }

    /// The caller that a key which a call has created belongs to.
    pub(crate) fn key(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.keys.get(key_id)
    }

    pub(crate) fn role(&self, account: &str, name: &str) -> Option<&Role> {
        self.accounts.get(account)?.roles.get(name)
    }

    /// A role by its name or by its ID.
    pub(crate) fn role_by(&self, account: &str, name: Option<&str>, id: Option<&str>) -> Option<&Role> {
        let account = self.accounts.get(account)?;
        match (name, id) {
            (Some(name), _) => account.roles.get(name),
            (None, Some(id)) => account.roles.values().find(|role| role.id.to_string() == id),
            (None, None) => None,
        }
    }

    /// Whether the role of a session, or the user of a key, still exists. A new role of the same name is another role.
    pub(crate) fn has_identity_of(&self, caller: &Caller) -> bool {
        let Some(account) = self.accounts.get(&caller.account) else { return false };
        match &caller.identity {
            Identity::Root => true,
            Identity::Role { role, role_id, .. } => {
                account.roles.get(role).is_some_and(|existing| existing.id.to_string() == *role_id)
            }
            Identity::User { name, user_id, .. } => {
                account.users.get(name).is_some_and(|existing| existing.uin == *user_id)
            }
        }
    }

    pub(crate) fn count_roles(&self, account: &str) -> usize {
        self.accounts.get(account).map_or(0, |account| account.roles.len())
    }

    /// Whether a UIN is one of a root account or of a user.
    fn knows_uin(&self, uin: &str) -> bool {
        self.accounts.contains_key(uin)
            || self.accounts.values().any(|account| account.users.values().any(|user| user.uin == uin))
    }
}

impl CamAccount {
    fn of_world(account: &TencentAccount, now: Timestamp) -> Self {
        let mut policies = Tracked::of([]);
        let mut ids = BTreeMap::new();
        for (id, (name, document)) in (200_000_001_u64..).zip(&account.policies) {
            ids.insert(name.clone(), id);
            let stored = CustomPolicy::new(id, name, document.clone(), "", now);
            policies.put(id.to_string(), stored);
        }
        let presets = Presets::builtin();
        let id_of = |name: &String| ids.get(name).copied().or_else(|| presets.named(name).map(|preset| preset.id));
        let attached = |names: &[String]| names.iter().filter_map(id_of).map(|id| (id, now)).collect();
        let groups = account.groups.iter().map(|group| {
            let attached = attached(&group.policies);
            (group.id.to_string(), Group { id: group.id, name: group.name.clone(), attached })
        });
        let users = (1_000_001_u64..).zip(&account.users).map(|(uid, user)| {
            let of_user = |group: &&TencentGroup| user.groups.contains(&group.name);
            let groups = account.groups.iter().filter(of_user).map(|group| group.id).collect();
            let user = User::new(&user.name, &user.uin, uid, now).in_groups(groups, attached(&user.policies));
            (user.name.clone(), user)
        });
        Self {
            uin: account.uin.clone(),
            roles: Tracked::of([]),
            policies,
            users: Tracked::of(users.collect::<Vec<_>>()),
            groups: Tracked::of(groups.collect::<Vec<_>>()),
        }
    }
}

/// The caller's account, if the caller's policies allow the action on a resource of CAM, like `roleName/NAME`.
fn allowed<'a>(cam: &'a mut Cam, call: &Call, resource: &str) -> Result<&'a mut CamAccount, Refusal> {
    let account = &call.caller.account;
    let action = format!("cam:{}", call.action);
    let resource = format!("qcs::cam::uin/{account}:{resource}");
    cam.permit(&call.caller, Ask { action: &action, resource: &resource, circumstances: &call.circumstances })?;
    cam.accounts.get_mut(account).ok_or_else(|| Refusal::new("InternalError.SystemError", "The account is unknown."))
}
