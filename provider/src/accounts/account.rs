//! One account of a cloud: its client, its ID and the checks before it is used.

use std::time::Duration;

use cloud_core::{CallContext, Error};
use tfplugin::{diagnostic::Diagnostic, private::Private};
use tokio_util::sync::CancellationToken;

use super::{
    Access, AccountGuard, ReportedOnce, RuledOutBy,
    client::{Client, Identity},
    guard::{check_region, planned_account, planned_region, remember_account, remember_region},
    session::Session,
};
use crate::diagnostics::cloud_error;

/// Time limit for looking up the caller's identity.
pub(crate) const IDENTITY_LIMIT: Duration = Duration::from_secs(60);

/// The account of a provider block in one cloud. `C` is the client of the cloud.
pub(crate) struct Account<C> {
    access: Access<C>,
    guard: AccountGuard,
    region: Option<String>,
    ownership_id: Option<String>,
}

/// What the provider block says about the account, apart from its client.
#[derive(Default)]
pub(crate) struct Settings {
    /// `account_id`.
    pub(crate) configured_id: Option<String>,
    /// `allowed_account_ids`, if it is set and completely known.
    pub(crate) allowed_ids: Option<Vec<String>>,
    /// Region of the tasks, if it is known without a client.
    pub(crate) region: Option<String>,
    /// `ownership_id`.
    pub(crate) ownership_id: Option<String>,
}

impl<C: Client> Account<C> {
    /// An account that can be called. No call is sent, except those that obtain temporary credentials.
    ///
    /// # Errors
    /// There are no usable credentials.
    pub(crate) async fn connect(settings: Settings, client: C, cancel: &CancellationToken) -> Result<Self, Error> {
        client.find_credentials(&CallContext::new(cancel.clone())).await?;
        Ok(Self::new(settings, Access::Online(Box::new(client))))
    }

    /// An account without a block in the provider block.
    pub(crate) fn not_configured() -> Self {
        Self::new(Settings::default(), Access::NotConfigured(ReportedOnce::default()))
    }

    /// An account that must not be called.
    pub(crate) fn offline(settings: Settings) -> Self {
        Self::new(settings, Access::Offline(ReportedOnce::default()))
    }

    /// An account whose provider block has values that are known only after apply.
    pub(crate) fn unknown(settings: Settings) -> Self {
        Self::new(settings, Access::Unknown)
    }

    fn new(settings: Settings, access: Access<C>) -> Self {
        let Settings { configured_id, allowed_ids, region, ownership_id } = settings;
        Self { access, guard: AccountGuard { cloud: C::CLOUD, configured_id, allowed_ids }, region, ownership_id }
    }

    /// The client, if the account can be called.
    pub(crate) fn online(&self) -> Option<&C> {
        match &self.access {
            Access::Online(client) => Some(client),
            _ => None,
        }
    }

    /// Whether the block forbids calls, or is not known yet: the state then stays as it is.
    pub(crate) fn may_plan_offline(&self) -> bool {
        matches!(self.access, Access::Offline(_) | Access::Unknown)
    }

    /// The client, for an operation on a resource.
    ///
    /// # Errors
    /// The provider is offline, its block is not known yet, or it has no block of the cloud.
    pub(crate) fn cloud(&self) -> Result<&C, Diagnostic> {
        self.access.client(C::CLOUD, C::BLOCK)
    }

    /// The client, for a data source or an ephemeral resource of this type.
    ///
    /// # Errors
    /// As [`Account::cloud`].
    pub(crate) fn reader(&self, type_name: &str) -> Result<&C, Diagnostic> {
        self.access.reader(C::CLOUD, C::BLOCK, type_name)
    }

