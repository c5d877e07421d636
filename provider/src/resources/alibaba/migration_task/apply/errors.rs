//! Errors of configuring a task, on the block they are about.

use std::time::Duration;

use alibaba::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::diagnostics::cloud_error_at;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side},
    model::TaskModel,
};

/// For how long DTS may not see a role that was just created.
pub(super) const ROLE_PROPAGATION: Duration = Duration::from_secs(60);

/// An error of ConfigureDtsJob or StartDtsJob.
pub(crate) fn configure_error(planned: &TaskModel, tried: &str, error: &Error) -> Diagnostic {
    let noun = planned.kind.noun;
    let path = if is_about_a_role(error) { cross_account_path(planned, error) } else { AttributePath::root() };
    let mut diagnostic = cloud_error_at(path, &format!("Cannot configure the {noun} task"), tried, error);
    if is_about_a_role(error) {
        diagnostic.detail.push_str(&who_trusts_whom(planned, exists(error)));
        if may_be_a_fresh_role(error) {
            let limit = ROLE_PROPAGATION.as_secs();
            let repeated = format!(
                "\n\nThe call was repeated for up to {limit} seconds, because DTS sees a role some seconds after its creation."
            );
            diagnostic.detail.push_str(&repeated);
        }
    }
    diagnostic
}

/// Whether DTS could not use the role of an end's owner.
fn is_about_a_role(error: &Error) -> bool {
    error.code().is_some_and(|code| {
        let code = code.strip_prefix("DTS.Msg.").unwrap_or(code);
        code == "AssumeRoleFail"
            || code == "NoPermission"
            || code == "Abnormal.RamCheckUserRole"
            || code.contains("AliyunUidFormat")
            || code.contains("AliyunUIDNotFound")
    })
}

/// Whether a role that was made a moment ago may explain the error.
pub(crate) fn may_be_a_fresh_role(error: &Error) -> bool {
    error.api().is_some_and(|api| {
        (api.code == "AssumeRoleFail" && !api.message.contains("Invalid role arn")) || api.code == "EntityNotExist.Role"
    })
}

fn crossing(planned: &TaskModel) -> impl Iterator<Item = (Side, &Endpoint)> {
    let ends = [(Side::Source, &planned.source), (Side::Destination, &planned.destination)];
    ends.into_iter().filter_map(|(side, end)| Some((side, end.get()?))).filter(|(_, end)| end.cross_account.is_known())
}

/// DTS does not say which end it means: with one cross-account end it is that one. Of two, some messages name the account of one.
fn cross_account_path(planned: &TaskModel, error: &Error) -> AttributePath {
    let message = error.api().map(|api| api.message.as_str()).unwrap_or_default();
    let account = |end: &Endpoint| end.cross_account.get().and_then(|owner| owner.account_id.clone().into_option());
    let is_named = |end: &Endpoint| account(end).is_some_and(|id| message.contains(&id));
    let named: Vec<Side> = crossing(planned).filter(|(_, end)| is_named(end)).map(|(side, _)| side).collect();
    let all: Vec<Side> = crossing(planned).map(|(side, _)| side).collect();
    match if named.is_empty() { all } else { named }.as_slice() {
        [side] => AttributePath::of(&[side.block(), "cross_account", "role_name"]),
        _ => AttributePath::root(),
    }
}

/// Whether the role is there, so that its trust policy may be the cause.
fn exists(error: &Error) -> bool {
    let is_missing = |text: &str| text.contains("EntityNotExist");
    error.api().is_none_or(|api| !is_missing(&api.code) && !is_missing(&api.message))
}

/// Which role DTS uses where, and what to check of a role that exists.
fn who_trusts_whom(planned: &TaskModel, exists: bool) -> String {
    let mut text = String::new();
    for (side, end) in crossing(planned) {
        let Some(other) = end.cross_account.get() else { continue };
        let of_reverse = || format!("The {side} of the reverse direction (block {})", side.other().block());
        let name = if planned.kind.is_reverse() { of_reverse() } else { side.block().to_owned() };
        let (owner, role) = (other.account_id.as_str().unwrap_or("?"), other.role_name.as_str().unwrap_or("?"));
        text.push_str(&format!(
            "\n\n{name} belongs to account {owner}; DTS is configured to use the role {role:?} there."
        ));
        if exists {
            text.push_str(&format!(
                " Check the dts_ram_role_trust that creates this role: it must be applied with the credentials of account {owner}, \
                 and its trusted_account_ids must contain the account that creates this task."
            ));
        }
    }
    text
}
