//! Changes of a role: UpdateAssumeRolePolicy, UpdateRoleDescription, UpdateRoleConsoleLogin, UpdateRoleSessionDuration,
//! TagRole, UntagRole.

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Outcome, Refusal, nothing};

use super::model::Role;
use super::roles::{known_principals, name_of, no_role};
use super::tagged::merge;
use super::{Cam, allowed, validate};

pub(super) fn trust(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let text = call.parameters.required("PolicyDocument")?;
    let document = validate::trust(text, &call.caller.account)?;
    known_principals(cam, text)?;
    change(cam, context, call, |role| role.trust = document)
}

pub(super) fn description(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let description = validate::description(call.parameters.text("Description"))?;
    change(cam, context, call, |role| role.description = description)
}

pub(super) fn console_login(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let login = validate::flag(&call.parameters, "ConsoleLogin")?.ok_or_else(|| Refusal::missing("ConsoleLogin"))?;
    change(cam, context, call, |role| role.console_login = login)
}

pub(super) fn session_duration(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let seconds = validate::session_seconds(&call.parameters)?.ok_or_else(|| Refusal::missing("SessionDuration"))?;
    change(cam, context, call, |role| role.session_seconds = seconds)
}

pub(super) fn tag(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let tags = validate::tags(&call.parameters, "Tags")?;
    change(cam, context, call, |role| merge(&mut role.tags, tags))
}

pub(super) fn untag(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    permit(cam, call)?;
    let keys = call.parameters.texts("TagKeys");
    change(cam, context, call, |role| role.tags.retain(|(key, _)| !keys.contains(&key.as_str())))
}

/// Before the values are checked, so that a caller without the permission learns nothing.
fn permit(cam: &mut Cam, call: &Call) -> Result<(), Refusal> {
    let name = name_of(cam, call)?;
    allowed(cam, call, &format!("roleName/{name}")).map(|_| ())
}

fn change(cam: &mut Cam, context: Context<'_>, call: &Call, how: impl FnOnce(&mut Role)) -> Outcome {
    let name = name_of(cam, call)?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    let mut role = account.roles.get_mut(&name).ok_or_else(no_role)?;
    how(&mut role);
    role.updated = context.now;
    nothing()
}