    /// Whether the provider block has values that are known only after apply.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.access, Access::Unknown)
    }

    /// Region of the tasks, if it is known.
    pub(crate) fn region(&self) -> Option<&str> {
        self.online().map(C::region).or(self.region.as_deref()).filter(|region| !region.is_empty())
    }

    /// Region of the tasks.
    ///
    /// # Errors
    /// No region is set.
    pub(crate) fn required_region(&self) -> Result<&str, Diagnostic> {
        self.region().ok_or_else(|| Diagnostic::error("No region", C::NO_REGION))
    }

    /// `ownership_id` of the provider block.
    pub(crate) fn ownership_id(&self) -> Option<&str> {
        self.ownership_id.as_deref()
    }

    /// A session for one operation. `limit` is the operation's time limit.
    ///
    /// # Errors
    /// As [`Account::cloud`].
    pub(crate) fn session(&self, cancel: &CancellationToken, limit: Duration) -> Result<Session<'_, C>, Diagnostic> {
        Ok(Session::new(self.cloud()?, cancel, limit))
    }

    /// The account ID, as far as it is known at plan: of the credentials, or offline the one that the provider block names.
    ///
    /// # Errors
    /// The credentials do not work, or belong to an account that the provider block rules out, or the provider block has no block of the cloud.
    pub(crate) async fn id_at_plan(&self, cancel: &CancellationToken) -> Result<Option<String>, Diagnostic> {
        if let Access::NotConfigured(_) = self.access {
            self.cloud()?;
        }
        if self.online().is_none() {
            return Ok(self.guard.named_id().map(str::to_owned));
        }
        self.id(cancel).await.map(Some)
    }

    /// The account ID of the credentials.
    ///
    /// # Errors
    /// As [`Account::id_at_plan`], and as [`Account::cloud`].
    pub(crate) async fn id(&self, cancel: &CancellationToken) -> Result<String, Diagnostic> {
        let identity = self.identity(cancel).await?;
        self.guard.check(&identity.account_id, &identity.arn)?;
        Ok(identity.account_id)
    }

    /// The account ID of the credentials, if it is still the one that the plan was made for.
    ///
    /// # Errors
    /// As [`Account::id`], and if the account differs.
    pub(crate) async fn must_be(
        &self,
        planned: Option<&str>,
        cancel: &CancellationToken,
    ) -> Result<String, Diagnostic> {
        let id = self.id(cancel).await?;
        self.guard.check_unchanged(planned, &id)?;
        Ok(id)
    }

    /// Stores the account and the region that the plan of a job is made for.
    pub(crate) fn remember_place(&self, private: &mut Private, account_id: &str) {
        remember_account(private, account_id);
        if let Some(region) = self.region() {
            remember_region(private, region);
        }
    }

    /// The account ID of the credentials, if account and region are still those that the plan of a job was made for, or in which
    /// it was created: in another region, "not found" would mean nothing.
    ///
    /// # Errors
    /// As [`Account::must_be`], and if the region differs.
    pub(crate) async fn must_be_place_of(
        &self,
        private: &Private,
        cancel: &CancellationToken,
    ) -> Result<String, Diagnostic> {
        let id = self.must_be(planned_account(private), cancel).await?;
        check_region(planned_region(private), self.region())?;
        Ok(id)
    }

    /// Looks up the account of the credentials, within this time, and checks it, so that no resource has to report that it is wrong.
    ///
    /// # Errors
    /// As [`Account::id`], with what rules the account out; none if the credentials do not work.
    pub(crate) async fn check_credentials(
        &self,
        cancel: &CancellationToken,
        limit: Duration,
    ) -> Result<(), (Option<RuledOutBy>, Diagnostic)> {
        let identity = self.identity_within(cancel, limit).await.map_err(|error| (None, error))?;
        let checked = self.guard.check(&identity.account_id, &identity.arn);
        checked.map_err(|error| (self.guard.ruled_out_by(&identity.account_id), error))
    }

    async fn identity(&self, cancel: &CancellationToken) -> Result<Identity, Diagnostic> {
        self.identity_within(cancel, IDENTITY_LIMIT).await
    }

    async fn identity_within(&self, cancel: &CancellationToken, limit: Duration) -> Result<Identity, Diagnostic> {
        let session = self.session(cancel, limit)?;
        session.identity().await.map_err(|error| {
            let mut diagnostic = cloud_error(
                "Unable to determine the account of these credentials",
                "Looking up the account of the credentials",
                &error,
            );
            // What the cloud has rejected: the message of another error says where it was searched.
            if error.api().is_some()
                && let Some(origin) = session.credentials_origin()
            {
                diagnostic.detail.push_str(&format!("\n\nThe credentials come from {origin}."));
            }
            diagnostic
        })
    }
}
