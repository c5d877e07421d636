//! Renewal. Credentials of a role cannot be prolonged, and a renewal cannot hand out others. What it can do is to say in time
//! that the role cannot be assumed any more, and afterwards that the credentials are over.

use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    ephemeral::Renewed,
    private::Private,
};
use tracing::{debug, warn};

use super::{LIMIT, TYPE, grant::Grant, refused};
use crate::{
    accounts::{Clouds, account},
    resources::shared::Session,
};

/// Looks at the role before the end, and tells of the end after it. Both are warnings: what has used the credentials so far
/// is done, and what uses them next fails by itself.
pub(super) async fn renew(context: &Context<Clouds>, private: Private, now: Timestamp) -> Renewed {
    let Some(grant) = Grant::from_private(&private) else {
        let bug = Diagnostic::bug(format!("{TYPE} is to be renewed without knowing its role."));
        return Renewed { diagnostics: bug.into(), ..Renewed::default() };
    };
    if now >= grant.expires {
        return Renewed { diagnostics: told(over(&grant)), private, renew_at: None };
    }
    let diagnostics = match look(context, &grant).await {
        Ok(()) => Diagnostics::new(),
        // Whoever interrupts Terraform waits for no role.
        Err(_) if context.cancel.is_cancelled() => Diagnostics::new(),
        Err(reason) => told(lost(&grant, reason)),
    };
    Renewed { diagnostics, private, renew_at: Some(grant.over_at()) }
}

/// Assumes the role again; the credentials are thrown away.
async fn look(context: &Context<Clouds>, grant: &Grant) -> Result<(), Diagnostic> {
    let session = Session::new(account(context)?.reader(TYPE)?, &context.cancel, LIMIT);
    session.call(&grant.again()).await.map_err(|error| refused(&grant.role_arn, &error))?;
    debug!(role_arn = grant.role_arn, expires = %grant.expires, "the role can still be assumed");
    Ok(())
}

fn lost(grant: &Grant, reason: Diagnostic) -> Diagnostic {
    let Grant { role_arn, expires, .. } = grant;
    Diagnostic {
        severity: Severity::Warning,
        summary: "The role cannot be assumed any more".to_owned(),
        detail: format!("The credentials of {role_arn} stay valid until {expires}. {}", reason.detail),
        ..reason
    }
}

fn over(grant: &Grant) -> Diagnostic {
    let Grant { role_arn, expires, .. } = grant;
    Diagnostic::warning(
        "The credentials of the role have expired",
        format!(
            "The credentials of {role_arn} expired at {expires}, and Terraform still runs. They cannot be prolonged: what uses \
             them from now on is refused. Raise duration_seconds (and the role's longest session), or give the role to the \
             provider block by assume_role, which renews its credentials."
        ),
    )
}

/// Terraform may keep a renewal's warnings to itself; the log has them.
fn told(warning: Diagnostic) -> Diagnostics {
    warn!(detail = warning.detail, "{}", warning.summary);
    warning.into()
}

#[cfg(test)]
mod tests {
    use alibaba::sts::AssumeRole;
    use tokio_util::sync::CancellationToken;

    use super::*;

    const END: &str = "2026-01-01T12:00:00Z";

    async fn renewed(now: &str, private: Private, cancelled: bool) -> Renewed {
        let context = Context::new(None, CancellationToken::new());
        if cancelled {
            context.cancel.cancel();
        }
        renew(&context, private, now.parse().unwrap()).await
    }

    fn private() -> Private {
        let request = AssumeRole { role_arn: "acs:ram::1234567890123456:role/a".to_owned(), ..AssumeRole::default() };
        Grant::of(&request, END.parse().unwrap()).to_private()
    }

    fn only(renewed: &Renewed) -> &Diagnostic {
        renewed.diagnostics.iter().next().unwrap()
    }

    #[tokio::test]
    async fn after_the_end_it_is_told_and_nothing_is_renewed() {
        let renewed = renewed(END, private(), false).await;
        assert_eq!((renewed.renew_at, only(&renewed).severity), (None, Severity::Warning));
        assert!(only(&renewed).detail.contains(END) && only(&renewed).detail.contains("Raise duration_seconds"));
    }

    #[tokio::test]
    async fn before_the_end_a_role_that_is_lost_is_a_warning_and_the_end_is_told_later() {
        let renewed = renewed("2026-01-01T11:55:00Z", private(), false).await;
        assert_eq!(renewed.renew_at.unwrap().to_string(), "2026-01-01T12:01:30Z");
        assert_eq!(only(&renewed).severity, Severity::Warning);
        assert!(only(&renewed).detail.contains("stay valid until 2026-01-01T12:00:00Z"), "{renewed:?}");
        assert_eq!(renewed.private, private());
    }

    #[tokio::test]
    async fn an_interrupted_look_says_nothing() {
        assert!(renewed("2026-01-01T11:55:00Z", private(), true).await.diagnostics.is_empty());
    }

    #[tokio::test]
    async fn a_renewal_of_nothing_is_an_error() {
        assert!(renewed(END, Private::default(), false).await.diagnostics.has_errors());
    }
}
