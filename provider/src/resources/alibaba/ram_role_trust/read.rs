//! Refresh: reads the role.

use alibaba::Error;
use tfplugin::{
    context::Context, diagnostic::Diagnostic, model::Attr, private::Private, resource::Outcome, timeouts::Operation,
};

use super::{
    TIMEOUTS, TYPE,
    model::TrustModel,
    role::{Found, look_up, state_of},
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::{cloud_error, with_ready_import},
    resources::shared::{CreateRecords, Session},
};

/// Reads the role. Offline, the state stays as it is.
pub(super) async fn refresh(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = account.online() else { return Outcome::done(state).with_private(private) };
    // A role of this name in another account is another role.
    let account_id = match account.must_be(state.account_id.as_str(), &context.cancel).await {
        Ok(account_id) => account_id,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let name = state.role_name.or(String::new());
    match look_up_again_if_other(&session, &name, &state).await {
        Ok(found) if is_other(&found, &state) => {
            let other = other_role(&name, &found, &state);
            Outcome::with_state(state, other).with_private(private)
        }
        Ok(found) => {
            if state.role_id.as_str() == Some(&found.role.role_id) {
                let is_tagged = account.ownership_id().is_some();
                CreateRecords::of_process().found_in_state(TYPE, &found.role.role_id, is_tagged);
            }
            Outcome::done(state_of(found, state)).with_private(private)
        }
        // An import: it has never been read.
        Err(error) if error.is_not_found() && state.role_id.is_null() => {
            Outcome::with_state(state, no_such_role(&name, &account_id)).with_private(private)
        }
        Err(error) if error.is_not_found() => {
            CreateRecords::of_process().forget_object(TYPE, state.role_id.as_str().unwrap_or_default());
            Outcome::gone()
        }
        Err(error) => {
            let diagnostic = cloud_error("Cannot read the RAM role", &format!("Reading RAM role {name:?}"), &error);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

/// Reads the role. If it seems to be another one than that of the state, reads it once more: one answer may be wrong.
async fn look_up_again_if_other(session: &Session<'_>, name: &str, state: &TrustModel) -> Result<Found, Error> {
    match look_up(session, name).await {
        Ok(found) if is_other(&found, state) => look_up(session, name).await,
        other => other,
    }
}

/// Whether the role is another one than that of the state. The state has the IDs of the create.
fn is_other(found: &Found, state: &TrustModel) -> bool {
    let differs = |known: &Attr<String>, found: &str| known.as_str().is_some_and(|known| known != found);
    differs(&state.role_id, &found.role.role_id) || differs(&state.arn, &found.role.arn)
}

fn other_role(name: &str, found: &Found, state: &TrustModel) -> Diagnostic {
    let text = |value: &Attr<String>| value.as_str().unwrap_or_default().to_owned();
    let error = Diagnostic::error(
        "Another RAM role of the same name",
        format!(
            "RAM GetRole returned role {name:?} with the RoleId {} and the ARN {}. The state has the RoleId {} and the ARN {}: the role of \
             the state was deleted, and someone has created another one of the same name. Terraform does not change this role. Remove \
             the old role from the state (terraform state rm).",
            found.role.role_id,
            found.role.arn,
            text(&state.role_id),
            text(&state.arn)
        ),
    );
    with_ready_import(error, TYPE, name)
}

fn no_such_role(name: &str, account_id: &str) -> Diagnostic {
    Diagnostic::error(
        "No such RAM role",
        format!(
            "There is no RAM role {name:?} in account {account_id}, so it cannot be imported. Check the name, or use the provider alias of \
             the account that owns the role."
        ),
    )
}
