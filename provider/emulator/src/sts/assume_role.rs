//! AssumeRole: temporary credentials of a role, if both the caller's policies and the role's trust policy agree.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::answer::{Outcome, Refusal, fields};
use crate::emulation::Emulation;
use crate::exchange::Call;
use crate::ids;
use crate::policy::{Actor, Ask, Decision, Document, trust_decides};
use crate::ram::Role;
use crate::request::Service;
use crate::time::to_seconds;
use crate::verify::{Caller, Identity, SessionLimits};

pub(super) fn assume_role(emulation: &mut Emulation, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let arn = parameters.required("RoleArn")?;
    let session = session_name(parameters.required("RoleSessionName")?)?;
    if matches!(call.caller.identity, Identity::Root) {
        return Err(Refusal::gateway(403, "NoPermission", "Roles may not be assumed by root accounts."));
    }
    let (account, name) = parse_arn(arn)?;
    let narrowing = parameters.get("Policy").map(session_policy).transpose()?;
    let external_id = parameters.get("ExternalId");
    let ask = Ask { action: "sts:AssumeRole", resource: &format!("acs:ram:*:{account}:role/{name}") };
    emulation.permit(&call.caller, Service::Sts, ask)?;
    let role = emulation
        .accounts
        .get(account)
        .and_then(|it| it.roles.get(name))
        .ok_or_else(|| Refusal::gateway(404, "EntityNotExist.Role", "The specified Role not exists."))?;
    if trust_decides(&role.trust, &actor(&call.caller), external_id) != Decision::Allowed {
        let message = "You are not authorized to do this action. You should be authorized by RAM.";
        return Err(Refusal::gateway(403, "NoPermission", message));
    }
    let range = 900..=role.max_session_seconds;
    let seconds = parameters.number("DurationSeconds", range).map_err(|_| {
        let message = format!("DurationSeconds must be a number from 900 to {}.", role.max_session_seconds);
        Refusal::gateway(400, "InvalidParameter.DurationSeconds", message)
    })?;
    let seconds = i64::try_from(seconds.unwrap_or(3600)).unwrap_or(3600);
    let expires = emulation.now().saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
    let caller = temporary(account, role, session, narrowing, expires);
    let answer = answer(&caller, role, session, expires);
    emulation.keys.insert(caller.key_id.clone(), caller);
    Ok(answer)
}

fn temporary(account: &str, role: &Role, session: &str, narrowing: Option<Document>, expires: Timestamp) -> Caller {
    Caller {
        key_id: ids::session_key_id(),
        account: account.to_owned(),
        identity: Identity::Role {
            role: role.name.clone(),
            role_id: role.id.clone(),
            session: session.to_owned(),
            narrowing,
        },
        secret: ids::session_secret(),
        session: Some(SessionLimits { token: ids::session_token(), expires }),
    }
}

/// The one answer that hands out secrets: to the caller they were made for.
fn answer(caller: &Caller, role: &Role, session: &str, expires: Timestamp) -> crate::answer::Fields {
    let token = caller.session.as_ref().map(|limits| limits.token.expose()).unwrap_or_default();
    fields(json!({
        "Credentials": {
            "AccessKeyId": caller.key_id,
            "AccessKeySecret": caller.secret.expose(),
            "SecurityToken": token,
            "Expiration": to_seconds(expires),
        },
        "AssumedRoleUser": {
            "Arn": format!("acs:ram::{}:role/{}/{session}", caller.account, role.name),
            "AssumedRoleId": format!("{}:{session}", role.id),
        },
    }))
}

/// The names a trust policy can call this caller by.
fn actor(caller: &Caller) -> Actor {
    let account = &caller.account;
    let own = match &caller.identity {
        Identity::Root => None,
        Identity::User { name, .. } => Some(format!("acs:ram::{account}:user/{name}")),
        Identity::Role { role, .. } => Some(format!("acs:ram::{account}:role/{role}")),
    };
    Actor::Ram(std::iter::once(format!("acs:ram::{account}:root")).chain(own).collect())
}

fn session_name(name: &str) -> Result<&str, Refusal> {
    let length = (2..=64).contains(&name.len());
    if length && name.chars().all(|c| c.is_ascii_alphanumeric() || ".@-_".contains(c)) {
        return Ok(name);
    }
    let message = "RoleSessionName must have 2 to 64 letters, digits, '.', '@', '-' or '_'.";
    Err(Refusal::gateway(400, "InvalidParameter.RoleSessionName", message))
}

fn parse_arn(arn: &str) -> Result<(&str, &str), Refusal> {
    let parts = arn.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(":role/"));
    parts.filter(|(account, name)| !account.is_empty() && !name.is_empty()).ok_or_else(|| {
        Refusal::gateway(
            400,
            "InvalidParameter.RoleArn",
            "RoleArn must be of the form acs:ram::<account id>:role/<name>.",
        )
    })
}

fn session_policy(text: &str) -> Result<Document, Refusal> {
    let wrong = |what: String| Refusal::gateway(400, "InvalidParameter.PolicyGrammar", what);
    if text.len() > 2048 {
        return Err(wrong("The session policy is longer than 2048 characters.".to_owned()));
    }
    Document::permission(text).map_err(|error| wrong(format!("The session policy is malformed: {error}.")))
}
