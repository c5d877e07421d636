//! CreateRole, and what follows from its answer or from having none.

use std::time::Duration;

use alibaba::{
    Error,
    ram::{CreateRole, CreatedRole},
    wire::{JsonTags, Tag},
};
use jiff::Timestamp;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};
use tokio::time::{Instant, sleep};

use super::{
    TYPE,
    adopt::{Wanted, announcement, judge},
    role::{Found, look_up},
};
use crate::{
    accounts::InFlightNames,
    diagnostics::{cloud_error, with_ready_import},
    resources::shared::{Session, until_settled},
};

/// CreateRole is called again, after these pauses in milliseconds, when its answers are lost and no role is there. A role's name is unique,
/// so that calling it again can make no second one.
const PAUSES: [u64; 4] = [500, 1000, 2000, 4000];

/// The role to go on with.
pub(super) enum Made {
    /// Made just now.
    New(CreatedRole),
    /// Found: made before, by us. The warning says so.
    Found(Box<Found>, Diagnostic),
}

impl Made {
    /// The id RAM gave it.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::New(role) => &role.role_id,
            Self::Found(found, _) => &found.role.role_id,
        }
    }
}

/// Why there is no role to go on with.
enum Trouble {
    /// The answer was lost, and no role is there.
    Absent(Error),
    /// Anything else.
    Final(Diagnostic),
}

/// Makes the role, or finds the one an apply that did not end has made.
pub(super) async fn make(
    session: &Session<'_>,
    wanted: &Wanted<'_>,
    in_flight: &InFlightNames,
) -> Result<Made, Diagnostic> {
    let mut outcome = round(session, wanted, in_flight, false).await;
    for pause in PAUSES.map(Duration::from_millis) {
        if !matches!(outcome, Err(Trouble::Absent(_))) || Instant::now() + pause >= session.deadline {
            break;
        }
        tokio::select! {
            () = session.cancel.cancelled() => break,
            () = sleep(pause) => outcome = round(session, wanted, in_flight, true).await,
        }
    }
    outcome.map_err(|trouble| match trouble {
        Trouble::Absent(error) => not_made(wanted, &error),
        Trouble::Final(diagnostic) => diagnostic,
    })
}

/// One call. `lost` says whether the answer of an earlier one was.
async fn round(
    session: &Session<'_>,
    wanted: &Wanted<'_>,
    in_flight: &InFlightNames,
    lost: bool,
) -> Result<Made, Trouble> {
    let action = request(wanted);
    let error = match session.call(&action).await {
        Ok(answered) => return Ok(Made::New(answered.answer.role)),
        Err(error) => error,
    };
    let lost = lost || error.outcome_unknown();
    match look(session, &action.role_name, &error).await {
        Look::Found(found) => adopt(found, wanted, in_flight, lost, &error).map_err(Trouble::Final),
        Look::Absent => Err(Trouble::Absent(error)),
        Look::None => Err(Trouble::Final(not_made(wanted, &error))),
    }
}

fn request(wanted: &Wanted<'_>) -> CreateRole {
    let planned = wanted.planned;
    CreateRole {
        role_name: planned.role_name.or(String::new()),
        assume_role_policy_document: planned.trust_policy.or(String::new()),
        description: planned.description.clone().into_option(),
        max_session_duration: planned.max_session_duration.clone().into_option(),
        tags: JsonTags(wanted.tags().into_iter().map(|(key, value)| Tag::new(key, value)).collect()),
    }
}

/// What a look after a failed CreateRole shows.
enum Look {
    /// A role of this name.
    Found(Box<Found>),
    /// None: the call had no effect.
    Absent,
    /// There was nothing to look for, or no way to.
    None,
}

async fn look(session: &Session<'_>, name: &str, error: &Error) -> Look {
    let looked = if error.is_already_exists() {
        // It is there, but perhaps not seen by every call yet.
        until_settled(session, || look_up(session, name)).await
    } else if error.outcome_unknown() && !error.is_cancelled() {
        look_up(session, name).await
    } else {
        return Look::None;
    };
    match looked {
        Ok(found) => Look::Found(Box::new(found)),
        Err(unseen) if unseen.is_not_found() && !error.is_already_exists() => Look::Absent,
        Err(_) => Look::None,
    }
}

fn adopt(
    found: Box<Found>,
    wanted: &Wanted<'_>,
    in_flight: &InFlightNames,
    lost: bool,
    error: &Error,
) -> Result<Made, Diagnostic> {
    // Another resource of this configuration made it a moment ago.
    if in_flight.holds(&found.role.role_id) {
        return Err(not_made(wanted, error));
    }
    let Some(sign) = judge(&found, wanted, Timestamp::now()) else { return Err(exists(wanted, error)) };
    in_flight.hold_adopted(&found.role.role_id);
    let warning = announcement(&found, wanted, sign, lost);
    Ok(Made::Found(found, warning))
}

fn not_made(wanted: &Wanted<'_>, error: &Error) -> Diagnostic {
    if error.is_already_exists() {
        exists(wanted, error)
    } else {
        cloud_error("Cannot create the RAM role", &tried(wanted), error)
    }
}

fn exists(wanted: &Wanted<'_>, error: &Error) -> Diagnostic {
    let summary = "The RAM role exists already";
    let mut exists = if error.is_already_exists() {
        cloud_error(summary, &tried(wanted), error)
    } else {
        let said = format!(
            "{}: no answer came ({error}). A role of this name is there, and it is not what was asked for.",
            tried(wanted)
        );
        Diagnostic::error(summary, said)
    };
    exists.detail.push_str(
        "\n\nIf it is the role a replacement is to destroy: a role's name is unique in its account, so that with \
         create_before_destroy the new role cannot have the name of the old. Take create_before_destroy out of the lifecycle \
         block, or write another role_name.",
    );
    with_ready_import(exists, TYPE, wanted.planned.role_name.as_str().unwrap_or_default())
        .at(AttributePath::of(&["role_name"]))
}

fn tried(wanted: &Wanted<'_>) -> String {
    format!("Creating RAM role {:?} in account {}", wanted.planned.role_name.or(String::new()), wanted.here)
}
