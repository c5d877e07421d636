//! Create: configure the job, then run its precheck.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    apply::{
        adopt::{JobSearch, adopted_warning, search_failed, set_ids},
        errors::{configure_error, may_be_a_fresh_role},
    },
    plan::{
        changes::{ignored, remember_configured},
        preflight,
    },
    read::{read_current, state::applied},
    request::configure,
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account, planned_account},
    resources::{
        alibaba::job::precheck::{self, Incomplete, model_items},
        shared::{
            Session, job_history, lock_name,
            lost_answer::{self, Created, NotCreated, Policy},
            retry_while,
        },
    },
};

/// For how long DTS may not see a role that was just created.
const ROLE_PROPAGATION: Duration = Duration::from_secs(60);
/// A job whose create call was not answered becomes visible within seconds.
const LOST_ANSWER: Policy = Policy { attempts: 3, patience: Duration::from_secs(10) };

pub(crate) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let mut private = apply.private;
            job_history::reset(&mut private);
            remember_configured(&mut private);
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TaskModel>) -> Result<Outcome<TaskModel>, Diagnostics> {
    let account = account(context)?;
    let account_id = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    preflight(context, account, &account_id, &apply.config, true).await?;
    let limit = TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create);
    let session = account.session(&context.cancel, limit)?;
    let mut planned = apply.planned.clone();
    let request = configure(&planned, &apply.config, session.region());
    let (name, in_flight) = (request.dts_job_name.clone(), &context.data()?.jobs);
    let lock = lock_name(&session, in_flight, &name, &format!("migration task {name:?} was configured")).await?;
    let search = JobSearch { session: &session, planned: &apply.planned, limit, in_flight };
    let found = search.run(&session, &BTreeSet::new()).await.map_err(|error| search_failed(&planned, &error))?;
    let existing = found.candidates.clone();
    if let Some(job) = found.only_match() {
        in_flight.hold_adopted(&job.dts_job_id);
        drop(lock);
        set_ids(&mut planned, &job.dts_job_id, &job.dts_instance_id);
        return Ok(complete_adopted(&session, planned, request).await);
    }
    let (id, instance_id) = create_job(&search, &request, &existing, &account_id).await?;
    in_flight.hold(&id);
    drop(lock);
    set_ids(&mut planned, &id, &instance_id);
    Ok(check(&session, planned).await)
}

/// Creates a job. Returns the IDs of the job and of its instance. `existing` are the jobs of its name that existed before.
async fn create_job<'c>(
    search: &JobSearch<'_, 'c>,
    request: &ConfigureDtsJob,
    existing: &BTreeSet<String>,
    account_id: &str,
) -> Result<(String, String), Diagnostic> {
    let call = || configure_job(search.session, request);
    let look_up = |session: Session<'c>| search.look_up(session, existing);
    match lost_answer::create(search.session, &LOST_ANSWER, call, look_up).await {
        Ok(Created::Answered(answered)) => Ok((answered.answer.dts_job_id, answered.answer.dts_instance_id)),
        Ok(Created::Found(job)) => Ok((job.dts_job_id, job.dts_instance_id)),
        Err(failed) => Err(not_created(search.planned, &request.dts_job_name, account_id, &failed)),
    }
}

fn not_created(planned: &TaskModel, name: &str, account_id: &str, failed: &NotCreated<Error>) -> Diagnostic {
    let tried = format!("Configuring migration task {name:?} in account {account_id}");
    let mut diagnostic = configure_error(planned, &tried, &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then continues with the job if it exists, and otherwise creates one. The DTS \
             console lists jobs by their name.",
            lookup.explain(&format!("a new job named {name:?}"))
        ));
    }
    diagnostic
}

/// Configures an adopted job with what cannot be compared, and checks it like a new one. Whatever happens, the task is in the state.
async fn complete_adopted(session: &Session<'_>, planned: TaskModel, request: ConfigureDtsJob) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let warning = adopted_warning(&planned);
    let request = ConfigureDtsJob { dts_job_id: Some(id.clone()), ..request };
    let configured = match precheck::wait_until_idle(session, &id).await {
        Err(incomplete) => Err(precheck_incomplete(&planned, &id, incomplete)),
        Ok(()) => configure_job(session, &request)
            .await
            .map_err(|error| configure_error(&planned, &format!("Configuring migration task {id} again"), &error)),
    };
    let mut outcome = match configured {
        Ok(_) => check(session, planned).await,
        Err(diagnostic) => {
            let state = TaskModel {
                precheck_state: "interrupted".into(),
                precheck_items: Attr::Known(model_items(&[])),
                ..planned
            };
            finish_create(session, state, diagnostic.into()).await
        }
    };
    outcome.diagnostics.push(warning);
    outcome
}

