//! An instance is not replaced alone: releasing it releases its task, and nothing would be left to buy an instance for.
//!
//! A replacement is planned twice: as a change, then as a new object, with the private data the first plan left. A spoilt
//! (tainted) object is planned as a new one at once. Either way the delete that comes first gets the private data of the
//! plan, so a note in there tells it from a destroy.

use tfplugin::{diagnostic::Diagnostic, path::AttributePath, private::Private, resource::Plan};

use super::{TYPE, memory, model::InstanceModel};

/// For which task a new instance is planned; empty while it is not known.
const PLANNED: &str = "planned_for";

/// Notes what is planned, and refuses a new instance in place of one of the same task.
pub(super) fn at_plan(plan: &mut Plan<InstanceModel>) -> Result<(), Diagnostic> {
    if let Some(prior) = &plan.prior {
        forget(&mut plan.private);
        memory::note_task(&mut plan.private, prior.task_id.as_str());
        return Ok(());
    }
    let task_id = plan.planned.task_id.as_str();
    plan.private.set(PLANNED, task_id.unwrap_or_default());
    match task_id {
        Some(task_id) if memory::task(&plan.private) == Some(task_id) => Err(refusal(task_id)),
        _ => Ok(()),
    }
}

/// Refuses to delete an instance that is to be replaced alone: a spoilt one shows that only here.
pub(super) fn at_delete(state: &InstanceModel, private: &Private) -> Result<(), Diagnostic> {
    let planned = private.get(PLANNED).and_then(|task_id| task_id.as_str()).filter(|task_id| !task_id.is_empty());
    match planned {
        Some(task_id) if state.task_id.as_str() == Some(task_id) => Err(refusal(task_id)),
        _ => Ok(()),
    }
}

/// What was planned is done, or not to be done.
pub(super) fn forget(private: &mut Private) {
    private.remove(PLANNED);
}

fn refusal(task_id: &str) -> Diagnostic {
    Diagnostic::error(
        "An instance is not replaced alone",
        format!(
            "This would release the instance of migration task {task_id} and buy another one for the same task. DTS releases \
             the task with its instance: there would be nothing to buy an instance for. Nothing was changed.\n\nTo migrate \
             anew, replace the task: terraform apply -replace=<address of the dts_migration_task>. The instance follows \
             through task_id. If the instance is only marked as tainted, terraform untaint <address of this {TYPE}> takes \
             the mark away."
        ),
    )
    .at(AttributePath::of(&["task_id"]))
}

#[cfg(test)]
mod tests {
    use tfplugin::{diagnostic::Diagnostics, model::Attr};

    use super::*;

    fn instance(task_id: Attr<String>) -> InstanceModel {
        InstanceModel { task_id, ..InstanceModel::default() }
    }

    fn planned(prior: Option<&str>, task_id: Attr<String>, private: Private) -> (Result<(), Diagnostic>, Private) {
        let mut plan = Plan {
            prior: prior.map(|id| instance(id.into())),
            config: instance(task_id.clone()),
            planned: instance(task_id),
            replace: Vec::new(),
            private,
            diagnostics: Diagnostics::new(),
        };
        (at_plan(&mut plan), plan.private)
    }

    #[test]
    fn a_replacement_for_the_same_task_is_refused_and_one_for_another_is_not() {
        let first = || planned(Some("job1"), "job1".into(), Private::default());
        assert!(first().0.is_ok());
        assert!(planned(None, "job1".into(), first().1).0.is_err());
        assert!(planned(None, "job2".into(), first().1).0.is_ok());
        assert!(planned(None, Attr::Unknown, first().1).0.is_ok());
        assert!(planned(None, "job1".into(), Private::default()).0.is_ok(), "a first instance");
    }

    #[test]
    fn a_delete_knows_whether_another_instance_is_to_follow() {
        let state = instance("job1".into());
        let spoilt = planned(None, "job1".into(), Private::default()).1;
        assert!(at_delete(&state, &spoilt).is_err());
        assert!(at_delete(&state, &planned(None, "job2".into(), Private::default()).1).is_ok());
        assert!(at_delete(&state, &planned(None, Attr::Unknown, Private::default()).1).is_ok());
        assert!(at_delete(&state, &planned(Some("job1"), "job1".into(), spoilt).1).is_ok(), "a destroy");
    }
}
