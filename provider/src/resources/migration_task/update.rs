//! Update in place: the calls the changes need, and the precheck again where it counts.

use dts_cloud::dts::{ConfigureDtsJob, JobStatus, ModifyDtsJobName, ModifyDtsJobPassword};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    changes::{Changes, changes, is_imported, remember_configured},
    create::{check, configure_job, unfinished},
    endpoint::{Side, password_of, word_of_modify},
    errors::configure_error,
    facts,
    model::TaskModel,
    plan::{has_started, refuse_first},
    read::look,
    request::configure,
    state::applied,
};
use crate::{
    clouds::{Clouds, account, planned_account},
    resources::job::precheck::{self, Ended},
    shared::{Session, cloud_error, cloud_error_at},
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    match try_update(context, &apply, &prior).await {
        Ok(outcome) => {
            let mut private = apply.private;
            remember_configured(&mut private);
            outcome.remembering(private)
        }
        Err(diagnostics) => Outcome::with_state(prior, diagnostics).remembering(apply.private),
    }
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<TaskModel>,
    prior: &TaskModel,
) -> Result<Outcome<TaskModel>, Diagnostics> {
    let account = account(context)?;
    let here = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    refuse_first(context, account, &here, &apply.config, false).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Update))?;
    let mut planned = apply.planned.clone();
    // Values that were unknown at plan are known now.
    facts::fill(&mut planned);
    let changes = changes(prior, &planned, is_imported(&apply.private));
    let id = planned.id.or(String::new());

    if prior.status.as_str() == Some(JobStatus::Prechecking.as_str()) {
        precheck::quiet(&session, &id).await.map_err(|ended| not_quiet(&planned, &id, ended))?;
    }
    if has_started(prior) {
        change_running(&session, &id, &changes, apply).await?;
    } else if !changes.configuration.is_empty() || must_configure_to_check(prior, &changes) {
        reconfigure(&session, &id, &planned, apply).await?;
        return Ok(check(&session, planned).await);
    } else {
        change_running(&session, &id, &changes, apply).await?;
        if changes.precheck || !changes.passwords.is_empty() {
            return Ok(check(&session, planned).await);
        }
    }
    carry_precheck(&mut planned, prior);
    let found = look(&session, planned.clone()).await?;
    found.map(|found| Outcome::done(applied(found, planned))).ok_or_else(|| {
        Diagnostic::error(
            "The migration task is gone",
            format!("Migration task {id} vanished while it was being changed. Plan again to see what is left."),
        )
        .into()
    })
}

/// DTS does not start an unpurchased job that has passed its precheck; configured anew, it is checked again. One that passed
/// after an interruption is checked already.
fn must_configure_to_check(prior: &TaskModel, changes: &Changes) -> bool {
    let asked = changes.precheck && prior.precheck_state.as_str() != Some("interrupted");
    prior.status.as_str() == Some(JobStatus::PreCheckPass.as_str()) && (asked || !changes.passwords.is_empty())
}

/// Nothing was changed yet: an interruption here is no half-done update.
fn not_quiet(planned: &TaskModel, id: &str, ended: Ended) -> Diagnostic {
    match ended {
        Ended::Cancelled => Diagnostic::error(
            "Interrupted",
            format!("Interrupted while waiting for a precheck of migration task {id} to end. Nothing was changed."),
        ),
        other => unfinished(planned, id, other),
    }
}

/// The last report stays true while nothing it checked was changed.
fn carry_precheck(planned: &mut TaskModel, prior: &TaskModel) {
    planned.precheck_state = prior.precheck_state.clone();
    planned.precheck_items = prior.precheck_items.clone();
    planned.status = prior.status.clone();
}

async fn change_running(
    session: &Session<'_>,
    id: &str,
    changes: &Changes,
    apply: &Apply<TaskModel>,
) -> Result<(), Diagnostic> {
    if changes.name {
        let action = ModifyDtsJobName {
            region_id: Some(session.region()),
            dts_job_id: id.to_owned(),
            dts_job_name: apply.planned.name.or(String::new()),
        };
        session.call(&action).await.map_err(|error| {
            cloud_error_at(
                AttributePath::of(&["name"]),
                "Cannot rename the migration task",
                &format!("Renaming migration task {id}"),
                &error,
            )
        })?;
    }
    for side in &changes.passwords {
        change_password(session, id, *side, apply).await?;
    }
    Ok(())
}

async fn change_password(
    session: &Session<'_>,
    id: &str,
    side: Side,
    apply: &Apply<TaskModel>,
) -> Result<(), Diagnostic> {
    let end = match side {
        Side::Source => &apply.config.source,
        Side::Destination => &apply.config.destination,
    };
    let Some((end, password)) = end.get().and_then(|end| Some((end, password_of(end)?))) else { return Ok(()) };
    let action = ModifyDtsJobPassword {
        region_id: Some(session.region()),
        dts_job_id: Some(id.to_owned()),
        endpoint: word_of_modify(side).to_owned(),
        user_name: end.username.clone().into_option(),
        password,
        ..ModifyDtsJobPassword::default()
    };
    session.call(&action).await.map(|_| ()).map_err(|error| {
        let tried = format!("Changing the {} password of migration task {id}", side.block());
        cloud_error("Cannot change a password of the migration task", &tried, &error)
            .at(AttributePath::of(&[side.block(), "password_wo_version"]))
    })
}

/// A job that has not started can be configured anew under its id.
async fn reconfigure(
    session: &Session<'_>,
    id: &str,
    planned: &TaskModel,
    apply: &Apply<TaskModel>,
) -> Result<(), Diagnostic> {
    let request =
        ConfigureDtsJob { dts_job_id: Some(id.to_owned()), ..configure(planned, &apply.config, session.region()) };
    let tried = format!("Configuring migration task {id} anew");
    configure_job(session, &request).await.map(|_| ()).map_err(|error| configure_error(planned, &tried, &error))
}
