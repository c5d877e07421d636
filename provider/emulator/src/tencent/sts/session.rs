//! The sessions of roles: the role that a call names, and its temporary credentials.

use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::core::accounts::{Caller, Identity, SessionLimits};
use crate::core::time::to_seconds;
use crate::policy::Document;
use crate::tencent::cam::Role;
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Fields, Refusal, fields};
use crate::tencent::ids;

/// Longest session policy, in characters.
const POLICY_LIMIT: usize = 2048;

/// The time of a session when the call names none.
const USUAL_SECONDS: i64 = 7200;

/// Creates a session of the role, and the answer with its credentials. `requester` is the UIN that asks for it.
pub(super) fn begin(
    arn: &RoleArn,
    role: &Role,
    parameters: &Fields,
    requester: String,
    now: Timestamp,
) -> Result<(Caller, serde_json::Map<String, serde_json::Value>), Refusal> {
    let session = session_name(parameters.required("RoleSessionName")?)?;
    let narrowing = parameters.get("Policy").map(|text| session_policy(text, &arn.account)).transpose()?;
    let expires = expiry(parameters, role, now)?;
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
        session: Some(SessionLimits { token: ids::session_token(), expires, requester }),
    };
    let answer = answer(&caller);
    Ok((caller, answer))
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
pub(super) struct RoleArn {
    pub(super) text: String,
    pub(super) account: String,
    name: Option<String>,
    id: Option<String>,
}

impl RoleArn {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
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

pub(super) fn find<'a>(context: CallContext<'a>, arn: &RoleArn) -> Option<&'a Role> {
    let role = context.cam.role_by(&arn.account, arn.name.as_deref(), arn.id.as_deref());
    role.filter(|role| !context.hides_from_details(&arn.account, &role.name))
}

pub(super) fn session_name(name: &str) -> Result<&str, Refusal> {
    let valid = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    if (2..=128).contains(&name.len()) && name.chars().all(valid) {
        return Ok(name);
    }
    let message = "RoleSessionName must have 2 to 128 letters, digits or characters of +=,.@_-.";
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
