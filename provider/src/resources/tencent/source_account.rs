//! The account that owns the source of a migration: temporary keys of its role, and its list of instances. The task and the data source
//! of the instances use both.

use cloud_core::Error;
use tencent::{
    Secret,
    dts::{DbInstance, DescribeMigrateDBInstances},
    sts::{AssumeRole, TemporaryCredentials},
};

use crate::{accounts::tencent::Session, resources::shared::retry_until_consistent, rules::tencent::parse_role_arn};

/// Name of the session, which the audit log of the other account shows.
const SESSION_NAME: &str = "terraform-provider-dts";
/// Validity of the keys: the longest one that every role allows.
const VALID_SECONDS: i64 = 7200;

/// Temporary keys of a role. A role and a policy that were created a moment ago have their time to become visible.
///
/// # Errors
/// The role cannot be assumed.
pub(crate) async fn assume(
    session: &Session<'_>,
    role_arn: &str,
    external_id: Option<&str>,
) -> Result<TemporaryCredentials, Error> {
    let request = AssumeRole {
        role_arn: role_arn.to_owned(),
        role_session_name: SESSION_NAME.to_owned(),
        duration_seconds: Some(VALID_SECONDS),
        external_id: external_id.map(Secret::from),
        ..AssumeRole::default()
    };
    Ok(retry_until_consistent(session, || session.call(&request)).await?.answer.credentials)
}

/// The instances of an engine that can be a source, in the region of the session: those of the account of the keys, or of the own
/// account without keys. DTS lists them as the console does. `only` is the ID of the only one to list.
///
/// # Errors
/// The call failed, or the role does not have the policies.
pub(crate) async fn instances(
    session: &Session<'_>,
    engine: &str,
    only: Option<&str>,
    keys: Option<&TemporaryCredentials>,
) -> Result<Vec<DbInstance>, Error> {
    let request = DescribeMigrateDBInstances {
        database_type: engine.to_owned(),
        migrate_role: Some("src".to_owned()),
        instance_id: only.map(str::to_owned),
        account_mode: Some(if keys.is_some() { "other" } else { "self" }.to_owned()),
        tmp_secret_id: keys.map(|keys| keys.tmp_secret_id.clone()),
        tmp_secret_key: keys.map(|keys| keys.tmp_secret_key.clone()),
        tmp_token: keys.map(|keys| keys.token.clone()),
        ..DescribeMigrateDBInstances::default()
    };
    retry_until_consistent(session, || session.source_instances(&request)).await
}

/// What must be true of the role of another account, after the error of a call that assumes it. `external_id` says what must be true of
/// its external ID.
pub(crate) fn who_trusts_whom(arn: &str, external_id: &str) -> String {
    let (account, role) = parse_role_arn(arn).unwrap_or_default();
    format!(
        "\n\nThe source belongs to account {account}, and the provider assumes the role {role:?} there ({arn}). Check the \
         dts_cam_role_trust that creates this role: it must be applied with the credentials of account {account}, its \
         trusted_account_ids must contain the root account that runs the job, and {external_id}. If a \
         sub-user runs Terraform, a dts_cam_assume_role_grant of the root account must allow it to assume this role: role_arns = \
         [{arn:?}], with the UIN of the sub-user in user_uins."
    )
}
