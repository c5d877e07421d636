//! Whether DTS reaches a database: where it is, whose it is, and whether the login is right.

mod credentials;
mod locate;

use crate::core::world::TencentDatabase;
use crate::tencent::context::CallContext;

use super::job::{Endpoint, Job};

pub(super) use credentials::{owner_of, permit_listing};

/// Why a database is not reached.
#[derive(Debug, Clone)]
pub(super) struct Unreachable {
    /// The code of the error of a call with the same cause.
    pub(super) code: &'static str,
    pub(super) reason: String,
    pub(super) solution: &'static str,
}

impl Unreachable {
    pub(super) fn new(code: &'static str, reason: impl Into<String>, solution: &'static str) -> Self {
        Self { code, reason: reason.into(), solution }
    }
}

/// The database of an endpoint, if DTS can log in to it.
pub(super) fn reach<'a>(
    context: CallContext<'a>,
    job: &Job,
    endpoint: &Endpoint,
) -> Result<&'a TencentDatabase, Unreachable> {
    let node = endpoint.first().ok_or_else(|| {
        Unreachable::new("InvalidParameter", "The endpoint names no database.", "Configure the endpoint.")
    })?;
    let database = if endpoint.fields.get("AccessType") == Some("cdb") {
        let owner = owner_of(context, &job.account, node, endpoint)?;
        locate::instance(context, &owner, endpoint, node)?
    } else {
        locate::address(context, node)?
    };
    let wrong_user = !database.user.is_empty() && node.fields.text("User") != database.user;
    if wrong_user || node.password != database.password {
        let reason =
            format!("Error 1045 (28000): Access denied for user '{}' to {}.", node.fields.text("User"), database.id());
        return Err(Unreachable::new(
            "FailedOperation",
            reason,
            "Check the user name and the password of the database.",
        ));
    }
    Ok(database)
}
