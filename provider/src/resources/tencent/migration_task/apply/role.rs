//! The role of the source's owner: its temporary keys for DTS, and whether they reach the source.

use tencent::sts::TemporaryCredentials;
use tfplugin::diagnostic::Diagnostic;

use super::errors::{instance_error, no_such_instance, role_error};
use crate::{
    accounts::tencent::Session,
    resources::{
        shared::OperationError,
        tencent::{
            migration_task::{
                arguments::AssumedRole,
                schema::{
                    endpoint::{CrossAccount, Endpoint},
                    model::TaskModel,
                },
            },
            source_account,
        },
    },
    rules::tencent::role_arn,
};

/// Temporary keys of the role of the source's owner, if the source belongs to another account. A role and a policy that were created a
/// moment ago have their time to become visible.
///
/// # Errors
/// The role cannot be assumed, or does not reach the source.
pub(super) async fn assume(
    session: &Session<'_>,
    planned: &TaskModel,
    config: &TaskModel,
) -> Result<Option<AssumedRole>, OperationError> {
    let Some(source) = planned.source.get() else { return Ok(None) };
    let Some(other) = source.cross_account.get() else { return Ok(None) };
    let (account, role) = (other.account_id.or(String::new()), other.role_name.or(String::new()));
    let arn = role_arn(&account, &role);
    let credentials = source_account::assume(session, &arn, external_id(config)).await.map_err(|error| {
        let tried = format!("Assuming role {role:?} of account {account}");
        OperationError::of_call(&error, &tried, |error| role_error(&arn, &tried, error))
    })?;
    reach(session, source, &credentials).await?;
    Ok(Some(credentials))
}

fn external_id(config: &TaskModel) -> Option<&str> {
    let source = config.source.get()?;
    source.cross_account.get().and_then(|other: &CrossAccount| other.external_id.as_str())
}

/// Looks for the source in the list of instances of the other account, as the console does. DTS lists the instances of the region of
/// the request only.
async fn reach(session: &Session<'_>, source: &Endpoint, keys: &TemporaryCredentials) -> Result<(), OperationError> {
    let id = source.instance_id.or(String::new());
    if source.region.as_str() != Some(session.region().as_str()) || id.is_empty() {
        return Ok(());
    }
    let engine = source.engine.or(String::new());
    let listed = source_account::instances(session, &engine, Some(&id), Some(keys)).await.map_err(|error| {
        let tried = format!("Looking for instance {id} in the account of the source");
        OperationError::of_call(&error, &tried, |error| instance_error(source, &tried, error))
    })?;
    let found: Option<Diagnostic> = match listed.iter().any(|instance| instance.instance_id == id) {
        true => None,
        false => Some(no_such_instance(source, &id)),
    };
    found.map_or(Ok(()), |error| Err(error.into()))
}
