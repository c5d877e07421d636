//! Renewal. The credentials of a role cannot be extended, and a renewal cannot return new ones. It can warn before the expiration
//! that the role cannot be assumed any more, and afterwards that the credentials have expired.

use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    ephemeral::Renewed,
    private::Private,
};
use tracing::{debug, warn};

use super::Grant;
use crate::accounts::Clouds;

/// A resource with the credentials of a role.
pub(in crate::ephemeral) struct Kind {
    /// Its type name.
    pub(in crate::ephemeral) type_name: &'static str,
    /// Its argument with the duration of the session.
    pub(in crate::ephemeral) duration: &'static str,
    /// The resource that creates such roles.
    pub(in crate::ephemeral) role: &'static str,
}

/// Checks the role before the credentials expire, and reports their expiration afterwards. Both are warnings: calls that used the
/// credentials so far are done, and later calls fail with their own error.
///
/// `check` assumes the role again.
pub(in crate::ephemeral) async fn renew<F>(
    context: &Context<Clouds>,
    kind: &Kind,
    private: Private,
    now: Timestamp,
    check: impl FnOnce(Grant) -> F,
) -> Renewed
where
    F: Future<Output = Result<(), Diagnostic>>,
{
    let Some(grant) = Grant::from_private(&private) else {
        let bug = Diagnostic::bug(format!(
            "{} has lost the data about its role, so its credentials cannot be renewed. Run Terraform again.",
            kind.type_name
        ));
        return Renewed { diagnostics: bug.into(), ..Renewed::default() };
    };
    if now >= grant.expires {
        return Renewed { diagnostics: logged(expired(&grant, kind.duration)), private, renew_at: None };
    }
    let diagnostics = match check(grant.clone()).await {
        Ok(()) => {
            debug!(role_arn = grant.role_arn, expires = %grant.expires, "the role can still be assumed");
            Diagnostics::new()
        }
        // After an interruption the result does not matter.
        Err(_) if context.cancel.is_cancelled() => Diagnostics::new(),
        Err(reason) => logged(not_assumable(&grant, reason)),
    };
    Renewed { diagnostics, private, renew_at: Some(grant.report_at()) }
}

fn not_assumable(grant: &Grant, reason: Diagnostic) -> Diagnostic {
    let Grant { role_arn, expires, .. } = grant;
    Diagnostic {
        severity: Severity::Warning,
        summary: "The role cannot be assumed any more".to_owned(),
        detail: format!("The credentials of {role_arn} stay valid until {expires}. {}", reason.detail),
        ..reason
    }
}

fn expired(grant: &Grant, duration: &str) -> Diagnostic {
    let Grant { role_arn, expires, .. } = grant;
    Diagnostic::warning(
        "The credentials of the role have expired",
        format!(
            "The credentials of {role_arn} expired at {expires}, but Terraform is still running. They cannot be extended, and calls that \
             use them fail from now on. Raise {duration} (and the maximum session duration of the role), or configure the \
             role in assume_role of the provider block, which refreshes its credentials."
        ),
    )
}

/// Writes the warning to the log too, because Terraform may not show the warnings of a renewal.
fn logged(warning: Diagnostic) -> Diagnostics {
    warn!(detail = warning.detail, "{}", warning.summary);
    warning.into()
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;

    const KIND: Kind =
        Kind { type_name: "dts_role_credentials", duration: "duration_seconds", role: "dts_ram_role_trust" };
    const EXPIRES: &str = "2026-01-01T12:00:00Z";

    async fn renewed(now: &str, private: Private, cancelled: bool) -> Renewed {
        let context = Context::new(None, CancellationToken::new());
        if cancelled {
            context.cancel.cancel();
        }
        let check = |_| async { Err(Diagnostic::error("Cannot assume the role", "No.")) };
        renew(&context, &KIND, private, now.parse().unwrap(), check).await
    }

    fn private() -> Private {
        let grant = Grant {
            role_arn: "acs:ram::1234567890123456:role/a".to_owned(),
            session_name: "terraform".to_owned(),
            external_id: None,
            policy: None,
            expires: EXPIRES.parse().unwrap(),
        };
        grant.to_private()
    }

    fn only(renewed: &Renewed) -> &Diagnostic {
        renewed.diagnostics.iter().next().unwrap()
    }

    #[tokio::test]
    async fn an_expiration_is_reported_and_nothing_is_renewed() {
        let renewed = renewed(EXPIRES, private(), false).await;
        assert_eq!((renewed.renew_at, only(&renewed).severity), (None, Severity::Warning));
        assert!(only(&renewed).detail.contains(EXPIRES) && only(&renewed).detail.contains("Raise duration_seconds"));
    }

    #[tokio::test]
    async fn a_role_that_cannot_be_assumed_any_more_is_a_warning_and_the_expiration_is_reported_later() {
        let renewed = renewed("2026-01-01T11:55:00Z", private(), false).await;
        assert_eq!(renewed.renew_at.unwrap().to_string(), "2026-01-01T12:01:30Z");
        assert_eq!(only(&renewed).severity, Severity::Warning);
        assert!(only(&renewed).detail.contains("stay valid until 2026-01-01T12:00:00Z"), "{renewed:?}");
        assert_eq!(renewed.private, private());
    }

    #[tokio::test]
    async fn an_interrupted_check_reports_nothing() {
        assert!(renewed("2026-01-01T11:55:00Z", private(), true).await.diagnostics.is_empty());
    }

    #[tokio::test]
    async fn a_renewal_without_private_data_is_an_error() {
        assert!(renewed(EXPIRES, Private::default(), false).await.diagnostics.has_errors());
    }
}
