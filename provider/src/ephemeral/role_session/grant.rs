//! The session of a role: its request and its expiration, which renew and close need. It holds no key.

use jiff::{SignedDuration, Timestamp};
use tfplugin::private::Private;

/// Default name of a session, the same as in the provider block.
pub(in crate::ephemeral) const SESSION_NAME: &str = "terraform";
/// Time before the expiration at which the provider checks whether the role can still be assumed.
const CHECK_BEFORE: SignedDuration = SignedDuration::from_mins(5);
/// Time after the expiration at which the provider reports it. Terraform may call up to a minute early.
const REPORT_AFTER: SignedDuration = SignedDuration::from_secs(90);

/// A session of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ephemeral) struct Grant {
    pub(in crate::ephemeral) role_arn: String,
    pub(in crate::ephemeral) session_name: String,
    pub(in crate::ephemeral) external_id: Option<String>,
    pub(in crate::ephemeral) policy: Option<String>,
    pub(in crate::ephemeral) expires: Timestamp,
}

impl Grant {
    /// When to check whether the role can still be assumed.
    pub(in crate::ephemeral) fn check_at(&self) -> Timestamp {
        self.expires.saturating_sub(CHECK_BEFORE).unwrap_or(self.expires)
    }

    /// When to report that the credentials have expired.
    pub(super) fn report_at(&self) -> Timestamp {
        self.expires.saturating_add(REPORT_AFTER).unwrap_or(self.expires)
    }

    pub(in crate::ephemeral) fn to_private(&self) -> Private {
        let mut private = Private::default();
        private.set("role_arn", self.role_arn.as_str());
        private.set("session_name", self.session_name.as_str());
        private.set("external_id", self.external_id.clone());
        private.set("policy", self.policy.clone());
        private.set("expires", self.expires.to_string());
        private
    }

    pub(in crate::ephemeral) fn from_private(private: &Private) -> Option<Self> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_is_checked_before_the_expiration_and_the_expiration_reported_after_it() {
        let grant = Grant {
            role_arn: "a".to_owned(),
            session_name: SESSION_NAME.to_owned(),
            external_id: None,
            policy: None,
            expires: "2026-01-01T12:00:00Z".parse().unwrap(),
        };
        assert_eq!(grant.check_at().to_string(), "2026-01-01T11:55:00Z");
        assert_eq!(grant.report_at().to_string(), "2026-01-01T12:01:30Z");
        let full = Grant { external_id: Some("x1".to_owned()), policy: Some("{}".to_owned()), ..grant.clone() };
        for grant in [grant, full] {
            assert_eq!(Grant::from_private(&grant.to_private()).as_ref(), Some(&grant));
        }
        assert_eq!(Grant::from_private(&Private::default()), None);
    }
}
