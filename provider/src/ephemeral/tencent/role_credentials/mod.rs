//! `dts_cam_role_credentials`: temporary credentials of a CAM role, which are not stored.

mod model;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tencent::{
    Error, Secret,
    sts::{AssumeRole, AssumedRole, url_encoded_policy},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    ephemeral::{EphemeralResource, Open, Opened, Opening, Renewed},
    model::Attr,
    private::Private,
};

use self::model::CamCredentials;
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    ephemeral::role_session::{self, Grant, Kind, SESSION_NAME},
    resources::shared::minutes,
    rules::tencent::parse_role_arn,
};

const TYPE: &str = "dts_cam_role_credentials";
const KIND: Kind = Kind { type_name: TYPE, duration: "session_duration", role: "dts_cam_role_trust" };

/// Time limit of assuming a role.
const LIMIT: Duration = minutes(2);
/// The duration of a session for credentials that are not used, in seconds.
const SHORTEST: i64 = 900;

/// The ephemeral resource.
pub(super) struct CamRoleCredentials;

#[async_trait]
impl EphemeralResource for CamRoleCredentials {
    type Model = CamCredentials;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn open(
        &self,
        context: &Context<Clouds>,
        call: Open<CamCredentials>,
    ) -> Result<Opening<CamCredentials>, Diagnostics> {
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

async fn open(session: &Session<'_>, config: CamCredentials) -> Result<Opened<CamCredentials>, Diagnostic> {
    let request = AssumeRole {
        role_arn: config.role_arn.or(String::new()),
        role_session_name: config.session_name.or(SESSION_NAME.to_owned()),
        duration_seconds: config.session_duration.get().copied(),
        policy: config.policy.as_str().map(url_encoded_policy),
        external_id: config.external_id.as_str().map(Secret::from),
        ..AssumeRole::default()
    };
    let response = session.call(&request).await.map_err(|error| not_assumed(&request.role_arn, &error))?;
    let assumed = response.answer;
    let grant = Grant {
        expires: expiration_of(&assumed, &request.role_arn)?,
        role_arn: request.role_arn,
        session_name: request.role_session_name,
        external_id: config.external_id.clone().into_option(),
        policy: request.policy,
    };
    Ok(Opened {
        renew_at: Some(grant.check_at()),
        private: grant.to_private(),
        diagnostics: Diagnostics::new(),
        result: with_credentials(config, &assumed, grant.expires),
    })
}

/// Assumes the role again. The new credentials are not used.
async fn check(context: &Context<Clouds>, grant: Grant) -> Result<(), Diagnostic> {
    let session = Session::new(account(context)?.reader(TYPE)?, &context.cancel, LIMIT);
    let request = AssumeRole {
        role_arn: grant.role_arn,
        role_session_name: grant.session_name,
        duration_seconds: Some(SHORTEST),
        policy: grant.policy,
        external_id: grant.external_id.map(Secret::from),
        ..AssumeRole::default()
    };
    let assumed = session.call(&request).await;
    assumed.map(|_| ()).map_err(|error| not_assumed(&request.role_arn, &error))
}

fn with_credentials(config: CamCredentials, assumed: &AssumedRole, expires: Timestamp) -> CamCredentials {
    let owner = config.role_arn.as_str().and_then(parse_role_arn).map(|(account, _)| account.to_owned());
    let keys = &assumed.credentials;
    CamCredentials {
        secret_id: keys.tmp_secret_id.expose().into(),
        secret_key: keys.tmp_secret_key.expose().into(),
        security_token: keys.token.expose().into(),
        expiration: expires.to_string().into(),
        account_id: Attr::from(owner),
        ..config
    }
}

/// The expiry, as a number or as a text.
fn expiration_of(assumed: &AssumedRole, role_arn: &str) -> Result<Timestamp, Diagnostic> {
    let of_number = assumed.expired_time.and_then(|seconds| Timestamp::from_second(seconds).ok());
    of_number.or_else(|| assumed.expiration.parse().ok()).ok_or_else(|| {
        Diagnostic::error(
            "Unusable temporary credentials",
            format!(
                "STS returned credentials of the role {role_arn} without a valid expiration time ({:?}). Check that the sts endpoint is \
                 an endpoint of Tencent Cloud.",
                assumed.expiration
            ),
        )
    })
}

/// The error of a role that cannot be assumed.
fn not_assumed(role_arn: &str, error: &Error) -> Diagnostic {
    role_session::not_assumed(&KIND, role_arn, error)
}
