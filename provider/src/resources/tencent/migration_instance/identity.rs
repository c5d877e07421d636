//! The identity of a job: its account, region and ID.

use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    identity::Identified,
    model::Attr,
    private::Private,
    resource::Resource as _,
    validate::not_empty,
};

use super::{MigrationInstance, TYPE, model::InstanceModel};
use crate::{
    accounts::{Clouds, planned_account, tencent::account},
    rules::tencent::uin,
};

/// The identity of a migration job.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceIdentity {
    /// UIN of the account that bought the job. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(uin()))]
    account_id: Attr<String>,
    /// Region of the job's destination, such as `ap-guangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// ID of the job (JobId).
    #[attr(required)]
    job_id: Attr<String>,
}

#[async_trait]
impl Identified for MigrationInstance {
    type Identity = InstanceIdentity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &InstanceModel,
        private: &Private,
    ) -> Option<InstanceIdentity> {
        let account = account(context).ok()?;
        account.online()?;
        let account_id = match planned_account(private) {
            Some(id) => id.to_owned(),
            None => account.id(&context.cancel).await.ok()?,
        };
        let region = account.region()?;
        Some(InstanceIdentity { account_id: account_id.into(), region: region.into(), job_id: state.id.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: InstanceIdentity,
    ) -> Result<InstanceModel, Diagnostics> {
        let account = account(context)?;
        let own = account.id_at_plan(&context.cancel).await?;
        let places = [
            ("account", identity.account_id.as_str(), own.as_deref()),
            ("region", identity.region.as_str(), account.region()),
        ];
        for (what, given, own) in places {
            if let (Some(given), Some(own)) = (given, own)
                && given != own
            {
                return Err(other_place(what, given, own).into());
            }
        }
        self.import(context, identity.job_id.as_str().unwrap_or_default()).await
    }
}

/// `what` is `account` or `region`.
fn other_place(what: &str, given: &str, own: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Import from another {what}"),
        format!(
            "The import identity of the {TYPE} names {what} {given}, but this provider block works in {what} {own}. Import it with the \
             provider block of {what} {given} (provider = dts.<alias> in the import block), or correct the {what}."
        ),
    )
}
