//! AssumeRole: temporary credentials of a role, if both the caller's policies and the role's trust policy allow it.

use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::core::accounts::{Caller, Identity, SessionLimits};
use crate::core::time::to_seconds;
use crate::policy::{Actor, Ask, Decision, Document, trust_decides};
use crate::tencent::cam::{Role, not_authorized};
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::tencent::ids;

use crate::tencent::sessions::Sessions;

/// Longest session policy, in characters.
const POLICY_LIMIT: usize = 2048;

/// The time of a session when the call names none.
const USUAL_SECONDS: i64 = 7200;

pub(super) fn assume_role(sessions: &mut Sessions, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let arn = RoleArn::read(parameters.required("RoleArn")?)?;
    let session = session_name(parameters.required("RoleSessionName")?)?;
    let external_id = parameters.get("ExternalId").map(external_id).transpose()?;
    let role = find(context, &arn);
    permit(context, call, &arn, role)?;
    let role = role.ok_or_else(|| Refusal::new("InternalError.GetRoleError", "role not exist"))?;
    if trust_decides(&role.trust, &actor(&call.caller), &call.circumstances, external_id) != Decision::Allowed {
        let message = "The role does not trust the caller, or the external ID is missing or wrong.";
        return Err(Refusal::new("UnauthorizedOperation", message));
    }
    let narrowing = parameters.get("Policy").map(|text| session_policy(text, &arn.account)).transpose()?;
    let expires = expiry(parameters, role, context.now)?;
    let caller = Caller {
        key_id: ids::session_key_id(),
        account: arn.account.clone(),
        identity: Identity::Role {
            role: role.name.clone(),
            role_id: role.id.to_string(),
            session: session.to_owned(),
            narrowing,
        },
        secret: ids::key_secret(),
        session: Some(SessionLimits { token: ids::session_token(), expires, requester: requester(&call.caller) }),
    };
    let answer = answer(&caller);
    sessions.add(caller, context.now);
    Ok(answer)
}

/// The only answer that contains secrets: they are for the caller.
fn answer(caller: &Caller) -> serde_json::Map<String, serde_json::Value> {
    let (token, expires) = caller.session.as_ref().map_or(("", Timestamp::MIN), |it| (it.token.expose(), it.expires));
    fields(json!({
        "Credentials": {
            "Token": token,
            "TmpSecretId": caller.key_id,
            "TmpSecretKey": caller.secret.expose(),
        },
        "ExpiredTime": expires.as_second(),
        "Expiration": to_seconds(expires),
    }))
}

/// The name of a role: `qcs::cam::uin/<uin>:roleName/<name>` or `qcs::cam::uin/<uin>:role/<ID>`.
struct RoleArn {
    text: String,
    account: String,
    name: Option<String>,
    id: Option<String>,
}

impl RoleArn {
    fn read(text: &str) -> Result<Self, Refusal> {
        let parts = text.strip_prefix("qcs::cam::uin/").and_then(|rest| rest.split_once(':'));
        let (account, role) = parts.ok_or_else(wrong_arn)?;
        let (name, id) = (role.strip_prefix("roleName/"), role.strip_prefix("role/"));
        if name.or(id).is_none_or(str::is_empty) {
            return Err(wrong_arn());
        }
        let owned = |part: Option<&str>| part.map(str::to_owned);
        Ok(Self { text: text.to_owned(), account: account.to_owned(), name: owned(name), id: owned(id) })
    }
}

fn wrong_arn() -> Refusal {
    let message = "RoleArn must be qcs::cam::uin/<UIN>:roleName/<name> or qcs::cam::uin/<UIN>:role/<ID>.";
    Refusal::new("InvalidParameter.ParamError", message)
}

fn find<'a>(context: CallContext<'a>, arn: &RoleArn) -> Option<&'a Role> {
    let role = context.cam.role_by(&arn.account, arn.name.as_deref(), arn.id.as_deref());
    role.filter(|role| !context.hides_from_details(&arn.account, &role.name))
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

fn session_name(name: &str) -> Result<&str, Refusal> {
    let valid = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    if (2..=128).contains(&name.len()) && name.chars().all(valid) {
        return Ok(name);
    }
    let message = "RoleSessionName must have 2 to 128 letters, digits or characters of +=,.@_-.";
    Err(Refusal::new("InvalidParameter.ParamError", message))
}

fn external_id(id: &str) -> Result<&str, Refusal> {
    let valid = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
    if (2..=128).contains(&id.len()) && id.chars().all(valid) {
        return Ok(id);
    }
    let message = "ExternalId must have 2 to 128 letters, digits or characters of _+=,.@:/-.";
    Err(Refusal::new("InvalidParameter.ParamError", message))
}

fn expiry(parameters: &Fields, role: &Role, now: Timestamp) -> Result<Timestamp, Refusal> {
    let seconds = parameters.number("DurationSeconds").unwrap_or(USUAL_SECONDS.min(role.session_seconds));
    if !(1..=role.session_seconds).contains(&seconds) {
        let message = format!("DurationSeconds must be a number from 1 to {}.", role.session_seconds);
        return Err(Refusal::new("InvalidParameter.OverTimeError", message));
    }
    Ok(now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX))
}

/// The session policy. It is percent-encoded, but clients send it as plain JSON, too.
fn session_policy(text: &str, account: &str) -> Result<Document, Refusal> {
    let plain = if text.trim_start().starts_with('{') {
        text.to_owned()
    } else {
        percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
    };
    if plain.chars().count() > POLICY_LIMIT {
        let message = format!("The policy has more than {POLICY_LIMIT} characters.");
        return Err(Refusal::new("InvalidParameter.PolicyTooLong", message));
    }
    Document::cam_permission(&plain, account).map_err(|error| {
        Refusal::new("InvalidParameter.StrategyFormatError", format!("The policy is not valid: {error}."))
    })
}
