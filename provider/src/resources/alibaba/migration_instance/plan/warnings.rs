//! Warnings of a plan: what it does about a status that was changed outside Terraform, and what no plan repairs.

use alibaba::dts::JobStatus;
use jiff::{SignedDuration, Timestamp};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
    private::Private,
};

use crate::resources::{
    alibaba::{
        job::{
            JobKind, Step,
            live_status::{Seen, seen},
        },
        migration_instance::schema::InstanceModel,
    },
    shared::{RELEASED, job_history::suspended_for},
};

/// A migration that is suspended for longer may not resume.
const MAY_NOT_RESUME: SignedDuration = SignedDuration::from_hours(6);
/// A migration that is suspended for longer fails.
const FAILS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The warnings of a plan that changes the status with this step.
pub(super) fn of_status(private: &Private, prior: &InstanceModel, planned: &InstanceModel, step: Step) -> Diagnostics {
    let seen = seen(private);
    let changed = changed_outside(&seen, prior, planned, step);
    let status = JobStatus::of(prior.status.as_str().unwrap_or_default());
    let lasting = match status {
        JobStatus::Locked => Some(locked(&seen, prior)),
        JobStatus::MigrationFailed if step == Step::None => Some(failed(&seen, prior)),
        JobStatus::Finished => stopped_outside(&seen, prior, planned),
        JobStatus::Suspending => suspended_for(private, Timestamp::now())
            .and_then(|time| suspended_for_long(&prior.kind, prior.id.as_str().unwrap_or_default(), time)),
        _ => None,
    };
    changed.into_iter().chain(lasting).collect()
}

/// The warning that the step answers a change that did not come from this configuration.
fn changed_outside(seen: &Seen, prior: &InstanceModel, planned: &InstanceModel, step: Step) -> Option<Diagnostic> {
    let noun = prior.kind.noun;
    let outside = seen.before.is_some();
    let (summary, consequence) = match (step, prior.desired_status.as_str()?) {
        (Step::Start, "suspended") if outside => (
            format!("The {noun} was suspended outside Terraform"),
            format!(
                "this apply starts it again. Do not start it again after the application has begun to write to the destination, because \
             the {noun} overwrites what was written there. To keep it suspended, write desired_status = \"suspended\""
            ),
        ),
        (Step::Start, "failed") => (
            format!("The {noun} failed"),
            "this apply restarts it. Fix the cause first. To leave it as it is, write desired_status = \"suspended\""
                .to_owned(),
        ),
        (Step::Start, "not_started") => (format!("The {noun} has not started"), "this apply starts it".to_owned()),
        (Step::Suspend, _) if outside => (
            format!("The {noun} was started outside Terraform"),
            "this apply suspends it again. To let it run, write desired_status = \"running\"".to_owned(),
        ),
        (Step::Stop, _) if outside => {
            (format!("The {noun} was started outside Terraform"), "this apply stops it permanently".to_owned())
        }
        _ => return None,
    };
    let detail = format!(
        "{}. desired_status changes from {:?} to {:?}: {consequence}.",
        seen_as(seen, prior),
        prior.desired_status.as_str().unwrap_or_default(),
        planned.desired_status.as_str().unwrap_or_default(),
    );
    Some(Diagnostic::warning(summary, detail).at(AttributePath::of(&["desired_status"])))
}

/// The instance and its status, since when, and why: the first sentences of a message, without the last full stop.
pub(super) fn seen_as(seen: &Seen, instance: &InstanceModel) -> String {
    let title = instance.kind.title;
    let id = instance.id.as_str().unwrap_or_default();
    let status = instance.status.as_str().unwrap_or_default();
    let since =
        if seen.since.is_empty() { String::new() } else { format!(" (first seen by the provider at {})", seen.since) };
    let reason = if seen.reason.is_empty() { String::new() } else { format!(". DTS says: {}", seen.reason) };
    format!("{title} instance {id} has the status {status:?}{since}{reason}")
}

fn locked(seen: &Seen, instance: &InstanceModel) -> Diagnostic {
    let noun = instance.kind.noun;
    Diagnostic::warning(
        format!("The {noun} is locked"),
        format!(
            "{}. DTS locks an instance because of an overdue payment. It continues when the overdue amount is paid.",
            seen_as(seen, instance)
        ),
    )
}

/// One that this plan does not start.
fn failed(seen: &Seen, instance: &InstanceModel) -> Diagnostic {
    let noun = instance.kind.noun;
    Diagnostic::warning(
        format!("The {noun} has failed"),
        format!(
            "{}. This plan does not start it again. Fix the cause, and apply with desired_status = \"running\" to start it again. DTS \
             itself may start it again for up to seven days.",
            seen_as(seen, instance)
        ),
    )
}

/// Incremental migration does not finish without a stop.
fn stopped_outside(seen: &Seen, prior: &InstanceModel, planned: &InstanceModel) -> Option<Diagnostic> {
    let noun = prior.kind.noun;
    let incremental = prior.progress.get().is_some_and(|progress| progress.incremental.is_known());
    let desired = planned.desired_status.as_str().filter(|desired| incremental && *desired != "stopped")?;
    let warning = Diagnostic::warning(
        format!("The {noun} was stopped outside Terraform"),
        format!(
            "{}. It is \"stopped\", and desired_status is {desired:?}. DTS does not start a stopped {noun} again, so this plan leaves \
             it as it is. If the cut-over is done, set desired_status = \"stopped\". To migrate again, set allow_restart = \
             true on the task and run terraform apply -replace=<address of the task>.",
            seen_as(seen, prior)
        ),
    );
    Some(warning.at(AttributePath::of(&["desired_status"])))
}

