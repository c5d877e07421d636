//! Changes that DTS does not support: rejected at plan, or at apply if a value was unknown at plan.

use std::fmt::Debug;

use alibaba::dts::JobStatus;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use crate::{
    resources::alibaba::{
        job::JobKind,
        migration_instance::{rules, schema::InstanceModel},
    },
    rules::Violation,
};

/// Rejects what cannot be changed as planned.
///
/// # Errors
/// All rejected changes.
pub(in crate::resources::alibaba::migration_instance) fn must_be_changeable(
    prior: &InstanceModel,
    planned: &InstanceModel,
) -> Result<(), Diagnostics> {
    let class = class_change(prior, planned);
    let lowered = class.is_err();
    let mut found: Diagnostics =
        [class, status_change(prior, planned), group_change(prior, planned), group_added(prior, planned)]
            .into_iter()
            .filter_map(Result::err)
            .collect();
    if !lowered {
        found.extend(must_be_kept(prior, "instance_class", &prior.instance_class, &planned.instance_class).err());
    }
    found.extend(must_be_kept(prior, "du", &prior.du, &planned.du).err());
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// Rejects a lower class.
///
/// # Errors
/// The class is lower.
pub(super) fn class_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let classes = (planned.kind.classes)();
    let rank = |class: &Attr<String>| classes.iter().position(|known| class.as_str() == Some(known));
    match (rank(&prior.instance_class), rank(&planned.instance_class)) {
        (Some(now), Some(planned)) if planned < now => Err(rules::LOWERED.broken(
            AttributePath::of(&["instance_class"]),
            &Violation {
                found: format!(
                    "The instance has class {:?}, but instance_class is {:?}. DTS can raise the class of an instance, but \
                     not lower it.",
                    classes[now], classes[planned]
                ),
                allowed: classes[now..].join(", "),
                fix: format!("set instance_class = {:?}, or a higher class", classes[now]),
            },
        )),
        _ => Ok(()),
    }
}

/// Rejects another resource group: a new instance would be a new purchase, and releasing the old one would release its task.
///
/// # Errors
/// The group is another one.
pub(super) fn group_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    match (prior.resource_group_id.as_str(), planned.resource_group_id.as_str()) {
        (Some(now), Some(planned)) if now != planned => Err(rules::GROUP.broken(
            AttributePath::of(&["resource_group_id"]),
            &Violation {
                found: format!("The instance is in resource group {now}, but resource_group_id is {planned:?}."),
                allowed: format!("{now:?} for this instance"),
                fix: format!(
                    "set resource_group_id = {now:?}. To move the instance, use the console, and then set the new group here"
                ),
            },
        )),
        _ => Ok(()),
    }
}

/// Rejects a resource group for an instance that was bought without one: no call moves it there.
fn group_added(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let (None, Some(planned)) = (prior.resource_group_id.as_str(), planned.resource_group_id.as_str()) else {
        return Ok(());
    };
    Err(rules::GROUP.broken(
        AttributePath::of(&["resource_group_id"]),
        &Violation {
            found: format!(
                "The instance was bought without a resource group, so it is in the default one, but resource_group_id is {planned:?}."
            ),
            allowed: "no resource_group_id for this instance".to_owned(),
            fix: "remove resource_group_id. To move the instance, use the console, refresh (terraform apply -refresh-only), and then \
                    set the new group here"
                .to_owned(),
        },
    ))
}

/// Rejects a change of class or DUs of an instance that has finished, is locked, or is not configured.
///
/// # Errors
/// The value is another one.
pub(super) fn must_be_kept<T: PartialEq + Debug + Clone>(
    instance: &InstanceModel,
    argument: &str,
    before: &Attr<T>,
    after: &Attr<T>,
) -> Result<(), Diagnostic> {
    let (title, noun, task) = (instance.kind.title, instance.kind.noun, instance.kind.task);
    let (Some(now), Some(planned)) = (before.get(), after.get()) else { return Ok(()) };
    let id = instance.id.as_str().unwrap_or_default();
    let path = AttributePath::of(&[argument]);
    match JobStatus::of(instance.status.as_str().unwrap_or_default()) {
        _ if now == planned => Ok(()),
        JobStatus::Finished => Err(rules::ENDED.broken(
            path,
            &Violation {
                found: format!("{title} instance {id} is Finished, but {argument} is changed to {planned:?}. DTS does not change \
                    a finished instance."),
                allowed: format!("{now:?}, the present value"),
                fix: format!("set {argument} = {now:?}"),
            },
        )),
        JobStatus::Locked => Err(locked(&instance.kind, id, argument, &format!("{now:?}"))),
        JobStatus::NotConfigured => Err(Diagnostic::error(
            format!("The {noun} is not configured"),
            format!(
                "{title} instance {id} is NotConfigured, but {argument} is changed to {planned:?}. DTS changes only a configured \
                 {noun}.\nFix: set {argument} = {now:?}, and apply the {task} first."
            ),
        )
        .at(path)),
        status => match refusing(argument, &status) {
            Some(refusing) => Err(Diagnostic::error(
                format!("The {noun} does not take this change now"),
                format!(
                    "{title} instance {id} is {status}, but {argument} is changed to {planned:?}. DTS changes it only {when}.\nFix: \
                     set {argument} = {now:?}, {first}, and then change {argument}.",
                    when = refusing.when,
                    first = refusing.first.replace("{task}", task),
                ),
            )
            .at(path)),
            None => Ok(()),
        },
    }
}

