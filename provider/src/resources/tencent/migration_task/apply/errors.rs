//! Errors of configuring a job, on the argument they are about.

use cloud_core::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::{
    diagnostics::{cloud_error, cloud_error_at},
    facts::tencent::{CrossAccount as Support, engine},
    resources::tencent::{
        migration_task::schema::endpoint::{CrossAccount, Endpoint},
        source_account::who_trusts_whom,
    },
    rules::tencent::role_arn,
};

const CANNOT_CONFIGURE: &str = "Cannot configure the migration task";

/// The error of assuming the role of the source's owner.
pub(super) fn role_error(arn: &str, tried: &str, error: &Error) -> Diagnostic {
    let argument = if error.code() == Some("InternalError.GetRoleError") { "role_name" } else { "account_id" };
    let path = AttributePath::of(&["source", "cross_account", argument]);
    let mut diagnostic = cloud_error_at(path, "Cannot assume the role of the source's owner", tried, error);
    diagnostic.detail.push_str(&who_trusts_whom(arn, "cross_account.external_id must be its external_id"));
    diagnostic
}

/// The error of listing the instances of the source's owner.
pub(super) fn instance_error(source: &Endpoint, tried: &str, error: &Error) -> Diagnostic {
    let path = AttributePath::of(&["source", "cross_account", "role_name"]);
    let mut diagnostic = cloud_error_at(path, "The role of the source's owner does not reach the source", tried, error);
    if let Some(other) = source.cross_account.get() {
        diagnostic.detail.push_str(&format!("\n\nThe role is {}.", arn_of(other)));
    }
    let row = source.engine.as_str().and_then(engine).filter(|row| row.cross_account == Support::Ticket);
    if let (Some(row), true) = (row, error.code().is_some_and(|code| code.starts_with("UnsupportedOperation"))) {
        diagnostic.detail.push_str(&format!(
            " DTS migrates {} databases of another account only after a ticket: submit one at Tencent Cloud, and apply again.",
            row.name
        ));
    }
    diagnostic
}

/// The other account has no such instance.
pub(super) fn no_such_instance(source: &Endpoint, id: &str) -> Diagnostic {
    let owner = source.cross_account.get().and_then(|other: &CrossAccount| other.account_id.as_str());
    Diagnostic::error(
        "The source does not exist",
        format!(
            "DTS DescribeMigrateDBInstances returned no {engine} instance {id} of account {owner} in region {region}. The job was not \
             configured. Check instance_id, engine, region and cross_account.account_id of the source.",
            owner = owner.unwrap_or_default(),
            engine = source.engine.as_str().unwrap_or_default(),
            region = source.region.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["source", "instance_id"]))
}

fn arn_of(other: &CrossAccount) -> String {
    role_arn(other.account_id.as_str().unwrap_or_default(), other.role_name.as_str().unwrap_or_default())
}

/// An error of ModifyMigrationJob.
pub(super) fn configure_error(tried: &str, error: &Error) -> Diagnostic {
    cloud_error(CANNOT_CONFIGURE, tried, error)
}