/// The warning that the instance is kept in the state although its job does not exist.
pub(super) fn released(private: &Private, state: &InstanceModel) -> Diagnostic {
    let (noun, title) = (state.kind.noun, state.kind.title);
    Diagnostic::warning(
        format!("The {noun} was released"),
        format!(
            "{title} instance {id} does not exist any more (first seen by the provider at {since}). It has moved data already: the \
             {noun} was released by a destroy that did not finish, or outside of this configuration. The instance stays in the state \
             as {RELEASED} with desired_status {desired:?}, and nothing is started, because a new {noun} would copy the data again \
             and may overwrite rows at the destination. To finish a destroy, run terraform destroy again. When the instance is \
             no longer needed, remove it and its task from the configuration. To migrate again, set restart_on_loss = true \
             on both.",
            id = state.id.as_str().unwrap_or_default(),
            since = seen(private).since,
            desired = state.desired_status.as_str().unwrap_or_default(),
        ),
    )
}

fn suspended_for_long(kind: &JobKind, id: &str, time: SignedDuration) -> Option<Diagnostic> {
    let (noun, title) = (kind.noun, kind.title);
    let consequence = if time > FAILS {
        format!("A {noun} that is suspended for more than seven days fails, and has to start again from the beginning")
    } else if time > MAY_NOT_RESUME {
        format!(
            "After six hours, it may not be possible to resume a suspended {noun}, because the source may not keep its log for that \
         long. After seven days it fails"
        )
    } else {
        return None;
    };
    Some(Diagnostic::warning(
        format!("The {noun} is suspended for too long"),
        format!(
            "{title} instance {id} has been suspended for {} hours. {consequence}. Resume it with desired_status = \"running\", or \
             stop it.",
            time.as_hours()
        ),
    ))
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;
    use crate::resources::alibaba::{
        job::{MIGRATION, live_status},
        migration_instance::schema::{Phase, Progress},
    };

    fn instance(status: &str, desired: &str) -> InstanceModel {
        InstanceModel { status: status.into(), desired_status: desired.into(), ..InstanceModel::default() }
    }

    /// The titles of the warnings after a change outside Terraform, or after one of this configuration.
    fn titles(status: &str, desired: [&str; 2], step: Step, outside: bool) -> Vec<String> {
        let mut private = Private::default();
        live_status::record(&mut private, status, "no disk", outside.then_some(desired[1]), Timestamp::UNIX_EPOCH);
        let found = of_status(&private, &instance(status, desired[0]), &instance(status, desired[1]), step);
        assert!(found.iter().all(|one| one.detail.contains("DTS says: no disk")));
        found.into_iter().map(|one| one.summary).collect()
    }

    #[test]
    fn a_change_outside_of_terraform_is_reported_with_what_the_apply_does() {
        for (status, desired, step, title) in [
            ("Suspending", ["suspended", "running"], Step::Start, "The migration was suspended outside Terraform"),
            ("MigrationFailed", ["failed", "running"], Step::Start, "The migration failed"),
            ("NotStarted", ["not_started", "running"], Step::Start, "The migration has not started"),
            ("Migrating", ["running", "suspended"], Step::Suspend, "The migration was started outside Terraform"),
        ] {
            assert_eq!(titles(status, desired, step, true), [title]);
        }
        assert_eq!(titles("Suspending", ["suspended", "running"], Step::Start, false), [""; 0], "the user's change");
        assert_eq!(titles("Suspending", ["suspended", "suspended"], Step::None, true), [""; 0], "nothing is done");
    }

    #[test]
    fn a_stop_outside_of_terraform_is_reported() {
        let stopped = |desired: &str, incremental: bool| {
            let phase = if incremental { Phase::default().into() } else { Attr::Null };
            let progress = Progress { incremental: phase, ..Progress::default() }.into();
            let state = InstanceModel { progress, ..instance("Finished", desired) };
            stopped_outside(&Seen::default(), &state, &state)
        };
        assert!(stopped("running", true).is_some() && stopped("suspended", true).is_some());
        assert!(stopped("stopped", true).is_none() && stopped("running", false).is_none());
    }

    #[test]
    fn a_long_suspension_is_reported() {
        let hours = SignedDuration::from_hours;
        assert!(suspended_for_long(&MIGRATION, "dts1", hours(5)).is_none());
        assert!(suspended_for_long(&MIGRATION, "dts1", hours(7)).unwrap().detail.contains("suspended for 7 hours"));
        assert!(
            suspended_for_long(&MIGRATION, "dts1", hours(170))
                .unwrap()
                .detail
                .contains("start again from the beginning")
        );
    }

    #[test]
    fn what_no_plan_repairs_is_reported() {
        assert_eq!(titles("Locked", ["running"; 2], Step::None, false), ["The migration is locked"]);
        assert_eq!(titles("MigrationFailed", ["suspended"; 2], Step::None, false), ["The migration has failed"]);
        assert_eq!(titles("Migrating", ["running"; 2], Step::None, false), [""; 0]);
    }
}
