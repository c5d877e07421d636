//! What was asked for and until when it was granted: all that renew and close have to know. It holds no secret.

use alibaba::sts::AssumeRole;
use jiff::{SignedDuration, Timestamp};
use tfplugin::private::Private;

use super::model::Credentials;

/// Name of a session nobody named, as in the provider block.
const SESSION_NAME: &str = "terraform";
/// The shortest session there is: of one that nobody uses.
const SHORTEST: i64 = 900;
/// So long before the end it is looked whether the role can still be assumed.
const BEFORE_END: SignedDuration = SignedDuration::from_mins(5);
/// So long after the end it is told. Cores may come a minute early.
const AFTER_END: SignedDuration = SignedDuration::from_secs(90);

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
    /// The grant that answers a request.
    pub(super) fn of(request: &AssumeRole, expires: Timestamp) -> Self {
        Self {
            role_arn: request.role_arn.clone(),
            session_name: request.role_session_name.clone(),
            external_id: request.external_id.clone(),
            policy: request.policy.clone(),
            expires,
        }
    }

    /// When to look whether the role can still be assumed.
    pub(super) fn check_at(&self) -> Timestamp {
        self.expires.saturating_sub(BEFORE_END).unwrap_or(self.expires)
    }

    /// When to tell that the credentials are over.
    pub(super) fn over_at(&self) -> Timestamp {
        self.expires.saturating_add(AFTER_END).unwrap_or(self.expires)
    }

    /// The same once more, for the shortest time.
    pub(super) fn again(&self) -> AssumeRole {
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
    fn what_is_remembered_is_read_and_asked_for_again() {
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
            assert_eq!(grant.again().parameters(), shortest.parameters());
        }
        assert_eq!(Grant::from_private(&Private::default()), None);
    }

    #[test]
    fn the_role_is_looked_at_before_the_end_and_the_end_told_after_it() {
        let grant = grant(&Credentials::default());
        assert_eq!(grant.check_at().to_string(), "2026-01-01T11:55:00Z");
        assert_eq!(grant.over_at().to_string(), "2026-01-01T12:01:30Z");
    }
}
