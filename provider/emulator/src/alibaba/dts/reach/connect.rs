//! Whether DTS can reach the database of a side and log in.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::job::Job;
use crate::core::secret::Secret;
use crate::core::world::Database;

use super::cross_account::{self, Failure};
use super::locate::{locate, nothing_there};

/// Why a database cannot be reached.
#[derive(Debug, Clone)]
pub(crate) struct Unreachable {
    /// The finding, as a sentence.
    pub(crate) found: String,
    /// Set when the database account is the cause.
    pub(crate) failure: Option<Failure>,
}

/// The database of a side, if DTS may use it, can find it, and can log in.
pub(crate) fn reach<'a>(context: CallContext<'a>, job: &Job, side: Side) -> Result<&'a Database, Unreachable> {
    let endpoint = job.side(side);
    let account = cross_account::account_of(context, &job.account, endpoint)
        .map_err(|failure| Unreachable { found: failure.message.clone(), failure: Some(failure) })?;
    let stopped = |found: String| Unreachable { found, failure: None };
    let database = locate(context, &account, job, side).ok_or_else(|| stopped(nothing_there(job, side, &account)))?;
    if !database.engine.eq_ignore_ascii_case(endpoint.engine()) {
        return Err(stopped(format!("{} is a {} database, not {}", database.id, database.engine, endpoint.engine())));
    }
    // The real server checks the login.
    if database.real.is_some() {
        return Ok(database);
    }
    // An absent password is an empty one: some servers need none.
    let password = job.password(side).map_or("", Secret::expose);
    let user = endpoint.field("UserName");
    // Redis has a default user.
    let is_default = user.is_empty() && endpoint.is_engine(&["Redis"]);
    let is_user = is_default || user == database.username || database.other_users.iter().any(|one| one == user);
    if !is_user || password != database.password.expose() {
        return Err(stopped(format!("access denied for user {user} at {}", database.id)));
    }
    for (what, given, there) in [
        ("database", endpoint.field("DatabaseName"), &database.database),
        ("SID", endpoint.field("OracleSID"), &database.oracle_sid),
    ] {
        if !given.is_empty() && there.as_deref().is_some_and(|there| there != given) {
            return Err(stopped(format!("{} has no {what} {given}", database.id)));
        }
    }
    Ok(database)
}