/// Configures the job. While DTS does not see a role that was just created, the call is repeated.
///
/// # Errors
/// The error of the last call.
pub(crate) async fn configure_job(
    session: &Session<'_>,
    request: &ConfigureDtsJob,
) -> Result<Answered<ConfiguredJob>, Error> {
    retry_while(&session.within(ROLE_PROPAGATION), may_be_a_fresh_role, || session.call(request)).await
}

/// Runs the precheck. From this point, every outcome has the task in the state.
pub(crate) async fn check(session: &Session<'_>, planned: TaskModel) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let ignore = ignored(&planned);
    let mut diagnostics = Diagnostics::new();
    let mut state = planned;
    match precheck::run(session, &id, &ignore).await {
        Ok(outcome) => {
            state.precheck_state = if outcome.passed { "passed" } else { "failed" }.into();
            state.precheck_items = model_items(&outcome.items).into();
            if !outcome.passed {
                diagnostics.extend(precheck::failures(&id, &outcome.items, &ignore));
            }
        }
        Err(incomplete) => {
            state.precheck_state = "interrupted".into();
            state.precheck_items = Attr::Known(model_items(&[]));
            diagnostics.push(precheck_incomplete(&state, &id, incomplete));
        }
    }
    finish_create(session, state, diagnostics).await
}

/// The task with its present status. If reading it fails, the status is unknown and the task is still in the state.
async fn finish_create(session: &Session<'_>, mut state: TaskModel, diagnostics: Diagnostics) -> Outcome<TaskModel> {
    match read_current(&session.within(Duration::from_secs(30)), state.clone()).await {
        Ok(Some(found)) => Outcome::with_state(applied(found, state), diagnostics),
        _ => {
            state.status = state.status.into_option().into();
            state.resource_group_id = state.resource_group_id.into_option().into();
            Outcome::with_state(state, diagnostics)
        }
    }
}

/// The diagnostic of a precheck that is not complete.
pub(crate) fn precheck_incomplete(state: &TaskModel, id: &str, incomplete: Incomplete) -> Diagnostic {
    match incomplete {
        Incomplete::Failed(what, error) => configure_error(state, &format!("{what} of migration task {id}"), &error),
        Incomplete::TimedOut => Diagnostic::error(
            "The precheck takes longer than the timeout",
            format!(
                "The precheck of migration task {id} is not complete within the timeout. Increase timeouts {{ create }} (or update) \
                 and apply again."
            ),
        ),
        Incomplete::Cancelled => Diagnostic::warning(
            "Interrupted during the precheck",
            format!(
                "Migration task {id} is configured and stays in the state; its precheck is not complete. Apply again to run it."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        accounts::InFlightNames,
        resources::shared::testing::{Reply, StubCloud},
    };

    /// Creates a job whose call is not answered; the error's text.
    async fn error_without_answer(cloud: &StubCloud) -> String {
        let (session, in_flight) = (cloud.session(Duration::from_secs(3)), InFlightNames::default());
        let planned = TaskModel { name: "orders".into(), ..TaskModel::default() };
        let limit = Duration::from_secs(600);
        let search = JobSearch { session: &session, planned: &planned, limit, in_flight: &in_flight };
        let request = ConfigureDtsJob { dts_job_name: "orders".into(), ..ConfigureDtsJob::default() };
        create_job(&search, &request, &BTreeSet::new(), "1").await.unwrap_err().detail
    }

    #[tokio::test]
    async fn a_lookup_that_failed_is_not_reported_as_one_that_found_nothing() {
        let cloud = StubCloud::start(|action, _| match action {
            "ConfigureDtsJob" => Reply::Drop,
            _ => Reply::rejected(403, "Forbidden.RAM"),
        })
        .await;
        let text = error_without_answer(&cloud).await;
        assert!(text.contains("the lookup failed") && !text.contains("did not find"), "{text}");
    }

    #[tokio::test]
    async fn another_job_of_the_name_is_reported_as_such() {
        let created = jiff::Timestamp::now().to_string();
        let cloud = StubCloud::start(move |action, _| match action {
            "ConfigureDtsJob" => Reply::Drop,
            "DescribeDtsJobs" => Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [
                {"DtsJobId": "job1", "DtsJobName": "orders", "Status": "NotStarted", "CreateTime": created},
            ]})),
            _ => Reply::ok(json!({"DtsJobId": "job1", "DtsJobName": "orders", "Status": "NotStarted"})),
        })
        .await;
        let text = error_without_answer(&cloud).await;
        assert!(text.contains("found a new job named \"orders\" that does not match"), "{text}");
        assert!(!text.contains("did not find") && cloud.count("ConfigureDtsJob") == 1, "{text}");
    }
}
