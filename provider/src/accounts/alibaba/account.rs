//! One account: its client, whose it is, and whether it may be used.

use std::time::Duration;

use ::alibaba::{Cloud, sts::CallerIdentity};
use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private};
use tokio_util::sync::CancellationToken;

use super::Session;
use crate::{
    accounts::{Access, Clouds},
    diagnostics::cloud_error,
};

/// How long asking for the caller's identity may take.
const IDENTITY_LIMIT: Duration = Duration::from_secs(60);

/// An Alibaba Cloud account to work in.
pub(crate) struct Account {
    pub(crate) access: Access,
    pub(crate) configured_id: Option<String>,
    pub(crate) allowed_ids: Option<Vec<String>>,
    /// Region of the tasks as far as it is known without a client.
    pub(crate) region: Option<String>,
    pub(crate) ownership_id: Option<String>,
}

impl Account {
    /// The client, where the account can be asked.
    pub(crate) fn online(&self) -> Option<&Cloud> {
        match &self.access {
            Access::Online(cloud) => Some(cloud),
            _ => None,
        }
    }

    /// The client, for operations that cannot do without.
    ///
    /// # Errors
    /// Offline, or not known yet.
    pub(crate) fn cloud(&self) -> Result<&Cloud, Diagnostic> {
        self.access.cloud()
    }

    /// The client, for a data source or an ephemeral resource.
    ///
    /// # Errors
    /// As [`Account::cloud`].
    pub(crate) fn reader(&self, data_source: &str) -> Result<&Cloud, Diagnostic> {
        self.access.reader(data_source)
    }

    /// Whether the provider block has values that are known only after apply.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.access, Access::Unknown)
    }

    /// Region of the tasks, where it is known.
    pub(crate) fn region(&self) -> Option<&str> {
        self.online().map(Cloud::region).or(self.region.as_deref())
    }

    /// A session for one operation.
    ///
    /// # Errors
    /// As [`Account::cloud`].
    pub(crate) fn session(&self, cancel: &CancellationToken, limit: Duration) -> Result<Session<'_>, Diagnostic> {
        Ok(Session::new(self.cloud()?, cancel, limit))
    }

    /// The account, as far as it can be known at plan.
    ///
    /// # Errors
    /// The credentials do not work, or belong to an account the configuration rules out.
    pub(crate) async fn id_at_plan(&self, cancel: &CancellationToken) -> Result<Option<String>, Diagnostic> {
        if self.online().is_none() {
            return Ok(self.id_by_block());
        }
        self.id(cancel).await.map(Some)
    }

    /// The account the provider block names: as its own, or as the only one that is allowed.
    fn id_by_block(&self) -> Option<String> {
        let only = || self.allowed_ids.as_deref().and_then(|allowed| <&[String; 1]>::try_from(allowed).ok());
        self.configured_id.clone().or_else(|| only().map(|[id]| id.clone()))
    }

    /// The account behind the credentials.
    ///
    /// # Errors
    /// As [`Account::id_at_plan`], and as [`Account::cloud`].
    pub(crate) async fn id(&self, cancel: &CancellationToken) -> Result<String, Diagnostic> {
        let identity = self.identity(cancel).await?;
        let id = identity.account_id.clone();
        if let Some(expected) = self.configured_id.as_ref().filter(|expected| **expected != id) {
            return Err(Diagnostic::error(
                "Wrong Alibaba Cloud account",
                format!(
                    "The credentials belong to account {id} ({}), and the provider block says account_id = {expected:?}. \
                     Use credentials of that account (another profile, or another provider alias), or correct account_id.",
                    identity.arn
                ),
            ));
        }
        if let Some(allowed) = self.allowed_ids.as_ref().filter(|allowed| !allowed.contains(&id)) {
            return Err(Diagnostic::error(
                "Alibaba Cloud account is not allowed",
                format!(
                    "The credentials belong to account {id} ({}), and allowed_account_ids has only {}. Use other \
                     credentials, or add the account.",
                    identity.arn,
                    allowed.join(", ")
                ),
            ));
        }
        Ok(id)
    }

    /// Refuses to go on in another account than the plan was made for.
    ///
    /// # Errors
    /// As [`Account::id`], and where the account differs.
    pub(crate) async fn must_be(
        &self,
        planned: Option<&str>,
        cancel: &CancellationToken,
    ) -> Result<String, Diagnostic> {
        let id = self.id(cancel).await?;
        match planned {
            Some(planned) if planned != id => Err(Diagnostic::error(
                "Another Alibaba Cloud account than before",
                format!(
                    "This was planned or made with account {planned}; the credentials now belong to account {id}. \
                     Nothing was changed. Use credentials of account {planned} (its profile, or its provider alias)."
                ),
            )),
            _ => Ok(id),
        }
    }

    async fn identity(&self, cancel: &CancellationToken) -> Result<CallerIdentity, Diagnostic> {
        let session = self.session(cancel, IDENTITY_LIMIT)?;
        session.caller_identity().await.map_err(|error| {
            cloud_error(
                "Cannot tell whose credentials these are",
                "Asking Alibaba Cloud for the account behind the credentials",
                &error,
            )
        })
    }
}

/// The account, out of an operation's context.
///
/// # Errors
/// The provider was not configured.
pub(crate) fn account(context: &Context<Clouds>) -> Result<&Account, Diagnostic> {
    Ok(&context.data()?.alibaba)
}

/// Key in the private data: the account a plan was made for.
const PLANNED_ACCOUNT: &str = "account_id";

/// Notes the account a plan is made for, the first time: what exists stays in its account.
pub(crate) fn remember_account(private: &mut Private, id: &str) {
    if planned_account(private).is_none() {
        private.set(PLANNED_ACCOUNT, id);
    }
}

/// Refuses to look at something with the credentials of another account than it was made with.
///
/// # Errors
/// As [`Account::must_be`].
pub(crate) async fn same_account(context: &Context<Clouds>, private: &Private) -> Result<(), Diagnostic> {
    account(context)?.must_be(planned_account(private), &context.cancel).await.map(|_| ())
}

/// The account a plan was made for.
pub(crate) fn planned_account(private: &Private) -> Option<&str> {
    private.get(PLANNED_ACCOUNT).and_then(|id| id.as_str())
}
