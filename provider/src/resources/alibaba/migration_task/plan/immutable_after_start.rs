//! The plan of a task that has started: in place, replaced, or refused.

use alibaba::dts::JobStatus;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use crate::resources::alibaba::migration_task::{
    arguments::Argument,
    plan::{
        changes::Changes,
        live_changes::{ImmutableChange, LiveChanges, live_changes},
    },
    rules::{IMMUTABLE, STATUS},
    schema::{
        endpoint::{Side, known_endpoints},
        model::TaskModel,
    },
};
use crate::{
    resources::{alibaba::job::JobKind, shared::is_released},
    rules::Violation,
};

/// What a plan does with the changes of a task that has started.
#[derive(Debug, Default)]
pub(crate) struct ChangePlan {
    /// Calls to make.
    pub(crate) live: LiveChanges,
    /// Arguments whose change needs a new task.
    pub(crate) replace: Vec<AttributePath>,
    /// What is refused.
    pub(crate) refused: Diagnostics,
}

/// Decides what a plan does with the changes of a started task.
pub(crate) fn classify_changes(prior: &TaskModel, planned: &TaskModel, changes: Changes) -> ChangePlan {
    if is_released(prior) {
        return classify_released(prior, planned, changes);
    }
    let restart = planned.allow_restart.or(false);
    let mut live = live_changes(planned, &changes);
    if !restart {
        // A value that is not known yet may be the value that DTS has. A task that may be replaced is planned with the change.
        live.immutable.retain(|immutable| !immutable.argument.is_unknown(planned));
    }
    let mut change_plan = ChangePlan::default();
    match (live.immutable.is_empty(), restart) {
        (false, true) => {
            change_plan.replace = paths(live.immutable.iter().map(|immutable| &immutable.argument), planned)
        }
        (false, false) => live
            .immutable
            .iter()
            .for_each(|immutable| refuse_immutable(prior, planned, immutable, &mut change_plan.refused)),
        (true, _) => {}
    }
    if change_plan.replace.is_empty() {
        refuse_in_status(prior, planned, &live, &mut change_plan.refused);
    }
    change_plan.live = live;
    change_plan
}

