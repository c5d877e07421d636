//! Refresh: one call, and the report of the precheck if it is not known yet.

pub(super) mod state;

use alibaba::dts::{JobDetail, JobStatus, PrecheckReport};
use jiff::Timestamp;
use tfplugin::{
    context::Context, diagnostic::Diagnostic, model::Attr, private::Private, resource::Outcome, timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    content::content_of,
    plan::{changes::is_imported, kept_items},
    read::state::state_of,
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account, same_account},
    diagnostics::state_error,
    resources::alibaba::job::{self, JobKind, no_such_import, precheck},
    resources::shared::{
        Absence, CreateRecords, JobState as _, RELEASED, Session, Stage,
        job_history::{self, Loss, loss_of},
        moved,
    },
};

/// Reads the task. Offline, the state stays as it is.
pub(crate) async fn refresh(context: &Context<Clouds>, state: TaskModel, mut private: Private) -> Outcome<TaskModel> {
    let noun = state.kind.noun;
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).with_private(private) };
    // In another account, "not found" would mean nothing.
    let account_id = match same_account(context, &private).await {
        Ok(account_id) => account_id,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let absence = absence_of(&state, &private);
    let mut known = state.clone();
    if moved::is_unread(&private) {
        // As after an import, the options without an argument are read, too.
        known.name = Attr::Null;
        known.reserve = Attr::Null;
    }
    match read_unless_absent(&session, known, absence).await {
        Ok(Some(mut current)) => {
            moved::record_read(&mut private);
            kept_items::read_again(&session, &mut current, &mut private).await;
            found(context, current, private)
        }
        Ok(None) if state.status.is_null() && is_imported(&private) => {
            let absent = no_such_import(
                &format!("{noun} task"),
                state.id.as_str().unwrap_or_default(),
                &account_id,
                cloud.region(),
                moved::arrival(&private),
            );
            Outcome::with_state(state, absent).with_private(private)
        }
        Ok(None) => lost(state, private),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

fn found(context: &Context<Clouds>, current: TaskModel, mut private: Private) -> Outcome<TaskModel> {
    let is_tagged = account(context).is_ok_and(|account| account.ownership_id().is_some());
    CreateRecords::of_process().found_in_state(current.kind.task, current.id.as_str().unwrap_or_default(), is_tagged);
    Absence::record_seen(&mut private, Timestamp::now());
    let id = current.id.as_str().unwrap_or_default();
    job_history::record_stage(&mut private, &current);
    if let Ok(clouds) = context.data() {
        clouds.jobs.hold(id);
        if let Some(content) = content_of(&current).filter(|_| job_history::has_moved(&private, &current)) {
            clouds.planned_tasks.record_moved(id, content);
        }
    }
    if current.status.as_str() != Some(JobStatus::Finished.as_str()) {
        job_history::forget_release(&mut private);
    }
    Outcome::done(current).with_private(private)
}

/// The outcome for a task whose job does not exist. If no data has moved, the next plan creates it again. Otherwise a new job would copy the
/// data again: that needs `restart_on_loss`, or a release by this provider.
fn lost(state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let (noun, task) = (state.kind.noun, state.kind.task);
    CreateRecords::of_process().forget_object(state.kind.task, state.id.as_str().unwrap_or_default());
    // An instance that was bought after this state was stored starts the job.
    let may_have_started = state.stage() == Stage::Ready;
    let Loss::Keep { has_moved } = loss_of(&private, &state, may_have_started) else { return Outcome::gone() };
    let consequence = if has_moved {
        "its instance was released (by a destroy that did not finish, or outside of this configuration), or DTS removed it. It stays in the \
         state with the status Released, because a new task would copy the data again"
    } else {
        "it is not known whether it was purchased and moved data after that, before it was released (by a destroy that did not finish, or \
         outside of this configuration). It stays in the state with the status Released, because a new task might copy the data again"
    };
    let warning = Diagnostic::warning(
        format!("The {noun} task was released"),
        format!(
            "{task} {id} was {status} at the last refresh, and DTS does not have it any more: {consequence}. Remove the resource when \
             it is no longer needed. To migrate again, set restart_on_loss = true.",
            id = state.id.as_str().unwrap_or_default(),
            status = state.status.as_str().unwrap_or("started"),
        ),
    );
    Outcome::with_state(TaskModel { status: RELEASED.into(), ..state }, warning).with_private(private)
}

/// When "not found" counts: a task that was configured and not read yet may not be visible yet.
fn absence_of(state: &TaskModel, private: &Private) -> Absence {
    match (state.status.as_str(), is_imported(private)) {
        (Some(RELEASED), _) => Absence::Counts,
        (None, false) => Absence::New,
        _ => Absence::of(private, Timestamp::now()),
    }
}

/// Reads the present state of the task; none if its job does not exist, in the answers of some seconds.
///
/// # Errors
/// The call failed, or the job is of another kind.
pub(crate) async fn read_current(session: &Session<'_>, known: TaskModel) -> Result<Option<TaskModel>, Diagnostic> {
    read_unless_absent(session, known, Absence::Repeated).await
}

async fn read_unless_absent(
    session: &Session<'_>,
    known: TaskModel,
    absence: Absence,
) -> Result<Option<TaskModel>, Diagnostic> {
    let noun = known.kind.noun;
    let id = known.id.or(String::new());
    let job = match job::detail_of(session, &known.kind, &id, absence).await {
        Ok(job) => job,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => {
            return Err(state_error(
                &format!("Cannot read the {noun} task"),
                &format!("Reading {noun} task {id}"),
                &error,
            ));
        }
    };
    let mut state = state_of(&job, known);
    if !state.precheck_items.is_known() {
        fill_precheck(session, &job, &mut state).await;
    }
    Ok(Some(state))
}

/// Reads the precheck of an imported task. A report that cannot be read counts as none.
async fn fill_precheck(session: &Session<'_>, job: &JobDetail, state: &mut TaskModel) {
    let report = precheck::latest(session, &job.dts_job_id).await.unwrap_or_default();
    state.precheck_state = precheck_state(&state.kind, &report, job).into();
    state.set_precheck_items(&report.items);
}

/// The state of the precheck of an imported task. One that has not begun, or is not complete, counts as interrupted: the next apply runs
/// it. A start of a task that was purchased would start the migration.
fn precheck_state(kind: &JobKind, report: &PrecheckReport, job: &JobDetail) -> &'static str {
    let has_items = !report.items.is_empty();
    if has_items && report.items.iter().any(precheck::blocks) {
        return "failed";
    }
    if has_items && report.state == "Finished" {
        return "passed";
    }
    let must_run = matches!(job.status, JobStatus::NotStarted | JobStatus::Prechecking | JobStatus::PrecheckFailed);
    let is_purchased = kind.is_purchased(&job.pay_type, &job.dts_job_class, &job.status);
    if must_run && !is_purchased { "interrupted" } else { "not_run" }
}

#[cfg(test)]
mod tests {
    use alibaba::dts::PrecheckItem;

    use super::*;

    fn task(status: &str) -> TaskModel {
        TaskModel { id: "a".into(), status: status.into(), ..TaskModel::default() }
    }

    #[test]
    fn an_imported_task_that_was_not_purchased_and_not_checked_is_checked_by_the_next_apply() {
        let job =
            |status: JobStatus, class: &str| JobDetail { status, dts_job_class: class.into(), ..JobDetail::default() };
        let state = |status, class| precheck_state(&job::MIGRATION, &PrecheckReport::default(), &job(status, class));
        assert_eq!(state(JobStatus::NotStarted, ""), "interrupted");
        assert_eq!(state(JobStatus::Prechecking, ""), "interrupted");
        assert_eq!(state(JobStatus::NotStarted, "small"), "not_run", "a start would start the migration");
        assert_eq!(state(JobStatus::PreCheckPass, ""), "not_run");
        assert_eq!(state(JobStatus::Migrating, "small"), "not_run");
        let items = vec![PrecheckItem { state: "Success".into(), ..PrecheckItem::default() }];
        let report =
            |state: &str| PrecheckReport { state: state.into(), items: items.clone(), ..PrecheckReport::default() };
        assert_eq!(precheck_state(&job::MIGRATION, &report("Finished"), &job(JobStatus::PreCheckPass, "")), "passed");
        assert_eq!(
            precheck_state(&job::MIGRATION, &report("Checking"), &job(JobStatus::Prechecking, "")),
            "interrupted"
        );
    }

    #[test]
    fn a_task_that_was_lost_before_data_moved_is_removed_from_the_state() {
        for status in ["NotStarted", "PrecheckFailed", "Prechecking"] {
            assert!(lost(task(status), Private::default()).state.is_none(), "{status}");
        }
    }

    #[test]
    fn a_task_that_was_lost_after_data_moved_is_kept_unless_it_may_be_created_again() {
        // One that passed its precheck may have been purchased since then.
        for status in ["Migrating", "Finished", "PreCheckPass", RELEASED] {
            let kept = lost(task(status), Private::default());
            assert_eq!(kept.state.unwrap().status.as_str(), Some(RELEASED));
            assert!(!kept.diagnostics.has_errors() && !kept.diagnostics.is_empty());
        }
        let again = TaskModel { restart_on_loss: true.into(), ..task("Finished") };
        assert!(lost(again, Private::default()).state.is_none());
    }

    #[test]
    fn a_task_that_this_provider_released_is_removed_from_the_state() {
        let mut private = Private::default();
        job_history::record_release(&mut private, "a");
        assert!(lost(task("Migrating"), private).state.is_none());
    }
}
