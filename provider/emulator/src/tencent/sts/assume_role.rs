//! AssumeRole: temporary credentials of a role, if both the caller's policies and the role's trust policy allow it.

use crate::core::accounts::{Caller, Identity};
use crate::policy::{Actor, Ask, Decision, trust_decides};
use crate::tencent::cam::{Role, not_authorized};
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, Refusal};
use crate::tencent::sessions::Sessions;

use super::session::{RoleArn, begin, find, session_name};

pub(super) fn assume_role(sessions: &mut Sessions, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let arn = RoleArn::read(parameters.required("RoleArn")?)?;
    session_name(parameters.required("RoleSessionName")?)?;
    let external_id = parameters.get("ExternalId").map(external_id).transpose()?;
    let role = find(context, &arn);
    permit(context, call, &arn, role)?;
    let role = role.ok_or_else(|| Refusal::new("InternalError.GetRoleError", "role not exist"))?;
    if trust_decides(&role.trust, &actor(&call.caller), &call.circumstances, external_id) != Decision::Allowed {
        let message = "The role does not trust the caller, or the external ID is missing or wrong.";
        return Err(Refusal::new("UnauthorizedOperation", message));
    }
    let (caller, answer) = begin(&arn, role, parameters, requester(&call.caller), context.now)?;
    sessions.add(caller, context.now);
    Ok(answer)
}

/// A policy can name the role by its name or by its ID, whichever form the call has.
fn permit(context: CallContext<'_>, call: &Call, arn: &RoleArn, role: Option<&Role>) -> Result<(), Refusal> {
    let mut names = vec![arn.text.clone()];
    if let Some(role) = role {
        names.push(role.arn(&arn.account));
        names.push(format!("qcs::cam::uin/{}:role/{}", arn.account, role.id));
    }
    let decisions = names.iter().map(|resource| {
        let ask = Ask { action: "sts:AssumeRole", resource, circumstances: &call.circumstances };
        context.cam.permission(&call.caller, ask)
    });
    let decisions: Vec<Decision> = decisions.collect();
    if decisions.contains(&Decision::Allowed) && !decisions.contains(&Decision::Denied) {
        return Ok(());
    }
    Err(not_authorized("sts:AssumeRole", role.map_or(&arn.text, |_| &names[1])))
}

/// The names by which a trust policy can name this caller.
pub(super) fn actor(caller: &Caller) -> Actor {
    let account = &caller.account;
    let own = match &caller.identity {
        Identity::Root => None,
        Identity::User { user_id, .. } => Some(format!("qcs::cam::uin/{account}:uin/{user_id}")),
        Identity::Role { role, .. } => Some(format!("qcs::cam::uin/{account}:roleName/{role}")),
    };
    Actor::Ram(std::iter::once(format!("qcs::cam::uin/{account}:root")).chain(own).collect())
}

/// The UIN that asks for the session.
fn requester(caller: &Caller) -> String {
    match (&caller.identity, &caller.session) {
        (Identity::User { user_id, .. }, _) => user_id.clone(),
        (Identity::Role { .. }, Some(session)) => session.requester.clone(),
        _ => caller.account.clone(),
    }
}

fn external_id(id: &str) -> Result<&str, Refusal> {
    let valid = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
    if (2..=128).contains(&id.len()) && id.chars().all(valid) {
        return Ok(id);
    }
    let message = "ExternalId must have 2 to 128 letters, digits or characters of _+=,.@:/-.";
    Err(Refusal::new("InvalidParameter.ParamError", message))
}
