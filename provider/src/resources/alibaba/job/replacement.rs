//! An instance cannot be replaced without its task: releasing the instance releases the task, so there would be no task to buy an
//! instance for.
//!
//! Terraform plans a replacement twice: as a change, then as a new object with the private data that the first plan left. A tainted object
//! is planned as a new one only, and recognized by the refresh before it. In both cases the delete that comes first gets the private data of the plan, so a record in there
//! distinguishes it from a destroy.

use tfplugin::{diagnostic::Diagnostic, path::AttributePath, private::Private};

use super::JobKind;
use crate::{accounts::InFlightNames, resources::shared::private_state::Key};

/// ID of the task of the instance that exists.
const TASK: Key<String> = Key::new("task", 1);
/// ID of the task for which a new instance is planned; empty while it is not known.
const PLANNED: Key<String> = Key::new("planned_for", 1);

/// Records the task of the instance that exists.
pub(in crate::resources) fn record_task(private: &mut Private, task_id: Option<&str>) {
    match task_id {
        Some(task_id) => TASK.write(private, task_id.to_owned()),
        None => {
            TASK.remove(private);
        }
    }
}

/// Records the change of an instance that exists.
pub(in crate::resources) fn record_change(private: &mut Private, task_id: Option<&str>) {
    forget(private);
    record_task(private, task_id);
}

/// Records the plan of a new instance.
///
/// # Errors
/// It replaces an instance of the same task.
pub(in crate::resources) fn record_create(
    kind: &JobKind,
    private: &mut Private,
    task_id: Option<&str>,
) -> Result<(), Diagnostic> {
    PLANNED.write(private, task_id.unwrap_or_default().to_owned());
    match task_id {
        Some(task_id) if TASK.read(private).as_deref() == Some(task_id) => Err(rejection(kind, task_id)),
        _ => Ok(()),
    }
}

/// Rejects the plan of a new instance for a task whose instance a refresh has found. `held` are the instances that were found, by the IDs
/// of their tasks. A tainted instance is planned as a new one only, without its private data.
///
/// # Errors
/// The task has an instance in the state.
pub(in crate::resources) fn must_be_first(
    kind: &JobKind,
    held: &InFlightNames,
    task_id: Option<&str>,
) -> Result<(), Diagnostic> {
    match task_id {
        Some(task_id) if held.holds(task_id) => Err(rejection(kind, task_id)),
        _ => Ok(()),
    }
}

/// Rejects the delete of an instance that is replaced without its task: the plan was created without a refresh.
///
/// # Errors
/// The delete is part of such a replacement.
pub(in crate::resources) fn check_delete(
    kind: &JobKind,
    private: &Private,
    task_id: Option<&str>,
) -> Result<(), Diagnostic> {
    match PLANNED.read(private).filter(|planned| !planned.is_empty()) {
        Some(planned) if task_id == Some(&planned) => Err(rejection(kind, &planned)),
        _ => Ok(()),
    }
}

/// Forgets the plan of a new instance: it is created, or there is none.
pub(in crate::resources) fn forget(private: &mut Private) {
    PLANNED.remove(private);
}

fn rejection(kind: &JobKind, task_id: &str) -> Diagnostic {
    let (noun, task, instance) = (kind.noun, kind.task, kind.instance);
    Diagnostic::error(
        "Cannot replace an instance without its task",
        format!(
            "This would release the instance of {noun} task {task_id} and buy another one for the same task. DTS releases the task \
             together with its instance, so there would be no task for the new instance.\n\nTo start the {noun} over, replace the \
             task: terraform apply -replace=<address of the {task}>. Terraform then also replaces the instance, because its \
             task_id changes. If the instance is only marked as tainted, run terraform untaint <address of this {instance}> \
             first. If the resource has a new address, add a moved block. A task has one instance: remove a second {instance} for it."
        ),
    )
    .at(AttributePath::of(&["task_id"]))
}

#[cfg(test)]
mod tests {
    use super::{super::MIGRATION, *};

    /// The plan of a replacement, with the private data that the plan of the change left.
    fn create_after_change(task_id: Option<&str>) -> (Result<(), Diagnostic>, Private) {
        let mut private = Private::default();
        record_change(&mut private, Some("job1"));
        (record_create(&MIGRATION, &mut private, task_id), private)
    }

    #[test]
    fn a_replacement_for_the_same_task_is_rejected_and_one_for_another_task_is_not() {
        assert!(create_after_change(Some("job1")).0.is_err());
        assert!(create_after_change(Some("job2")).0.is_ok());
        assert!(create_after_change(None).0.is_ok());
        assert!(record_create(&MIGRATION, &mut Private::default(), Some("job1")).is_ok(), "a first instance");
    }

    #[test]
    fn a_tainted_instance_is_recognized_by_the_refresh_before_its_plan() {
        let held = InFlightNames::default();
        held.hold("job1");
        assert!(must_be_first(&MIGRATION, &held, Some("job1")).is_err());
        assert!(must_be_first(&MIGRATION, &held, Some("job2")).is_ok());
        assert!(must_be_first(&MIGRATION, &held, None).is_ok());
    }

    #[test]
    fn a_delete_knows_whether_another_instance_of_the_task_follows() {
        let delete = |planned: Option<&str>| {
            let mut private = Private::default();
            let _ = record_create(&MIGRATION, &mut private, planned);
            check_delete(&MIGRATION, &private, Some("job1"))
        };
        assert!(delete(Some("job1")).is_err(), "a tainted instance");
        assert!(delete(Some("job2")).is_ok() && delete(None).is_ok());
        let (_, mut private) = create_after_change(Some("job1"));
        record_change(&mut private, Some("job1"));
        assert!(check_delete(&MIGRATION, &private, Some("job1")).is_ok(), "a destroy");
    }
}
