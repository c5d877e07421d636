//! `dts_role_credentials`: temporary credentials of a role, which are not stored.

mod grant;
mod model;
#[cfg(test)]
mod tests;

use std::time::Duration;

use alibaba::{Error, sts::TemporaryCredentials};
use async_trait::async_trait;
use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    ephemeral::{EphemeralResource, Open, Opened, Opening, Renewed},
    model::Attr,
    private::Private,
};

use self::{
    grant::{check_request, grant_of, request},
    model::Credentials,
};
use crate::{
    accounts::{Clouds, account},
    ephemeral::role_session::{self, Grant, Kind},
    resources::shared::{Session, minutes},
    rules::alibaba::parse_role_arn,
};

const TYPE: &str = "dts_role_credentials";
const KIND: Kind = Kind { type_name: TYPE, duration: "duration_seconds", role: "dts_ram_role_trust" };

/// Time limit of assuming a role.
const LIMIT: Duration = minutes(2);

/// The ephemeral resource.
pub(super) struct RoleCredentials;

#[async_trait]
impl EphemeralResource for RoleCredentials {
    type Model = Credentials;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn open(
        &self,
        context: &Context<Clouds>,
        call: Open<Credentials>,
    ) -> Result<Opening<Credentials>, Diagnostics> {
        let account = account(context)?;
        if call.may_defer && account.is_unknown() {
            return Ok(Opening::Deferred);
        }
        let cloud = account.reader(TYPE)?;
        account.id(&context.cancel).await?;
        let session = Session::new(cloud, &context.cancel, LIMIT);
        Ok(Opening::Opened(open(&session, call.config).await?))
    }

    async fn renew(&self, context: &Context<Clouds>, private: Private) -> Renewed {
        let check = |grant| check(context, grant);
        role_session::renew(context, &KIND, private, Timestamp::now(), check).await
    }

    /// Does nothing but write a log record: no call ends the session of a role.
    async fn close(&self, _context: &Context<Clouds>, private: Private) -> Diagnostics {
        role_session::close(&private);
        Diagnostics::new()
    }
}

/// Assumes the role again. The new credentials are not used.
async fn check(context: &Context<Clouds>, grant: Grant) -> Result<(), Diagnostic> {
    let session = Session::new(account(context)?.reader(TYPE)?, &context.cancel, LIMIT);
    let assumed = session.call(&check_request(&grant)).await;
    assumed.map(|_| ()).map_err(|error| not_assumed(&grant.role_arn, &error))
}

async fn open(session: &Session<'_>, config: Credentials) -> Result<Opened<Credentials>, Diagnostic> {
    let request = request(&config);
    let response = session.call(&request).await.map_err(|error| not_assumed(&request.role_arn, &error))?;
    let keys = response.answer.credentials;
    let grant = grant_of(&request, expiration_of(&keys, &request.role_arn)?);
    Ok(Opened {
        renew_at: Some(grant.check_at()),
        private: grant.to_private(),
        diagnostics: Diagnostics::new(),
        result: with_credentials(config, keys),
    })
}

fn with_credentials(config: Credentials, keys: TemporaryCredentials) -> Credentials {
    let owner = config.role_arn.as_str().and_then(parse_role_arn).map(|(account, _)| account.to_owned());
    Credentials {
        access_key_id: keys.access_key_id.into(),
        access_key_secret: keys.access_key_secret.expose().into(),
        security_token: keys.security_token.expose().into(),
        expiration: keys.expiration.into(),
        account_id: Attr::from(owner),
        ..config
    }
}

fn expiration_of(keys: &TemporaryCredentials, role_arn: &str) -> Result<Timestamp, Diagnostic> {
    keys.expiration.parse().map_err(|error| {
        Diagnostic::error(
            "Unusable temporary credentials",
            format!(
                "STS returned credentials of the role {role_arn} whose expiration time {:?} is not valid: {error}. Check \
                 that the sts endpoint is an endpoint of Alibaba Cloud.",
                keys.expiration
            ),
        )
    })
}

/// The error of a role that cannot be assumed.
fn not_assumed(role_arn: &str, error: &Error) -> Diagnostic {
    role_session::not_assumed(&KIND, role_arn, error)
}
