//! AssumeRole: temporary credentials of a role, if both the caller's policies and the role's trust policy allow it.

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Outcome, Refusal, Service};
use crate::core::accounts::{Caller, Identity};
use crate::policy::{Actor, Ask, Decision, trust_decides};

use super::Sts;
use super::session::{Session, parse_arn};

pub(super) fn assume_role(sts: &mut Sts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let arn = parameters.required("RoleArn")?;
    let session = Session::read(parameters)?;
    if matches!(call.caller.identity, Identity::Root) {
        return Err(Refusal::gateway(403, "NoPermission", "Roles may not be assumed by root accounts."));
    }
    let (account, name) = parse_arn(arn)?;
    let external_id = parameters.get("ExternalId");
    let resource = format!("acs:ram:*:{account}:role/{name}");
    let ask = Ask { action: "sts:AssumeRole", resource: &resource, circumstances: &call.circumstances };
    context.permit(&call.caller, Service::Sts, ask)?;
    let role = context
        .role(account, name)
        .ok_or_else(|| Refusal::gateway(404, "EntityNotExist.Role", "The specified Role not exists."))?;
    if trust_decides(&role.trust, &actor(&call.caller), &call.circumstances, external_id) != Decision::Allowed {
        let message = "You are not authorized to do this action. You should be authorized by RAM.";
        return Err(Refusal::gateway(403, "NoPermission", message));
    }
    let (caller, answer) = session.begin(account, role, parameters, context.now)?;
    sts.add(caller, context.now);
    Ok(answer)
}

/// The names by which a trust policy can name this caller.
fn actor(caller: &Caller) -> Actor {
    let account = &caller.account;
    let own = match &caller.identity {
        Identity::Root => None,
        Identity::User { name, .. } => Some(format!("acs:ram::{account}:user/{name}")),
        Identity::Role { role, .. } => Some(format!("acs:ram::{account}:role/{role}")),
    };
    Actor::Ram(std::iter::once(format!("acs:ram::{account}:root")).chain(own).collect())
}
