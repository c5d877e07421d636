//! A session of a role: its parameters and its credentials.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::alibaba::gateway::{Fields, Parameters, Refusal, fields};
use crate::alibaba::ids;
use crate::alibaba::ram::Role;
use crate::core::accounts::{Caller, Identity, SessionLimits};
use crate::core::time::to_seconds;
use crate::policy::Document;

/// The parameters of a session.
pub(super) struct Session {
    name: String,
    /// The policy that narrows the role.
    narrowing: Option<Document>,
}

impl Session {
    pub(super) fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        let name = session_name(parameters.required("RoleSessionName")?)?.to_owned();
        Ok(Self { name, narrowing: parameters.get("Policy").map(session_policy).transpose()? })
    }

    /// Creates credentials of the role for the requested time. Its answer is the only one that contains secrets: they
    /// are for the caller.
    pub(super) fn begin(
        self,
        account: &str,
        role: &Role,
        parameters: &Parameters,
        now: Timestamp,
    ) -> Result<(Caller, Fields), Refusal> {
        let range = 900..=role.max_session_seconds;
        let seconds = parameters.number("DurationSeconds", range).map_err(|_| {
            let message = format!("DurationSeconds must be a number from 900 to {}.", role.max_session_seconds);
            Refusal::gateway(400, "InvalidParameter.DurationSeconds", message)
        })?;
        let seconds = i64::try_from(seconds.unwrap_or(3600)).unwrap_or(3600);
        let expires = now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
        let (key_id, secret, token) = (ids::session_key_id(), ids::session_secret(), ids::session_token());
        let Self { name: session, narrowing } = self;
        let answer = fields(json!({
            "Credentials": {
                "AccessKeyId": key_id,
                "AccessKeySecret": secret.expose(),
                "SecurityToken": token.expose(),
                "Expiration": to_seconds(expires),
            },
            "AssumedRoleUser": {
                "Arn": format!("acs:ram::{account}:role/{}/{session}", role.name),
                "AssumedRoleId": format!("{}:{session}", role.id),
            },
        }));
        let caller = Caller {
            key_id,
            account: account.to_owned(),
            identity: Identity::Role { role: role.name.clone(), role_id: role.id.clone(), session, narrowing },
            secret,
            session: Some(SessionLimits { token, expires, requester: String::new() }),
        };
        Ok((caller, answer))
    }
}

fn session_name(name: &str) -> Result<&str, Refusal> {
    let length = (2..=64).contains(&name.len());
    if length && name.chars().all(|c| c.is_ascii_alphanumeric() || ".@-_".contains(c)) {
        return Ok(name);
    }
    let message = "RoleSessionName must have 2 to 64 letters, digits, '.', '@', '-' or '_'.";
    Err(Refusal::gateway(400, "InvalidParameter.RoleSessionName", message))
}

/// The account and the name in the ARN of a role.
pub(super) fn parse_arn(arn: &str) -> Result<(&str, &str), Refusal> {
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
