//! The requests for a session of a role.

use alibaba::sts::AssumeRole;
use jiff::Timestamp;

use super::model::Credentials;
use crate::ephemeral::role_session::{Grant, SESSION_NAME};

/// The shortest possible session, for credentials that are not used.
const SHORTEST: i64 = 900;

/// The session that a request created.
pub(super) fn grant_of(request: &AssumeRole, expires: Timestamp) -> Grant {
    Grant {
        role_arn: request.role_arn.clone(),
        session_name: request.role_session_name.clone(),
        external_id: request.external_id.clone(),
        policy: request.policy.clone(),
        expires,
    }
}

/// A request for the same session with the shortest duration.
pub(super) fn check_request(grant: &Grant) -> AssumeRole {
    AssumeRole {
        role_arn: grant.role_arn.clone(),
        role_session_name: grant.session_name.clone(),
        duration_seconds: Some(SHORTEST),
        policy: grant.policy.clone(),
        external_id: grant.external_id.clone(),
    }
}

/// What to ask STS for.
pub(super) fn request(config: &Credentials) -> AssumeRole {
    AssumeRole {
        role_arn: config.role_arn.or(String::new()),
        role_session_name: config.session_name.or(SESSION_NAME.to_owned()),
        duration_seconds: config.duration_seconds.get().copied(),
        policy: config.policy.clone().into_option(),
        external_id: config.external_id.clone().into_option(),
    }
}

#[cfg(test)]
mod tests {
    use alibaba::Action;

    use super::*;

    #[test]
    fn a_session_is_requested_again() {
        let plain = Credentials { role_arn: "acs:ram::1234567890123456:role/a".into(), ..Credentials::default() };
        let full = Credentials {
            session_name: "ci".into(),
            duration_seconds: 7200.into(),
            external_id: "x1".into(),
            policy: "{}".into(),
            ..plain.clone()
        };
        for config in [plain, full] {
            let grant = grant_of(&request(&config), "2026-01-01T12:00:00Z".parse().unwrap());
            let shortest = AssumeRole { duration_seconds: Some(900), ..request(&config) };
            assert_eq!(check_request(&grant).parameters(), shortest.parameters());
        }
    }
}
