//! The session of a role: its request and its expiration, which renew and close need. It holds no secret.

use alibaba::sts::AssumeRole;
use jiff::{SignedDuration, Timestamp};
use tfplugin::private::Private;

use super::model::Credentials;

/// Default name of a session, the same as in the provider block.
const SESSION_NAME: &str = "terraform";
/// The shortest possible session, for credentials that are not used.
const SHORTEST: i64 = 900;
/// Time before the expiration at which the provider checks whether the role can still be assumed.
const CHECK_BEFORE: SignedDuration = SignedDuration::from_mins(5);
/// Time after the expiration at which the provider reports it. Terraform may call up to a minute early.
const REPORT_AFTER: SignedDuration = SignedDuration::from_secs(90);

/// A session of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) role_arn: String,
    session_name: String,
    external_id: Option<String>,
    policy: Option<String>,
    pub(super) expires: Timestamp,
}

impl Grant {
    /// The session that a request created.
    pub(super) fn of(request: &AssumeRole, expires: Timestamp) -> Self {
        Self {
            role_arn: request.role_arn.clone(),
            session_name: request.role_session_name.clone(),
            external_id: request.external_id.clone(),
            policy: request.policy.clone(),
            expires,
        }
    }

    /// When to check whether the role can still be assumed.
    pub(super) fn check_at(&self) -> Timestamp {
        self.expires.saturating_sub(CHECK_BEFORE).unwrap_or(self.expires)
    }

    /// When to report that the credentials have expired.
    pub(super) fn report_at(&self) -> Timestamp {
        self.expires.saturating_add(REPORT_AFTER).unwrap_or(self.expires)
    }

    /// A request for the same session with the shortest duration.
    pub(super) fn check_request(&self) -> AssumeRole {
        AssumeRole {
            role_arn: self.role_arn.clone(),
            role_session_name: self.session_name.clone(),
            duration_seconds: Some(SHORTEST),
            policy: self.policy.clone(),
            external_id: self.external_id.clone(),
        }
    }

    pub(super) fn to_private(&self) -> Private {
        let mut private = Private::default();
        private.set("role_arn", self.role_arn.as_str());
        private.set("session_name", self.session_name.as_str());
        private.set("external_id", self.external_id.clone());
        private.set("policy", self.policy.clone());
        private.set("expires", self.expires.to_string());
        private
    }

    pub(super) fn from_private(private: &Private) -> Option<Self> {
        let text = |name: &str| private.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        Some(Self {
            role_arn: text("role_arn")?,
            session_name: text("session_name")?,
            external_id: text("external_id"),
            policy: text("policy"),
            expires: text("expires")?.parse().ok()?,
        })
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

    fn grant(config: &Credentials) -> Grant {
        Grant::of(&request(config), "2026-01-01T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_stored_session_is_read_and_requested_again() {
        let plain = Credentials { role_arn: "acs:ram::1234567890123456:role/a".into(), ..Credentials::default() };
        let full = Credentials {
            session_name: "ci".into(),
            duration_seconds: 7200.into(),
            external_id: "x1".into(),
            policy: "{}".into(),
            ..plain.clone()
        };
        for config in [plain, full] {
            let grant = grant(&config);
            assert_eq!(Grant::from_private(&grant.to_private()).as_ref(), Some(&grant));
            let shortest = AssumeRole { duration_seconds: Some(900), ..request(&config) };
            assert_eq!(grant.check_request().parameters(), shortest.parameters());
        }
        assert_eq!(Grant::from_private(&Private::default()), None);
    }

    #[test]
    fn the_role_is_checked_before_the_expiration_and_the_expiration_reported_after_it() {
        let grant = grant(&Credentials::default());
        assert_eq!(grant.check_at().to_string(), "2026-01-01T11:55:00Z");
        assert_eq!(grant.report_at().to_string(), "2026-01-01T12:01:30Z");
    }
}
