//! The role of the source's owner: its temporary keys for DTS, and whether they reach the source.

use tencent::{
    Secret,
    dts::DescribeMigrateDBInstances,
    sts::{AssumeRole, AssumedRole as Answer},
};
use tfplugin::diagnostic::Diagnostic;

use super::errors::{instance_error, no_such_instance, role_error};
use crate::{
    accounts::tencent::Session,
    resources::{
        shared::{OperationError, retry_until_consistent},
        tencent::migration_task::{
            arguments::AssumedRole,
            schema::{
                endpoint::{CrossAccount, Endpoint},
                model::TaskModel,
            },
        },
    },
    rules::tencent::role_arn,
};

/// Name of the session, which the audit log of the other account shows.
const SESSION_NAME: &str = "terraform-provider-dts";
/// Validity of the keys: the longest one that every role allows.
const VALID_SECONDS: i64 = 7200;

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
    let request = AssumeRole {
        role_arn: role_arn(&account, &role),
        role_session_name: SESSION_NAME.to_owned(),
        duration_seconds: Some(VALID_SECONDS),
        external_id: external_id(config),
        ..AssumeRole::default()
    };
    let assumed = retry_until_consistent(session, || session.call(&request)).await;
    let Answer { credentials, .. } = assumed
        .map_err(|error| {
            let tried = format!("Assuming role {role:?} of account {account}");
            OperationError::of_call(&error, &tried, |error| role_error(&request.role_arn, &tried, error))
        })?
        .answer;
    reach(session, source, &credentials).await?;
    Ok(Some(credentials))
}

fn external_id(config: &TaskModel) -> Option<Secret> {
    let source = config.source.get()?;
    source.cross_account.get().and_then(|other: &CrossAccount| other.external_id.as_str()).map(Secret::from)
}

/// Looks for the source in the list of instances of the other account, as the console does. DTS lists the instances of the region of
/// the request only.
async fn reach(session: &Session<'_>, source: &Endpoint, keys: &AssumedRole) -> Result<(), OperationError> {
    let id = source.instance_id.or(String::new());
    if source.region.as_str() != Some(session.region().as_str()) || id.is_empty() {
        return Ok(());
    }
    let secret = |secret: &Secret| Some(secret.clone());
    let request = DescribeMigrateDBInstances {
        database_type: source.engine.or(String::new()),
        migrate_role: Some("src".to_owned()),
        instance_id: Some(id.clone()),
        account_mode: Some("other".to_owned()),
        tmp_secret_id: secret(&keys.tmp_secret_id),
        tmp_secret_key: secret(&keys.tmp_secret_key),
        tmp_token: secret(&keys.token),
        ..DescribeMigrateDBInstances::default()
    };
    let listed = retry_until_consistent(session, || session.call(&request)).await.map_err(|error| {
        let tried = format!("Looking for instance {id} in the account of the source");
        OperationError::of_call(&error, &tried, |error| instance_error(source, &tried, error))
    })?;
    let found: Option<Diagnostic> = match listed.answer.instances.iter().any(|instance| instance.instance_id == id) {
        true => None,
        false => Some(no_such_instance(source, &id)),
    };
    found.map_or(Ok(()), |error| Err(error.into()))
}
