//! Warnings of a plan: what it does about a status that was changed outside Terraform, and what no plan repairs.

use tencent::dts::{JobStatus, TradeStatus};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath, private::Private};

use crate::resources::{
    shared::live_status::{Seen, seen},
    tencent::migration_task::{TYPE, schema::model::TaskModel, status::Step},
};

/// The warnings of a plan that changes the status with this step.
pub(super) fn of_status(private: &Private, prior: &TaskModel, planned: &TaskModel, step: Step) -> Vec<Diagnostic> {
    let seen = seen(private);
    let changed = changed_outside(&seen, prior, planned, step);
    let lasting = isolated(&seen, prior).or_else(|| match prior.live_status() {
        JobStatus::Failed | JobStatus::Error | JobStatus::ResumableError if step == Step::None => {
            Some(failed(&seen, prior))
        }
        JobStatus::Success | JobStatus::Canceled => ended(&seen, prior, planned),
        _ => None,
    });
    changed.into_iter().chain(lasting).collect()
}

/// The warning that the step answers a change that did not come from this configuration.
fn changed_outside(seen: &Seen, prior: &TaskModel, planned: &TaskModel, step: Step) -> Option<Diagnostic> {
    let outside = seen.before.is_some();
    let (summary, consequence) = match (step, prior.desired_status.as_str()?) {
        (Step::Run, "paused") if outside => (
            "The migration was paused outside Terraform",
            "this apply continues it. Do not continue it after the application has begun to write to the destination. To keep it paused, \
             write desired_status = \"paused\"",
        ),
        (Step::Run | Step::Complete, "failed") => (
            "The migration failed",
            "this apply resumes it. Fix the cause first. To leave it as it is, write desired_status = \"paused\"",
        ),
        (Step::Run | Step::Complete, "not_started") => ("The migration has not started", "this apply starts it"),
        (Step::Pause, _) if outside => (
            "The migration was started outside Terraform",
            "this apply pauses it again. To let it run, write desired_status = \"running\"",
        ),
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

/// The job and its status, since when, and why: the first sentences of a message, without the last full stop.
fn seen_as(seen: &Seen, task: &TaskModel) -> String {
    let id = task.id.as_str().unwrap_or_default();
    let status = task.status.as_str().unwrap_or_default();
    let since =
        if seen.since.is_empty() { String::new() } else { format!(" (first seen by the provider at {})", seen.since) };
    let reason = if seen.reason.is_empty() { String::new() } else { format!(". DTS says: {}", seen.reason) };
    format!("Migration job {id} has the status {status:?}{since}{reason}")
}

fn isolated(seen: &Seen, task: &TaskModel) -> Option<Diagnostic> {
    let trade = TradeStatus::of(task.trade_status.as_str().unwrap_or_default());
    if !matches!(trade, TradeStatus::Isolating | TradeStatus::Isolated) {
        return None;
    }
    Some(Diagnostic::warning(
        "The migration job is isolated",
        format!(
            "{}, and its trade status is {:?}: it was isolated outside Terraform, or because of an overdue payment. It does nothing until \
             it is recovered in the DTS console. DTS destroys an isolated job after some days.",
            seen_as(seen, task),
            trade.as_str(),
        ),
    ))
}

/// One that this plan does not resume.
fn failed(seen: &Seen, task: &TaskModel) -> Diagnostic {
    Diagnostic::warning(
        "The migration has failed",
        format!(
            "{}. This plan does not resume it. Fix the cause, and apply with desired_status = \"running\" to resume it.",
            seen_as(seen, task)
        ),
    )
}

/// One that has ended in another way than the configuration says.
fn ended(seen: &Seen, prior: &TaskModel, planned: &TaskModel) -> Option<Diagnostic> {
    let status = prior.live_status();
    let desired = planned.desired_status.as_str()?;
    let (what, word) = match (&status, desired) {
        (JobStatus::Canceled, "running" | "paused" | "completed" | "checked") => ("stopped", "stopped"),
        (JobStatus::Success, "running" | "paused" | "checked")
            if prior.migration_type.as_str() == Some("full_and_increment") =>
        {
            ("completed", "completed")
        }
        _ => return None,
    };
    Some(
        Diagnostic::warning(
            format!("The migration was {what} outside Terraform"),
            format!(
                "{}. It cannot run again: to migrate again, replace its dts_tencent_migration_instance. To accept it, write \
                 desired_status = {word:?}.",
                seen_as(seen, prior)
            ),
        )
        .at(AttributePath::of(&["desired_status"])),
    )
}

/// The warning of a task whose job does not exist any more after it has moved data.
pub(super) fn released(task: &TaskModel) -> Diagnostic {
    Diagnostic::warning(
        "The migration job was destroyed",
        format!(
            "Migration job {} was destroyed after it had moved data, and {TYPE} stays in the state with the status Released. Remove the \
             resource when it is no longer needed. To migrate again, replace its dts_tencent_migration_instance: the new job copies the \
             data again.",
            task.id.as_str().unwrap_or_default(),
        ),
    )
}
