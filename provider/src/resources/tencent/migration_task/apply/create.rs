//! Create: configure the job, check it, and start it.
//!
//! The job was bought before, and stays whatever happens. So a create that fails leaves no state, but the record of it: the next apply
//! continues with the job.

use tencent::dts::MigrationDetail;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    configure::{check, configure},
    ownership::{Ownership, Proof, adopted_warning, subject},
    reach::{Goal, read, take, wait_as_configured, wait_until_stable},
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, CreateRecords, OperationError, Stage, job_history, lock_name},
        tencent::{
            job::{detail_of, is_isolated, no_such_job, stage_of},
            migration_task::{
                TIMEOUTS, derived,
                plan::{preflight, rejected_changes, reset},
                read::state::{applied, state_of},
                rules,
                schema::model::TaskModel,
                status::{Step, step},
            },
        },
    },
};

/// How far a create has come.
#[derive(Default)]
struct Reached {
    /// The state once the job is ours.
    state: Option<TaskModel>,
    warnings: Diagnostics,
}

pub(crate) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    let mut reached = Reached::default();
    let result = try_create(context, &apply, &mut reached).await;
    let mut private = apply.private;
    reset(&mut private);
    match result {
        Ok(state) => finished(state, reached.warnings, private),
        Err(OperationError::Interrupted(doing)) => match reached.state {
            Some(state) => {
                reached.warnings.push(interrupted(&doing));
                finished(settled(state), reached.warnings, private)
            }
            None => Outcome::failed(Diagnostic::error(
                "Interrupted",
                format!("{doing} was interrupted. The migration job was not configured."),
            )),
        },
        Err(OperationError::Failed(mut diagnostics)) => {
            diagnostics.extend(reached.warnings);
            if reached.state.is_some() {
                say_what_is_left(&mut diagnostics, apply.planned.instance_id.as_str().unwrap_or_default());
            }
            Outcome::failed(diagnostics)
        }
    }
}

fn finished(state: TaskModel, warnings: Diagnostics, mut private: Private) -> Outcome<TaskModel> {
    job_history::record_stage(&mut private, &state);
    Outcome::with_state(state, warnings).with_private(private)
}

fn interrupted(doing: &str) -> Diagnostic {
    Diagnostic::warning(
        "Interrupted",
        format!("{doing} was interrupted. DTS continues with what it has accepted; apply again to complete it."),
    )
}

/// A create without a state: what there is.
fn say_what_is_left(diagnostics: &mut Diagnostics, id: &str) {
    diagnostics.push(Diagnostic::warning(
        "The migration job keeps its configuration",
        format!(
            "Migration job {id} is not in the state as a task, but it is configured. Apply again in this working directory after the \
             repair: the provider continues with it. Its dts_tencent_migration_instance is not affected."
        ),
    ));
}

/// A state in which everything is known: what was not read is not set.
fn settled(mut state: TaskModel) -> TaskModel {
    fn clear<T>(value: &mut Attr<T>) {
        if value.is_unknown() {
            *value = Attr::Null;
        }
    }
    clear(&mut state.status);
    clear(&mut state.trade_status);
    clear(&mut state.check_steps);
    clear(&mut state.failed_check_steps);
    clear(&mut state.progress);
    clear(&mut state.delay_seconds);
    clear(&mut state.delay_megabytes);
    clear(&mut state.caught_up);
    if !state.check_state.is_known() {
        state.check_state = "interrupted".into();
    }
    derived::fill(&mut state);
    state
}