/// A status in which DTS refuses a change of the size of an instance, and which an apply does not leave before it.
struct Refusing {
    /// When DTS makes the change.
    when: &'static str,
    /// What to do before it.
    first: &'static str,
}

fn refusing(argument: &str, status: &JobStatus) -> Option<Refusing> {
    match (argument, status) {
        ("instance_class", JobStatus::Initializing) => {
            Some(Refusing { when: "after the initial phases", first: "wait until the instance is Synchronizing" })
        }
        ("instance_class", JobStatus::InitializeFailed) => Some(Refusing {
            when: "after the initial phases",
            first: "fix the cause of the failure, apply so that the instance starts again, wait until it is Synchronizing",
        }),
        ("du", JobStatus::ModifyFailed) => Some(Refusing {
            when: "while no change of the objects is incomplete",
            first: "correct the objects of the {task} and apply it, so that it is Synchronizing",
        }),
        _ => None,
    }
}

fn locked(kind: &JobKind, id: &str, argument: &str, now: &str) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    Diagnostic::error(
        format!("The {noun} is locked"),
        format!(
            "{title} instance {id} is Locked because of an overdue payment, so {argument} cannot be changed.\nFix: pay the overdue \
             amount, then apply again. Until then, set {argument} = {now}."
        ),
    )
    .at(AttributePath::of(&[argument]))
}

fn status_change(prior: &InstanceModel, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let (title, noun) = (prior.kind.title, prior.kind.noun);
    let live = JobStatus::of(prior.status.as_str().unwrap_or_default());
    let stopped_before = prior.desired_status.as_str() == Some("stopped");
    let Some(desired) = planned.desired_status.as_str() else { return Ok(()) };
    // An instance passes through PreCheckPass only for a moment when it starts. One that stays there was never started.
    if desired == "stopped"
        && !stopped_before
        && (cannot_catch_up(&prior.kind, &live) || live == JobStatus::PreCheckPass)
    {
        return Err(cannot_cut_over(&prior.kind, &prior.task_id.or(String::new()), &live));
    }
    let before = prior.desired_status.or("running".to_owned());
    if live == JobStatus::Locked && desired == "suspended" && before != desired {
        return Err(locked(
            &prior.kind,
            prior.id.as_str().unwrap_or_default(),
            "desired_status",
            &format!("{before:?}"),
        ));
    }
    let finished = live == JobStatus::Finished;
    if !(finished && desired != "stopped" && (stopped_before || desired == "suspended") && before != desired) {
        return Ok(());
    }
    Err(rules::ENDED.broken(
        AttributePath::of(&["desired_status"]),
        &Violation {
            found: format!(
                "{title} instance {id} is Finished: desired_status cannot change from {before:?} to {desired:?}, because DTS does not \
                 start or suspend it again.",
                id = prior.id.as_str().unwrap_or_default()
            ),
            allowed: format!("\"stopped\" for a finished {noun}"),
            fix: "set desired_status = \"stopped\". To migrate again, set allow_restart = true on the task, and run terraform apply \
                  -replace=<address of the task>. The instance is then replaced, too"
                .to_owned(),
        },
    ))
}

/// Whether a job of this status cannot catch up: it does not run, and has not finished.
pub(in crate::resources::alibaba) fn cannot_catch_up(kind: &JobKind, status: &JobStatus) -> bool {
    let at_rest = kind.has_started(status) && !kind.may_move_data(status) && *status != JobStatus::Finished;
    let stays = [
        JobStatus::NotConfigured,
        JobStatus::NotStarted,
        JobStatus::PrecheckFailed,
        // The objects whose change failed are not at the destination.
        JobStatus::ModifyFailed,
    ];
    at_rest || stays.contains(status)
}

