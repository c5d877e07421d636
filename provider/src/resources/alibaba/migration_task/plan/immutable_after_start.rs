//! The plan of a task that has started: in place, replaced, or refused.

use alibaba::dts::JobStatus;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use crate::resources::alibaba::migration_task::{
    TYPE,
    arguments::Argument,
    plan::{
        changes::Changes,
        live_changes::{Late, Sorted, sort},
    },
    rules::{LATE, STATUS},
    schema::model::TaskModel,
};
use crate::{resources::shared::is_released, rules::Violation};

/// What becomes of the changes.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Calls to make.
    pub(crate) sorted: Sorted,
    /// Arguments whose change needs a new task.
    pub(crate) replace: Vec<AttributePath>,
    /// What is refused.
    pub(crate) refused: Diagnostics,
}

/// Judges the changes of a started task.
pub(crate) fn judge(prior: &TaskModel, planned: &TaskModel, changes: Changes) -> Verdict {
    if is_released(prior) {
        return judge_released(prior, planned, changes);
    }
    let restart = planned.allow_restart.or(false);
    let mut sorted = sort(planned, &changes);
    if !restart {
        // A value that is not known yet may turn out the one it has; where the task may be replaced, that is planned for.
        sorted.late.retain(|late| !late.argument.is_unknown(planned));
    }
    let mut verdict = Verdict::default();
    match (sorted.late.is_empty(), restart) {
        (false, true) => verdict.replace = paths(sorted.late.iter().map(|late| &late.argument), planned),
        (false, false) => sorted.late.iter().for_each(|late| refuse_late(prior, planned, late, &mut verdict.refused)),
        (true, _) => {}
    }
    if verdict.replace.is_empty() {
        not_now(prior, planned, &sorted, &mut verdict.refused);
    }
    verdict.sorted = sorted;
    verdict
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

/// There is no job to change. The user may ask for a new one.
fn judge_released(prior: &TaskModel, planned: &TaskModel, changes: Changes) -> Verdict {
    let changed = sort(planned, &changes);
    let steps = changed.steps.iter().flat_map(|step| &step.arguments);
    let changed = paths(steps.chain(changed.late.iter().map(|late| &late.argument)), planned);
    let mut verdict = Verdict::default();
    if planned.restart_on_loss.or(false) && !prior.restart_on_loss.or(false) {
        verdict.replace = vec![AttributePath::of(&["restart_on_loss"])];
    } else if planned.allow_restart.or(false) {
        verdict.replace = changed;
    } else {
        let refused = changed.into_iter().map(|path| released(prior).at(path));
        verdict.refused.extend(refused);
    }
    verdict
}

fn released(prior: &TaskModel) -> Diagnostic {
    Diagnostic::error(
        "The migration task was released",
        format!(
            "{TYPE} {id} vanished after data had moved: there is no task in DTS that could be changed. Take the change back to \
             keep the resource as a record, or remove the resource. To migrate anew, which copies the data once more onto what \
             the destination holds by now, set restart_on_loss = true and apply.",
            id = prior.id.as_str().unwrap_or_default()
        ),
    )
}

fn refuse_late(prior: &TaskModel, planned: &TaskModel, late: &Late, out: &mut Diagnostics) {
    let status = prior.status.as_str().unwrap_or("started");
    let id = prior.id.as_str().unwrap_or_default();
    let (path, name) = (late.argument.path(planned), late.argument.name(planned));
    let why = late.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    out.push(LATE.broken(
        path,
        &Violation {
            found: format!("{TYPE} {id} is {status}: DTS does not change {name} of a task that has started{why}."),
            allowed: "the value the task was started with".to_owned(),
            write: "the value it had. To migrate again with the new one, set allow_restart = true and apply: the task is \
                    replaced (terraform apply -replace=<address of this task> needs allow_restart = true as well), the \
                    instance follows through task_id, and conflict_mode decides what happens to the tables that the \
                    destination has by then"
                .to_owned(),
        },
    ));
}

/// Calls the status does not allow, one message for each argument. A value that is not known yet may turn out the one it has.
fn not_now(prior: &TaskModel, planned: &TaskModel, sorted: &Sorted, out: &mut Diagnostics) {
    let status = JobStatus::of(prior.status.as_str().unwrap_or_default());
    for step in sorted.not_in(&status) {
        let allowed: Vec<&str> = step.row.statuses.iter().map(JobStatus::as_str).collect();
        for argument in step.arguments.iter().filter(|argument| !argument.is_unknown(planned)) {
            let name = argument.name(planned);
            out.push(STATUS.broken(
                argument.path(planned),
                &Violation {
                    found: format!(
                        "{TYPE} {id} is {status}: DTS does not change {name} of a task in this status.",
                        id = prior.id.as_str().unwrap_or_default()
                    ),
                    allowed: format!("a change of {name} while the task is {}", allowed.join(", ")),
                    write: advice(&status),
                },
            ));
        }
    }
}

fn advice(status: &JobStatus) -> String {
    match status {
        JobStatus::Finished => "the value it had: the migration has ended".to_owned(),
        JobStatus::MigrationFailed => {
            "the value it had, mend what made the migration fail, start it again, and change this then".to_owned()
        }
        _ => "the value it had, and change it when the status has passed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;

    fn task(status: &str) -> TaskModel {
        // Without a selection at all it would count as not known yet.
        TaskModel { id: "job1".into(), status: status.into(), objects_json: "{}".into(), ..TaskModel::default() }
    }

    fn changed(paths: &[&str]) -> Changes {
        Changes { arguments: paths.iter().map(|path| Argument::named(path)).collect(), ..Changes::default() }
    }

    fn told(verdict: &Verdict) -> Vec<String> {
        verdict.refused.iter().map(|one| one.path.to_string()).collect()
    }

    #[test]
    fn a_started_task_keeps_its_configuration_unless_it_may_start_over() {
        let changes = || changed(&["objects", "conflict_mode"]);
        let refused = judge(&task("Migrating"), &task("Migrating"), changes());
        assert_eq!(told(&refused), ["objects_json", "conflict_mode"]);
        assert!(refused.replace.is_empty());
        let allowed = TaskModel { allow_restart: true.into(), ..task("Migrating") };
        let replaced = judge(&task("Migrating"), &allowed, changes());
        assert_eq!(replaced.replace, [AttributePath::of(&["objects_json"]), AttributePath::of(&["conflict_mode"])]);
        assert!(replaced.refused.is_empty());
    }

    #[test]
    fn the_status_refuses_and_a_replacement_does_not_ask_it() {
        let renamed = || changed(&["name"]);
        assert!(judge(&task("Migrating"), &task("Migrating"), renamed()).refused.is_empty());
        assert_eq!(told(&judge(&task("Finished"), &task("Finished"), renamed())), ["name"]);
        let unknown = TaskModel { name: Attr::Unknown, ..task("Finished") };
        assert!(judge(&task("Finished"), &unknown, renamed()).refused.is_empty(), "it may turn out the name it has");
        let allowed = TaskModel { allow_restart: true.into(), ..task("Finished") };
        let both = changed(&["name", "objects"]);
        assert!(judge(&task("Finished"), &allowed, both).refused.is_empty());
    }

    #[test]
    fn a_released_task_is_kept_as_it_is_or_made_anew() {
        let renamed = || changed(&["name"]);
        let gone = task("Released");
        assert_eq!(told(&judge(&gone, &gone, renamed())), ["name"]);
        assert!(judge(&gone, &gone, Changes::default()).refused.is_empty());
        let anew = TaskModel { restart_on_loss: true.into(), ..gone.clone() };
        let verdict = judge(&gone, &anew, Changes::default());
        assert_eq!(verdict.replace, [AttributePath::of(&["restart_on_loss"])]);
        let allowed = TaskModel { allow_restart: true.into(), ..gone.clone() };
        assert!(judge(&gone, &allowed, Changes::default()).replace.is_empty(), "nothing changes");
        assert_eq!(judge(&gone, &allowed, renamed()).replace, [AttributePath::of(&["name"])]);
    }

    #[test]
    fn what_is_not_known_yet_is_no_change_yet_unless_the_task_may_be_replaced() {
        let changes = || changed(&["environment_tag", "conflict_mode"]);
        let unknown = TaskModel { conflict_mode: Attr::Unknown, ..task("Migrating") };
        assert_eq!(told(&judge(&task("Migrating"), &unknown, changes())), ["environment_tag"]);
        let allowed = TaskModel { allow_restart: true.into(), ..unknown };
        assert_eq!(judge(&task("Migrating"), &allowed, changes()).replace.len(), 2);
    }
}
