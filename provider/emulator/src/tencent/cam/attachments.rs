//! Attaching policies to roles, users and groups, and detaching them. Attaching a policy that is attached, and detaching
//! one that is not, succeed: no code for them is published.

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Outcome, Refusal, nothing};

use super::model::Attached;
use super::policies::{id_of, id_or_name};
use super::roles::{named, no_role};
use super::users::{no_user, user_of_uin};
use super::{Cam, allowed, validate};

/// Most policies of a role, a user or a group.
const ATTACHMENT_LIMIT: usize = 200;

pub(super) fn attach_to_role(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let name = named(cam, &call.caller.account, &call.parameters, "AttachRoleName", "AttachRoleId")?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    let policy = id_or_name(account, &call.parameters)?;
    let mut role = account.roles.get_mut(&name).ok_or_else(no_role)?;
    check_room(&role.attached, policy)?;
    role.attached.entry(policy).or_insert(context.now);
    nothing()
}

pub(super) fn detach_from_role(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let name = named(cam, &call.caller.account, &call.parameters, "DetachRoleName", "DetachRoleId")?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    let policy = id_or_name(account, &call.parameters)?;
    let mut role = account.roles.get_mut(&name).ok_or_else(no_role)?;
    if role.attached.contains_key(&policy) {
        role.attached.remove(&policy);
    }
    nothing()
}

pub(super) fn attach_to_user(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let resource = format!("uin/{}", number(call, "AttachUin"));
    allowed(cam, call, &resource)?;
    let (policy, name) = (id_of(call)?, user_of_uin(cam, call, "AttachUin")?);
    let account = allowed(cam, call, &resource)?;
    if !account.has_policy(policy) {
        return Err(validate::invalid("PolicyIdNotExist", "The policy does not exist."));
    }
    let mut user = account.users.get_mut(&name).ok_or_else(no_user)?;
    check_room(&user.attached, policy)?;
    user.attached.entry(policy).or_insert(context.now);
    nothing()
}

pub(super) fn detach_from_user(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let resource = format!("uin/{}", number(call, "DetachUin"));
    allowed(cam, call, &resource)?;
    let (policy, name) = (id_of(call)?, user_of_uin(cam, call, "DetachUin")?);
    let account = allowed(cam, call, &resource)?;
    let mut user = account.users.get_mut(&name).ok_or_else(no_user)?;
    user.attached.remove(&policy);
    nothing()
}

pub(super) fn attach_to_group(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let (policy, group) = (id_of(call)?, number(call, "AttachGroupId"));
    let account = allowed(cam, call, &format!("groupid/{group}"))?;
    if !account.has_policy(policy) {
        return Err(validate::invalid("PolicyIdNotExist", "The policy does not exist."));
    }
    let mut group = account.groups.get_mut(&group).ok_or_else(no_group)?;
    check_room(&group.attached, policy)?;
    group.attached.entry(policy).or_insert(context.now);
    nothing()
}

pub(super) fn detach_from_group(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let (policy, group) = (id_of(call)?, number(call, "DetachGroupId"));
    let account = allowed(cam, call, &format!("groupid/{group}"))?;
    let mut group = account.groups.get_mut(&group).ok_or_else(no_group)?;
    group.attached.remove(&policy);
    nothing()
}

/// Whether there is room for another policy.
fn check_room(attached: &Attached, policy: u64) -> Result<(), Refusal> {
    if attached.len() >= ATTACHMENT_LIMIT && !attached.contains_key(&policy) {
        let message = format!("At most {ATTACHMENT_LIMIT} policies can be attached.");
        return Err(validate::invalid("AttachmentFull", message));
    }
    Ok(())
}

fn number(call: &Call, name: &str) -> String {
    call.parameters.number(name).unwrap_or_default().to_string()
}

pub(super) fn no_group() -> Refusal {
    validate::invalid("GroupNotExist", "The group does not exist.")
}
