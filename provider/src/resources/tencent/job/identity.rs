//! The identity of a job, which its instance and its task have.

use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    private::Private,
    validate::not_empty,
};

use crate::{
    accounts::{Clouds, planned_account, tencent::account},
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
    /// The identity of a job; none offline.
    pub(in crate::resources) async fn of(
        context: &Context<Clouds>,
        private: &Private,
        id: &Attr<String>,
    ) -> Option<Self> {
        let account = account(context).ok()?;
        account.online()?;
        let account_id = match planned_account(private) {
            Some(id) => id.to_owned(),
            None => account.id(&context.cancel).await.ok()?,
        };
        let region = account.region()?.to_owned();
        Some(Self { account_id: account_id.into(), region: region.into(), job_id: id.clone() })
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
        let own = account.id_at_plan(&context.cancel).await?;
        let places =
            [("region", self.region.as_str(), account.region()), ("account", self.account_id.as_str(), own.as_deref())];
        for (what, given, own) in places {
            match (given, own) {
                (Some(given), Some(own)) if given != own => return Err(other_place(type_name, what, given, own).into()),
                _ => {}
            }
        }
        Ok(self.job_id.as_str().unwrap_or_default())
    }
}

/// `what` is `account` or `region`.
fn other_place(type_name: &str, what: &str, given: &str, own: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Import from another {what}"),
        format!(
            "The import identity of the {type_name} names {what} {given}, but this provider block works in {what} {own}. Import it with \
             the provider block of {what} {given} (provider = dts.<alias> in the import block), or correct the {what}."
        ),
    )
}
