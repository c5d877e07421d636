//! What cannot be changed any more, and which desired status a job can get.

use tencent::dts::JobStatus;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use crate::{
    resources::tencent::migration_task::{
        schema::model::TaskModel,
        status::{Blocked, step},
    },
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 5] = [&BOUGHT, &IMMUTABLE, &STATUS, &DESIRED, &BEGIN];

static BOUGHT: Rule = Rule::plan(
    "tencent-bought-for",
    "The job was bought for another engine or region",
    "The engines and regions of a `dts_tencent_migration_task` must be those that its job was bought for.",
);

static IMMUTABLE: Rule = Rule::plan(
    "tencent-late-change",
    "DTS cannot change this after the start",
    "A job of Tencent Cloud that has started keeps its configuration, except for the limits and some settings.",
);
static STATUS: Rule = Rule::plan(
    "tencent-change-in-status",
    "DTS cannot change this in the present status",
    "The limits of a started job can be changed only while it runs.",
);
static DESIRED: Rule = Rule::plan(
    "tencent-desired-status",
    "The job cannot get this status",
    "`desired_status` of `dts_tencent_migration_task` must be a status that the job can get from its present one.",
);
static BEGIN: Rule = Rule::plan(
    "tencent-begin-status",
    "A new job cannot have this status",
    "A new `dts_tencent_migration_task` can be desired `checked`, `running` or `completed`.",
);

/// An argument that no call changes once the job has started.
pub(crate) fn immutable(path: AttributePath, prior: &TaskModel, status: &JobStatus) -> Diagnostic {
    let id = prior.id.as_str().unwrap_or_default();
    let found = format!("{path} changes, but migration job {id} has started (status {status}).");
    IMMUTABLE.broken(
        path,
        &Violation {
            found,
            allowed: "changes of rate_limit, and of DstWriteMode and IsDstReadOnly in settings".to_owned(),
            fix: "keep the value. For another migration, replace dts_tencent_migration_instance: the new job copies the data again"
                .to_owned(),
        },
    )
}

/// An engine or a region that differs from the one of the purchase.
pub(crate) fn bought_for(path: AttributePath, prior: &TaskModel) -> Diagnostic {
    let id = prior.id.as_str().unwrap_or_default();
    BOUGHT.broken(
        path.clone(),
        &Violation {
            found: format!("{path} changes, but migration job {id} was bought for the previous value."),
            allowed: "the engines and regions of the dts_tencent_migration_instance".to_owned(),
            fix: "keep the value. For another engine or region, change dts_tencent_migration_instance: Terraform then replaces the instance \
                  and the task"
                .to_owned(),
        },
    )
}

/// An argument of a task whose job does not exist any more.
pub(crate) fn released(path: AttributePath, prior: &TaskModel) -> Diagnostic {
    Diagnostic::error(
        "The migration task was released",
        format!(
            "{path} changes, but migration job {id} does not exist any more, so it cannot be changed. It had moved data before it was \
             destroyed. Undo the change to keep the resource as a record, or remove the resource. To migrate again, replace its \
             dts_tencent_migration_instance: the new job copies the data again and may overwrite rows at the destination.",
            id = prior.id.as_str().unwrap_or_default(),
        ),
    )
    .at(path)
}

/// An argument whose call DTS does not allow in this status.
pub(crate) fn change_in_status(path: AttributePath, prior: &TaskModel, status: &JobStatus) -> Diagnostic {
    let id = prior.id.as_str().unwrap_or_default();
    let found = format!("{path} changes, but migration job {id} has the status {status}.");
    let has_ended = step(status, "running") == Err(Blocked::Ended);
    let fix = if has_ended { "set the previous value; the job has ended" } else { "keep the value until the job runs" };
    STATUS.broken(
        path,
        &Violation {
            found,
            allowed: "a change before the start, or while the job runs".to_owned(),
            fix: fix.to_owned(),
        },
    )
}

/// A desired status that the job cannot get.
pub(crate) fn status_change(status: &JobStatus, planned: &TaskModel, blocked: Blocked) -> Diagnostic {
    let desired = planned.desired_status.as_str().unwrap_or_default();
    let (why, allowed, fix) = match blocked {
        Blocked::Ended => (
            "it has ended, and no call starts it again",
            "\"completed\" or \"stopped\"",
            "write what the job is. To migrate again, replace its dts_tencent_migration_instance",
        ),
        Blocked::NotStarted => (
            "it has not started",
            "\"checked\", \"running\" or \"completed\"",
            "write \"checked\" to leave it as it is, or \"running\" to start it",
        ),
        Blocked::Started => (
            "it has started",
            "\"running\", \"paused\", \"completed\" or \"stopped\"",
            "write \"paused\" to pause it, or \"stopped\" to end it permanently",
        ),
        Blocked::Failed => (
            "it has failed",
            "\"running\", which resumes it, or \"stopped\"",
            "fix the cause and apply with desired_status = \"running\" first",
        ),
        Blocked::Waits => (
            "it waits for its time, and DTS pauses only jobs that run",
            "\"running\" or \"stopped\"",
            "keep \"running\", or write \"stopped\" to end the job permanently",
        ),
    };
    DESIRED.broken(
        AttributePath::of(&["desired_status"]),
        &Violation {
            found: format!("desired_status is {desired:?}, but the job has the status {:?}: {why}.", status.as_str()),
            allowed: allowed.to_owned(),
            fix: fix.to_owned(),
        },
    )
}

/// A new job cannot be paused or stopped.
pub(crate) fn begin_status(config: &TaskModel, out: &mut Diagnostics) {
    let Some(desired @ ("paused" | "stopped")) = config.desired_status.as_str() else { return };
    out.push(BEGIN.broken(
        AttributePath::of(&["desired_status"]),
        &Violation {
            found: format!("desired_status is {desired:?}, but the job has not been configured yet."),
            allowed: "\"checked\", \"running\" or \"completed\" for a new job".to_owned(),
            fix: "write \"checked\" to configure and check the job without starting it".to_owned(),
        },
    ));
}

/// [`begin_status`] before an apply configures anything.
///
/// # Errors
/// The violation.
pub(crate) fn must_begin(config: &TaskModel) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    begin_status(config, &mut found);
    if found.has_errors() { Err(found) } else { Ok(()) }
}
