//! `dts_tencent_source_instances`: the managed databases that can be the source of a migration, also those of another account.

use async_trait::async_trait;
use cloud_core::Error;
use tencent::dts::DbInstance;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, List},
    path::AttributePath,
    validate::one_of,
};

use super::{migration_job::text, session};
use crate::{
    accounts::{Clouds, tencent::account},
    diagnostics::{cloud_error, cloud_error_at},
    facts::tencent as facts,
    resources::tencent::{
        migration_task::own_account,
        source_account::{assume, instances, who_trusts_whom},
    },
    rules::tencent as rules,
};

const TYPE: &str = "dts_tencent_source_instances";

/// What must be true of the external ID of a role: the data source sends none.
const NO_EXTERNAL_ID: &str = "the role must not require an external ID (for one that does, use a provider block with assume_role and its \
     external_id, without cross_account)";

/// Lists the managed databases of an engine that can be the source of a migration, in the region of the provider block: the list that the console shows after the region of the source was chosen. With `cross_account`, it has the databases of another account, so it also shows whether the role and its policies are complete.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct SourceInstances {
    /// Database engine, by its name in the API.
    #[attr(required, validate(one_of(facts::engine_words())))]
    engine: Attr<String>,
    /// Lists only the instance with this ID.
    #[attr(optional, validate(rules::database_id()))]
    instance_id: Attr<String>,
    /// The instances. Empty if there are none.
    #[attr(computed)]
    instances: Attr<List<SourceInstance>>,
    /// The account that owns the databases, if it is not the account of the provider block.
    #[block]
    cross_account: Attr<Owner>,
}

/// The account that owns the databases. The provider assumes its role, and hands the temporary keys to DTS. They are stored neither in the state nor in plans. A role that requires an external ID cannot be used here, because Terraform stores the arguments of data sources in the state: use a provider block with `assume_role` and its `external_id`, without `cross_account`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Owner {
    /// UIN of the root account that owns the databases.
    #[attr(required, validate(rules::uin()))]
    account_id: Attr<String>,
    /// Name of the CAM role in that account, from `role_name` of its `dts_cam_role_trust`.
    #[attr(required, validate(rules::role_name()))]
    role_name: Attr<String>,
}

/// A managed database.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct SourceInstance {
    /// ID of the instance, for `source.instance_id` of a task.
    #[attr(computed)]
    id: Attr<String>,
    /// Name of the instance.
    #[attr(computed)]
    name: Attr<String>,
    /// Address in its network.
    #[attr(computed)]
    host: Attr<String>,
    /// Port.
    #[attr(computed)]
    port: Attr<i64>,
    /// Whether DTS can use it as a source.
    #[attr(computed)]
    usable: Attr<bool>,
    /// Why DTS cannot use it. Not set if it can.
    #[attr(computed)]
    reason: Attr<String>,
}

/// The data source.
pub(super) struct TencentSourceInstances;

#[async_trait]
impl DataSource for TencentSourceInstances {
    type Model = SourceInstances;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: SourceInstances) -> Result<SourceInstances, Diagnostics> {
        let session = session(context, TYPE).await?;
        let engine = config.engine.or(String::new());
        let (keys, owner) = match config.cross_account.get() {
            None => (None, None),
            Some(owner) => {
                let own = account(context)?.id(&context.cancel).await?;
                let id = owner.account_id.or(String::new());
                if id == own {
                    let path = AttributePath::of(&["cross_account", "account_id"]);
                    return Err(own_account(path, "reads this data source", &own).into());
                }
                let arn = rules::role_arn(&id, &owner.role_name.or(String::new()));
                let keys = assume(&session, &arn, None).await;
                (Some(keys.map_err(|error| role_error(&arn, &error))?), Some(arn))
            }
        };
        let only = config.instance_id.as_str();
        let found = instances(&session, &engine, only, keys.as_ref())
            .await
            .map_err(|error| list_error(&engine, owner.as_deref(), &error))?;
        Ok(SourceInstances { instances: found.into_iter().map(listed).collect::<List<_>>().into(), ..config })
    }
}

/// The error of assuming the role.
fn role_error(arn: &str, error: &Error) -> Diagnostic {
    let argument = if error.code() == Some("InternalError.GetRoleError") { "role_name" } else { "account_id" };
    let path = AttributePath::of(&["cross_account", argument]);
    let mut diagnostic =
        cloud_error_at(path, "Cannot assume the role of the source's owner", &format!("Assuming role {arn}"), error);
    diagnostic.detail.push_str(&who_trusts_whom(arn, NO_EXTERNAL_ID));
    diagnostic
}

/// The error of listing the instances.
fn list_error(engine: &str, role: Option<&str>, error: &Error) -> Diagnostic {
    let tried = format!("Listing the {engine} instances");
    let Some(role) = role else { return cloud_error("Cannot list the instances", &tried, error) };
    let path = AttributePath::of(&["cross_account", "role_name"]);
    let mut diagnostic =
        cloud_error_at(path, "The role of the source's owner does not reach the instances", &tried, error);
    diagnostic.detail.push_str(&format!("\n\nThe role is {role}."));
    diagnostic
}

fn listed(instance: DbInstance) -> SourceInstance {
    let usable = instance.usable != Some(0);
    SourceInstance {
        id: instance.instance_id.into(),
        name: text(instance.instance_name),
        host: text(instance.vip),
        port: instance.vport.filter(|port| *port > 0).into(),
        usable: usable.into(),
        reason: if usable { Attr::Null } else { text(instance.hint) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_that_cannot_be_used_has_a_reason() {
        let instance = DbInstance { usable: Some(1), hint: "ok".into(), vport: Some(0), ..DbInstance::default() };
        assert_eq!(listed(instance.clone()).reason, Attr::Null);
        assert_eq!(listed(instance).port, Attr::Null);
        let stopped = DbInstance { usable: Some(0), hint: "It is not running.".into(), ..DbInstance::default() };
        assert_eq!(listed(stopped.clone()).reason.as_str(), Some("It is not running."));
        assert_eq!(listed(stopped).usable, Attr::Known(false));
    }
}
