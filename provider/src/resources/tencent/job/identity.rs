//! The identity of a job, which its instance and its task have.

use tfplugin::{Model, context::Context, diagnostic::Diagnostics, model::Attr, private::Private, validate::not_empty};

use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::identity::{must_be_own_account, must_be_own_region, owner, region},
    rules::tencent as rules,
};

/// The identity of a job.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct JobIdentity {
    /// UIN of the root account that owns the job. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(rules::uin()))]
    account_id: Attr<String>,
    /// Region of the job, such as `ap-guangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// ID of the job.
    #[attr(required)]
    job_id: Attr<String>,
}

impl JobIdentity {
    /// The identity of a listed job.
    pub(super) fn new(account_id: &str, region: &str, job_id: &str) -> Self {
        Self { account_id: account_id.into(), region: region.into(), job_id: job_id.into() }
    }

    /// The identity of a job; none offline.
    pub(in crate::resources) async fn of(
        context: &Context<Clouds>,
        private: &Private,
        id: &Attr<String>,
    ) -> Option<Self> {
        let account = account(context).ok()?;
        let account_id = owner(account, context, private).await?;
        Some(Self { account_id: account_id.into(), region: region(account, private)?.into(), job_id: id.clone() })
    }

    /// The ID to import.
    ///
    /// # Errors
    /// The job is in another account or region than that of the provider block.
    pub(in crate::resources) async fn import_id(
        &self,
        context: &Context<Clouds>,
        type_name: &str,
    ) -> Result<&str, Diagnostics> {
        let account = account(context)?;
        must_be_own_region(account, type_name, self.region.as_str().unwrap_or_default())?;
        must_be_own_account(account, context, type_name, self.account_id.as_str()).await?;
        Ok(self.job_id.as_str().unwrap_or_default())
    }
}