/// The error of a cut-over that would never be complete.
pub(in crate::resources::alibaba::migration_instance) fn cannot_cut_over(
    kind: &JobKind,
    task_id: &str,
    status: &JobStatus,
) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    let first = match status {
        JobStatus::ModifyFailed => {
            format!("set desired_status = \"running\", correct the objects of the {} and apply, so that it", kind.task)
        }
        _ => "set desired_status = \"running\" and apply, so that it".to_owned(),
    };
    Diagnostic::error(
        format!("The {noun} does not catch up"),
        format!(
            "desired_status is \"stopped\", which waits until the destination has caught up. {title} task {task_id} is {status}, so \
             it does not catch up. It was not stopped.\nFix: {first} catches up first. To release it without catching up, set on_destroy = \"stop_and_release\", apply, and then destroy."
        ),
    )
    .at(AttributePath::of(&["desired_status"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(class: &str, desired: &str, status: &str) -> InstanceModel {
        InstanceModel {
            instance_class: class.into(),
            desired_status: desired.into(),
            status: status.into(),
            ..InstanceModel::default()
        }
    }

    #[test]
    fn a_class_can_only_be_raised() {
        let medium = instance("medium", "running", "Migrating");
        assert!(class_change(&medium, &instance("small", "running", "")).unwrap_err().detail.contains("large, xlarge"));
        assert!(class_change(&medium, &instance("xlarge", "running", "")).is_ok());
        assert!(class_change(&medium, &medium).is_ok());
    }

    #[test]
    fn an_instance_stays_in_its_resource_group() {
        let grouped = |group: Option<&str>| InstanceModel {
            resource_group_id: group.map(str::to_owned).into(),
            ..instance("small", "running", "Migrating")
        };
        let changed = |prior, planned| must_be_changeable(&grouped(prior), &grouped(planned));
        assert!(
            changed(None, Some("rg-1")).unwrap_err().iter().all(|one| one.detail.contains("without a resource group"))
        );
        assert!(changed(Some("rg-1"), Some("rg-2")).is_err());
        assert!(changed(Some("rg-1"), Some("rg-1")).is_ok() && changed(None, None).is_ok());
    }

    #[test]
    fn an_instance_that_has_finished_or_is_locked_keeps_its_class() {
        let rejected = |status: &str| {
            let found = must_be_changeable(&instance("medium", "running", status), &instance("large", "running", ""));
            found.err().map_or(0, |found| found.iter().count())
        };
        assert_eq!((rejected("Finished"), rejected("Locked"), rejected("NotConfigured")), (1, 1, 1));
        assert_eq!((rejected("Migrating"), rejected("Suspending")), (0, 0));
        let lowered = must_be_changeable(&instance("medium", "running", "Finished"), &instance("small", "running", ""));
        assert_eq!(lowered.unwrap_err().iter().count(), 1, "one reason is enough");
    }

    #[test]
    fn a_synchronization_changes_its_size_only_while_dts_does() {
        let rejected = |class: [&str; 2], du: [i64; 2], status: &str| {
            let of = |class: &str, du: i64| InstanceModel { du: du.into(), ..instance(class, "running", status) };
            let found = must_be_changeable(&of(class[0], du[0]), &of(class[1], du[1])).err().unwrap_or_default();
            found.iter().map(|one| format!("{}: {}", one.path, one.detail)).collect::<Vec<_>>().join("\n")
        };
        let (raised, kept) = (["small", "large"], ["small", "small"]);
        for status in ["Initializing", "InitializeFailed"] {
            let text = rejected(raised, [2, 4], status);
            assert!(text.starts_with("instance_class: ") && text.contains(status), "{text}");
            assert!(text.contains("DTS changes it only after the initial phases") && !text.contains("du: "), "{text}");
        }
        let text = rejected(raised, [2, 4], "ModifyFailed");
        assert!(text.starts_with("du: ") && text.contains("correct the objects of the dts_"), "{text}");
        for status in ["Synchronizing", "Failed", "Suspending", "Retrying"] {
            assert_eq!(rejected(raised, [2, 4], status), "", "{status}");
        }
        assert_eq!(rejected(kept, [2, 2], "ModifyFailed") + &rejected(kept, [2, 2], "InitializeFailed"), "");
    }

    #[test]
    fn a_stopped_migration_stays_stopped() {
        let stopped = instance("medium", "stopped", "Finished");
        assert!(status_change(&stopped, &instance("medium", "running", "")).is_err());
        assert!(status_change(&stopped, &stopped).is_ok());
        let finished = instance("medium", "running", "Finished");
        assert!(status_change(&finished, &finished).is_ok());
        let suspended = instance("medium", "suspended", "Finished");
        assert!(status_change(&suspended, &suspended).is_ok(), "nothing changes");
        assert!(status_change(&finished, &instance("medium", "suspended", "")).is_err());
        assert!(status_change(&finished, &instance("medium", "stopped", "")).is_ok());
    }

    #[test]
    fn a_locked_instance_is_not_suspended() {
        let suspend =
            |status: &str| status_change(&instance("medium", "running", status), &instance("medium", "suspended", ""));
        assert!(suspend("Locked").is_err() && suspend("Migrating").is_ok() && suspend("MigrationFailed").is_ok());
    }

    #[test]
    fn only_an_instance_that_runs_is_cut_over() {
        let stop =
            |status: &str| status_change(&instance("medium", "running", status), &instance("medium", "stopped", ""));
        for runs in ["Migrating", "Retrying", "Upgrade", "Prechecking", "SomethingNew", "Finished"] {
            assert!(stop(runs).is_ok(), "{runs}");
        }
        for rests in ["Suspending", "MigrationFailed", "Locked", "NotStarted", "PrecheckFailed", "PreCheckPass"] {
            assert!(stop(rests).is_err(), "{rests}");
        }
        let rejected = stop("ModifyFailed").unwrap_err().detail;
        assert!(rejected.contains("is ModifyFailed") && rejected.contains("correct the objects of the"), "{rejected}");
    }
}
