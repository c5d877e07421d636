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

use super::{LIMIT, TYPE, grant::Grant, not_assumed};
use crate::{
    accounts::{Clouds, account},
    resources::shared::Session,
};

/// Checks the role before the credentials expire, and reports their expiration afterwards. Both are warnings: calls that used the
/// credentials so far are done, and later calls fail with their own error.
pub(super) async fn renew(context: &Context<Clouds>, private: Private, now: Timestamp) -> Renewed {
    let Some(grant) = Grant::from_private(&private) else {
        let bug = Diagnostic::bug(format!(
            "{TYPE} has lost the data about its role, so its credentials cannot be renewed. Run \
        Terraform again."
        ));
        return Renewed { diagnostics: bug.into(), ..Renewed::default() };
    };
    if now >= grant.expires {
        return Renewed { diagnostics: logged(expired(&grant)), private, renew_at: None };
    }
    let diagnostics = match check_role(context, &grant).await {
        Ok(()) => Diagnostics::new(),
        // After an interruption the result does not matter.
        Err(_) if context.cancel.is_cancelled() => Diagnostics::new(),
        Err(reason) => logged(not_assumable(&grant, reason)),
    };
    Renewed { diagnostics, private, renew_at: Some(grant.report_at()) }
}

/// Assumes the role again. The new credentials are not used.
///
/// # Errors
/// The role cannot be assumed.
async fn check_role(context: &Context<Clouds>, grant: &Grant) -> Result<(), Diagnostic> {
    let session = Session::new(account(context)?.reader(TYPE)?, &context.cancel, LIMIT);
    session.call(&grant.check_request()).await.map_err(|error| not_assumed(&grant.role_arn, &error))?;
    debug!(role_arn = grant.role_arn, expires = %grant.expires, "the role can still be assumed");
    Ok(())
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

fn expired(grant: &Grant) -> Diagnostic {
    let Grant { role_arn, expires, .. } = grant;
    Diagnostic::warning(
        "The credentials of the role have expired",
        format!(
            "The credentials of {role_arn} expired at {expires}, but Terraform is still running. They cannot be extended, and calls that \
             use them fail from now on. Raise duration_seconds (and the maximum session duration of the role), or configure the \
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
    use alibaba::sts::AssumeRole;
    use tokio_util::sync::CancellationToken;

    use super::*;

    const EXPIRES: &str = "2026-01-01T12:00:00Z";

    async fn renewed(now: &str, private: Private, cancelled: bool) -> Renewed {
        let context = Context::new(None, CancellationToken::new());
        if cancelled {
            context.cancel.cancel();
        }
        renew(&context, private, now.parse().unwrap()).await
    }

    fn private() -> Private {
        let request = AssumeRole { role_arn: "acs:ram::1234567890123456:role/a".to_owned(), ..AssumeRole::default() };
        Grant::of(&request, EXPIRES.parse().unwrap()).to_private()
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
