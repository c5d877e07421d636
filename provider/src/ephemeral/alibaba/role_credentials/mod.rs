//! `dts_role_credentials`: temporary credentials of a role, stored nowhere.

mod grant;
mod model;
mod renew;
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
    path::AttributePath,
    private::Private,
};
use tracing::debug;

use self::{
    grant::{Grant, request},
    model::Credentials,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error_at,
    resources::shared::{Session, minutes},
    rules::alibaba::parse_role_arn,
};

const TYPE: &str = "dts_role_credentials";

/// How long assuming a role may take.
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
        renew::renew(context, private, Timestamp::now()).await
    }

    /// There is no call that ends a session of a role.
    async fn close(&self, _context: &Context<Clouds>, private: Private) -> Diagnostics {
        if let Some(Grant { role_arn, expires, .. }) = Grant::from_private(&private) {
            debug!(%role_arn, %expires, "the credentials are closed; STS cannot revoke them, they expire");
        }
        Diagnostics::new()
    }
}

async fn open(session: &Session<'_>, config: Credentials) -> Result<Opened<Credentials>, Diagnostic> {
    let request = request(&config);
    let answered = session.call(&request).await.map_err(|error| refused(&request.role_arn, &error))?;
    let keys = answered.answer.credentials;
    let grant = Grant::of(&request, end_of(&keys, &request.role_arn)?);
    Ok(Opened {
        renew_at: Some(grant.check_at()),
        private: grant.to_private(),
        diagnostics: Diagnostics::new(),
        result: filled(config, keys),
    })
}

fn filled(config: Credentials, keys: TemporaryCredentials) -> Credentials {
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

fn end_of(keys: &TemporaryCredentials, role_arn: &str) -> Result<Timestamp, Diagnostic> {
    keys.expiration.parse().map_err(|error| {
        Diagnostic::error(
            "Unusable temporary credentials",
            format!(
                "STS answered with credentials of the role {role_arn} that expire at {:?}, which is no time: {error}. Check \
                 that the sts endpoint is the cloud's.",
                keys.expiration
            ),
        )
    })
}

/// Why a role cannot be assumed.
fn refused(role_arn: &str, error: &Error) -> Diagnostic {
    let path = AttributePath::of(&["role_arn"]);
    cloud_error_at(path, "Cannot assume the role", &format!("Assuming the role {role_arn}"), error)
}