/// The paths of arguments, each once.
fn paths<'a>(arguments: impl Iterator<Item = &'a Argument>, planned: &TaskModel) -> Vec<AttributePath> {
    let mut paths: Vec<AttributePath> = Vec::new();
    for path in arguments.map(|argument| argument.path(planned)) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// There is no job to change. The user may request a new one.
fn classify_released(prior: &TaskModel, planned: &TaskModel, changes: Changes) -> ChangePlan {
    let changed = live_changes(planned, &changes);
    let steps = changed.steps.iter().flat_map(|step| &step.arguments);
    let changed = paths(steps.chain(changed.immutable.iter().map(|immutable| &immutable.argument)), planned);
    let mut change_plan = ChangePlan::default();
    if planned.restart_on_loss.or(false) && !prior.restart_on_loss.or(false) {
        change_plan.replace = vec![AttributePath::of(&["restart_on_loss"])];
    } else if planned.allow_restart.or(false) {
        change_plan.replace = changed;
    } else {
        let refused = changed.into_iter().map(|path| released(prior).at(path));
        change_plan.refused.extend(refused);
    }
    change_plan
}

fn released(prior: &TaskModel) -> Diagnostic {
    let (noun, task) = (prior.kind.noun, prior.kind.task);
    Diagnostic::error(
        format!("The {noun} task was released"),
        format!(
            "{task} {id} does not exist in DTS any more, so it cannot be changed. It had moved data before it was released. Undo \
             the change to keep the resource as a record, or remove the resource. To start a new {noun}, set restart_on_loss = \
             true and apply. It copies the data again and may overwrite rows at the destination.",
            id = prior.id.as_str().unwrap_or_default()
        ),
    )
}

/// The block of the account that owns a database.
const OWNER: &str = "cross_account";

/// An argument of a `cross_account` block that the configuration does not have any more.
enum RemovedOwner {
    Account,
    Role,
}

/// Whether the argument belongs to a removed `cross_account` block, and of which endpoint.
fn removed_owner(name: &str, planned: &TaskModel) -> Option<(Side, RemovedOwner)> {
    let (side, _) = known_endpoints(planned).find(|(side, end)| {
        end.cross_account.is_null()
            && name.strip_prefix(side.block()).is_some_and(|rest| rest.starts_with(".cross_account."))
    })?;
    let of = if name.ends_with(".account_id") { RemovedOwner::Account } else { RemovedOwner::Role };
    Some((side, of))
}

fn refuse_immutable(prior: &TaskModel, planned: &TaskModel, immutable: &ImmutableChange, out: &mut Diagnostics) {
    let (task, noun) = (prior.kind.task, prior.kind.noun);
    let status = prior.status.as_str().unwrap_or("started");
    let id = prior.id.as_str().unwrap_or_default();
    let name = immutable.argument.name(planned);
    // Both arguments of a removed block are missing: the error is one, about the block.
    let (path, name) = match removed_owner(&name, planned) {
        Some((_, RemovedOwner::Role)) => return,
        Some((side, RemovedOwner::Account)) => {
            (AttributePath::of(&[side.block(), OWNER]), format!("{}.{OWNER}", side.block()))
        }
        None => (immutable.argument.path(planned), name),
    };
    let why = immutable.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    out.push(IMMUTABLE.broken(
        path,
        &Violation {
            found: format!("{task} {id} is {status}: DTS cannot change `{name}` of a task that has started{why}."),
            allowed: "the value with which the task was started".to_owned(),
            fix: format!("set the previous value. To start a new {noun} with the new value, set allow_restart = true and apply: the task \
                  and its instance are then replaced (terraform apply -replace=<address of this task> needs allow_restart = true, \
                  too). conflict_mode decides what happens to the tables that the destination has at that time")
                .to_owned(),
        },
    ));
}

/// Calls that the status does not allow, one message for each argument. A value that is not known yet may be the value that DTS
/// has.
fn refuse_in_status(prior: &TaskModel, planned: &TaskModel, live: &LiveChanges, out: &mut Diagnostics) {
    let task = prior.kind.task;
    let status = JobStatus::of(prior.status.as_str().unwrap_or_default());
    for step in live.not_allowed_in(&status) {
        let of_kind = |status: &&JobStatus| prior.kind.statuses.contains(*status);
        let allowed: Vec<&str> = step.row.statuses.iter().filter(of_kind).map(JobStatus::as_str).collect();
        for argument in step.arguments.iter().filter(|argument| !argument.is_unknown(planned)) {
            let name = argument.name(planned);
            out.push(STATUS.broken(
                argument.path(planned),
                &Violation {
                    found: format!(
                        "{task} {id} is {status}: DTS cannot change `{name}` of a task in this status.",
                        id = prior.id.as_str().unwrap_or_default()
                    ),
                    allowed: format!("a change of `{name}` while the task is {}", allowed.join(", ")),
                    fix: fix(&prior.kind, &status),
                },
            ));
        }
    }
}

fn fix(kind: &JobKind, status: &JobStatus) -> String {
    let noun = kind.noun;
    match status {
        JobStatus::Finished => format!("set the previous value; the {noun} has ended"),
        JobStatus::MigrationFailed | JobStatus::InitializeFailed | JobStatus::Failed => {
            format!(
                "set the previous value, fix the cause of the failure and start the {noun} again. Then change the argument"
            )
        }
        _ => "set the previous value, and change the argument when the task has another status".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;
    use crate::resources::alibaba::job::endpoint::CrossAccount;
    use crate::resources::alibaba::migration_task::schema::endpoint::{Endpoint, Wire};

    fn task(status: &str) -> TaskModel {
        // Without a selection at all it would count as not known yet.
        TaskModel { id: "job1".into(), status: status.into(), objects_json: "{}".into(), ..TaskModel::default() }
    }

    fn changed(paths: &[&str]) -> Changes {
        Changes { arguments: paths.iter().map(|path| Argument::named(path)).collect(), ..Changes::default() }
    }

    fn refused_paths(change_plan: &ChangePlan) -> Vec<String> {
        change_plan.refused.iter().map(|one| one.path.to_string()).collect()
    }

    #[test]
    fn a_started_task_keeps_its_configuration_unless_it_may_start_over() {
        let changes = || changed(&["objects", "conflict_mode"]);
        let refused = classify_changes(&task("Migrating"), &task("Migrating"), changes());
        assert_eq!(refused_paths(&refused), ["objects_json", "conflict_mode"]);
        assert!(refused.replace.is_empty());
        let allowed = TaskModel { allow_restart: true.into(), ..task("Migrating") };
        let replaced = classify_changes(&task("Migrating"), &allowed, changes());
        assert_eq!(replaced.replace, [AttributePath::of(&["objects_json"]), AttributePath::of(&["conflict_mode"])]);
        assert!(replaced.refused.is_empty());
    }

    #[test]
    fn a_removed_cross_account_block_is_one_error() {
        let end = || Endpoint { engine: "mysql".into(), ..Endpoint::default() };
        let task = || TaskModel { source: end().into(), destination: end().into(), ..task("Migrating") };
        let both = || changed(&["source.cross_account.account_id", "source.cross_account.role_name"]);
        assert_eq!(refused_paths(&classify_changes(&task(), &task(), both())), ["source.cross_account"]);
        // The counterpart: a block with two changed arguments.
        let mut other = task();
        let owner = CrossAccount { account_id: "2345678901234567".into(), role_name: "other".into() };
        other.source.get_mut().unwrap().cross_account = owner.into();
        other.source.get_mut().unwrap().wire = Attr::Known(Wire::default());
        let refused = refused_paths(&classify_changes(&task(), &other, both()));
        assert_eq!(refused, ["source.cross_account.account_id", "source.cross_account.role_name"]);
    }

    #[test]
    fn the_status_refuses_a_change_but_not_a_replacement() {
        let renamed = || changed(&["name"]);
        assert!(classify_changes(&task("Migrating"), &task("Migrating"), renamed()).refused.is_empty());
        assert_eq!(refused_paths(&classify_changes(&task("Finished"), &task("Finished"), renamed())), ["name"]);
        let unknown = TaskModel { name: Attr::Unknown, ..task("Finished") };
        assert!(
            classify_changes(&task("Finished"), &unknown, renamed()).refused.is_empty(),
            "it may be the name that the task has"
        );
        let allowed = TaskModel { allow_restart: true.into(), ..task("Finished") };
        let both = changed(&["name", "objects"]);
        assert!(classify_changes(&task("Finished"), &allowed, both).refused.is_empty());
    }

    #[test]
    fn a_released_task_stays_as_it_is_or_is_created_again() {
        let renamed = || changed(&["name"]);
        let gone = task("Released");
        assert_eq!(refused_paths(&classify_changes(&gone, &gone, renamed())), ["name"]);
        assert!(classify_changes(&gone, &gone, Changes::default()).refused.is_empty());
        let again = TaskModel { restart_on_loss: true.into(), ..gone.clone() };
        let change_plan = classify_changes(&gone, &again, Changes::default());
        assert_eq!(change_plan.replace, [AttributePath::of(&["restart_on_loss"])]);
        let allowed = TaskModel { allow_restart: true.into(), ..gone.clone() };
        assert!(classify_changes(&gone, &allowed, Changes::default()).replace.is_empty(), "nothing changes");
        assert_eq!(classify_changes(&gone, &allowed, renamed()).replace, [AttributePath::of(&["name"])]);
    }

    #[test]
    fn an_unknown_value_is_not_a_change_unless_the_task_may_be_replaced() {
        let changes = || changed(&["environment_tag", "conflict_mode"]);
        let unknown = TaskModel { conflict_mode: Attr::Unknown, ..task("Migrating") };
        assert_eq!(refused_paths(&classify_changes(&task("Migrating"), &unknown, changes())), ["environment_tag"]);
        let allowed = TaskModel { allow_restart: true.into(), ..unknown };
        assert_eq!(classify_changes(&task("Migrating"), &allowed, changes()).replace.len(), 2);
    }
}
