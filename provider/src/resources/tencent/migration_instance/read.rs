//! Refresh: one call. The plan that follows reports what it saw.

use jiff::Timestamp;
use tfplugin::{
    context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation as Timeout,
};

use super::{TIMEOUTS, TYPE, job::state_of, model::InstanceModel};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{
            Absence, CreateRecords, RELEASED, is_released,
            job_history::{self, Loss, loss_of},
            moved,
        },
        tencent::job::{detail_of, no_such_import},
    },
};

/// Reads the job. Offline, the state stays as it is.
pub(super) async fn refresh(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
) -> Outcome<InstanceModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = account.online() else { return Outcome::done(state).with_private(private) };
    // In another account, "not found" would mean nothing.
    let account_id = match account.must_be_place_of(&private, &context.cancel).await {
        Ok(account_id) => account_id,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Timeout::Read));
    let id = state.id.or(String::new());
    let absence = if is_released(&state) { Absence::Counts } else { Absence::of(&private, Timestamp::now()) };
    match detail_of(&session, &id, absence).await {
        Ok(Some(job)) => {
            let is_tagged = account.ownership_id().is_some();
            CreateRecords::of_process().found_in_state(TYPE, &id, is_tagged);
            context.data().iter().for_each(|clouds| clouds.tencent_jobs.hold(&id));
            found(state_of(&job, state), private)
        }
        // An import: it has never been read.
        Ok(None) if state.status.is_null() => {
            let absent = no_such_import("migration job", &id, &account_id, &session.region(), moved::arrival(&private));
            Outcome::with_state(state, absent).with_private(private)
        }
        Ok(None) => lost(state, private),
        Err(error) => {
            let diagnostic =
                cloud_error("Cannot read the migration job", &format!("Reading migration job {id}"), &error);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

fn found(state: InstanceModel, mut private: Private) -> Outcome<InstanceModel> {
    moved::record_read(&mut private);
    job_history::record_stage(&mut private, &state);
    Absence::record_seen(&mut private, Timestamp::now());
    Outcome::done(state).with_private(private)
}

/// The outcome for a job that does not exist any more. If no data has moved, the next plan buys a new one. Otherwise a new job would copy
/// the data again: that needs `restart_on_loss`.
fn lost(state: InstanceModel, private: Private) -> Outcome<InstanceModel> {
    CreateRecords::of_process().forget_object(TYPE, state.id.as_str().unwrap_or_default());
    if loss_of(&private, &state, false) == Loss::Remove {
        return Outcome::gone();
    }
    let warning = Diagnostic::warning(
        "The migration job was destroyed",
        format!(
            "{TYPE} {} was {} at the last refresh, and DTS does not have it any more. It stays in the state with the status {RELEASED}, \
             because a new job would copy the data again. Remove the resource when it is no longer needed. To migrate again, set \
             restart_on_loss = true.",
            state.id.as_str().unwrap_or_default(),
            state.status.as_str().unwrap_or("started"),
        ),
    );
    let state = InstanceModel { status: RELEASED.into(), ..state };
    Outcome::with_state(state, warning).with_private(private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_whose_data_has_moved_is_kept_unless_it_may_be_bought_again() {
        let last_seen = |status: &str| InstanceModel { status: status.into(), ..InstanceModel::default() };
        for moved in ["running", "success", "readyComplete", RELEASED, "somethingNew"] {
            let kept = lost(last_seen(moved), Private::default());
            assert!(kept.state.is_some_and(|state| is_released(&state)), "{moved}");
            let again = InstanceModel { restart_on_loss: true.into(), ..last_seen(moved) };
            assert!(lost(again, Private::default()).state.is_none(), "{moved}");
        }
        for before in ["created", "checkNotPass", "checkPass", ""] {
            assert!(lost(last_seen(before), Private::default()).state.is_none(), "{before}");
        }
    }
}