async fn try_create(
    context: &Context<Clouds>,
    apply: &Apply<TaskModel>,
    reached: &mut Reached,
) -> Result<TaskModel, OperationError> {
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    preflight(&apply.config, &account_id, account)?;
    rules::must_begin(&apply.config)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let mut planned = apply.planned.clone();
    // Values that were unknown at plan are known now.
    derived::fill(&mut planned);
    let id = planned.instance_id.or(String::new());
    let in_flight = &context.data()?.tencent_tasks;
    let lock = lock_name(&session, in_flight, &id, &format!("migration job {id} was configured")).await?;
    let job = existing(&session, &id, &account_id).await?;
    let subject = subject(&account_id, session.region(), &id);
    let ownership = Ownership {
        subject: &subject,
        records: CreateRecords::of_process(),
        in_flight,
        ownership_id: account.ownership_id(),
    };
    let proof = ownership.decide(&job).await?;
    ownership.begin(&job, session.server_time());
    drop(lock);
    reached.state = Some(planned.clone());
    let result = complete(&session, apply, &mut planned, proof, job, reached).await;
    if matches!(result, Ok(_) | Err(OperationError::Interrupted(_))) {
        ownership.records.returned(ownership.subject);
        reached.state = Some(planned);
    } else {
        // A later task of this run may continue with the job.
        in_flight.release(&id);
    }
    result
}

/// The job, once it is bought.
async fn existing(session: &Session<'_>, id: &str, account_id: &str) -> Result<MigrationDetail, OperationError> {
    let tried = format!("Reading migration job {id}");
    let job = detail_of(session, id, Absence::Repeated).await.map_err(|error| {
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot read the migration job", &tried, error))
    })?;
    let Some(job) = job else { return Err(no_such_job(id, account_id, &session.region()).into()) };
    if is_isolated(&job) {
        return Err(Diagnostic::error(
            "The migration job is isolated",
            format!(
                "Migration job {id} is isolated, so that it cannot be configured. Recover it in the DTS console, or replace its \
                 dts_tencent_migration_instance."
            ),
        )
        .into());
    }
    wait_until_stable(session, id, "create").await
}

async fn complete(
    session: &Session<'_>,
    apply: &Apply<TaskModel>,
    planned: &mut TaskModel,
    proof: Proof,
    job: MigrationDetail,
    reached: &mut Reached,
) -> Result<TaskModel, OperationError> {
    let id = job.job_id.clone();
    let has_started = stage_of(&job.status) == Stage::Started;
    reached.warnings.extend(adopted_warning(&job, proof, has_started));
    if has_started {
        must_be_equal(planned, &job)?;
    } else {
        configure(session, planned, &apply.config).await?;
        check(session, planned, "create").await?;
    }
    let job = if has_started { job } else { read(session, &id).await? };
    let desired = planned.desired_status.or("running".to_owned());
    let next = step(&job.status, &desired).map_err(|blocked| rules::status_change(&job.status, planned, blocked))?;
    let goal = Goal { id: &id, task: planned, timeout: "create" };
    take(session, &goal, next, &job).await?;
    if has_started && next == Step::None && desired == "running" {
        // An earlier apply has started the job, and was interrupted while it waited.
        wait_as_configured(session, &goal, &job).await?;
    }
    let job = read(session, &id).await?;
    let mut checked = planned.clone();
    if !checked.check_steps.is_known() {
        super::super::read::fill_check(session, &job, &mut checked).await;
    }
    Ok(applied(&job, planned, &checked))
}

/// A started job is not configured again: it must have what is planned.
fn must_be_equal(planned: &TaskModel, job: &MigrationDetail) -> Result<(), Diagnostics> {
    let now = state_of(job, TaskModel::default());
    let changes = crate::resources::tencent::migration_task::plan::changes(&now, planned, true);
    let rejected = rejected_changes(planned, &now, &changes, &job.status);
    if rejected.has_errors() { Err(rejected) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::tencent::migration_task::arguments;

    #[test]
    fn an_interrupted_create_has_a_state_without_unknown_values() {
        let unknown = TaskModel {
            instance_id: "dts-1".into(),
            status: Attr::Unknown,
            check_steps: Attr::Unknown,
            check_state: Attr::Unknown,
            progress: Attr::Unknown,
            ..TaskModel::default()
        };
        let state = settled(unknown);
        assert_eq!((state.id.as_str(), state.check_state.as_str()), (Some("dts-1"), Some("interrupted")));
        assert!(state.status.is_null() && state.progress.is_null() && state.check_steps.is_null());
        assert!(arguments::preview(&state).is_known());
    }
}
