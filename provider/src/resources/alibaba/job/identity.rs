//! The identities of tasks and instances.

use tfplugin::{Model, context::Context, diagnostic::Diagnostics, model::Attr, private::Private, validate::not_empty};

use crate::{
    accounts::{Clouds, account},
    resources::shared::identity::{must_be_own_account, must_be_own_region, owner, region},
    rules::alibaba as rules,
};

/// The identity of a task.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TaskIdentity {
    /// ID of the account that created the task. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Region of the task, such as `cn-hangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// ID of the task (DtsJobId).
    #[attr(required)]
    task_id: Attr<String>,
}

/// The identity of an instance.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceIdentity {
    /// ID of the account that bought the instance. Optional in an import; default: the account of the provider block.
    #[attr(optional, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Region of the instance, such as `cn-hangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// ID of the instance (DtsInstanceID): `dts` and the ID of its task.
    #[attr(required)]
    instance_id: Attr<String>,
}

impl TaskIdentity {
    /// The identity of a listed task.
    pub(super) fn new(account_id: &str, region: &str, task_id: &str) -> Self {
        Self { account_id: account_id.into(), region: region.into(), task_id: task_id.into() }
    }

    /// The identity of a task; none offline.
    pub(in crate::resources) async fn of(
        context: &Context<Clouds>,
        private: &Private,
        id: &Attr<String>,
    ) -> Option<Self> {
        let (account_id, region) = place(context, private).await?;
        Some(Self { account_id, region, task_id: id.clone() })
    }

    /// The ID to import.
    ///
    /// # Errors
    /// The task is in another account or region than that of the provider block.
    pub(in crate::resources) async fn import_id(
        &self,
        context: &Context<Clouds>,
        type_name: &str,
    ) -> Result<&str, Diagnostics> {
        must_be_own_place(context, type_name, &self.account_id, &self.region).await?;
        Ok(self.task_id.as_str().unwrap_or_default())
    }
}

impl InstanceIdentity {
    /// The identity of a listed instance.
    pub(super) fn new(account_id: &str, region: &str, instance_id: &str) -> Self {
        Self { account_id: account_id.into(), region: region.into(), instance_id: instance_id.into() }
    }

    /// The identity of an instance; none offline.
    pub(in crate::resources) async fn of(
        context: &Context<Clouds>,
        private: &Private,
        id: &Attr<String>,
    ) -> Option<Self> {
        let (account_id, region) = place(context, private).await?;
        Some(Self { account_id, region, instance_id: id.clone() })
    }

    /// The ID to import.
    ///
    /// # Errors
    /// The instance is in another account or region than that of the provider block.
    pub(in crate::resources) async fn import_id(
        &self,
        context: &Context<Clouds>,
        type_name: &str,
    ) -> Result<&str, Diagnostics> {
        must_be_own_place(context, type_name, &self.account_id, &self.region).await?;
        Ok(self.instance_id.as_str().unwrap_or_default())
    }
}

async fn place(context: &Context<Clouds>, private: &Private) -> Option<(Attr<String>, Attr<String>)> {
    let account = account(context).ok()?;
    Some((owner(account, context, private).await?.into(), region(account, private)?.into()))
}

async fn must_be_own_place(
    context: &Context<Clouds>,
    type_name: &str,
    account_id: &Attr<String>,
    region: &Attr<String>,
) -> Result<(), Diagnostics> {
    let account = account(context)?;
    must_be_own_region(account, type_name, region.as_str().unwrap_or_default())?;
    must_be_own_account(account, context, type_name, account_id.as_str()).await
}
