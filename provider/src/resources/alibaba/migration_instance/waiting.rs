//! The wait of a create that was interrupted: the next applies continue it until `wait_for` is reached.

use alibaba::dts::JobStatus;
use tfplugin::private::Private;

use super::{schema::InstanceModel, status::has_reached};
use crate::resources::{
    alibaba::job::{Step, step},
    shared::private_state::Key,
};

/// Set while `wait_for` was not reached since the create.
const WAITING: Key<bool> = Key::new("waiting", 1);

/// Records, after a create, whether the instance has not reached its `wait_for`.
pub(super) fn record_create(private: &mut Private, state: &InstanceModel) {
    WAITING.remove(private);
    if !is_reached(state, state) {
        WAITING.write(private, true);
    }
}

/// Forgets the wait when the instance has reached its `wait_for`.
pub(super) fn record(private: &mut Private, state: &InstanceModel) {
    if is_reached(state, state) {
        WAITING.remove(private);
    }
}

/// Whether an apply has to continue the wait: `wait_for` is not reached, and the migration runs or is to be started.
pub(super) fn is_unfinished(private: &Private, prior: &InstanceModel, planned: &InstanceModel) -> bool {
    let status = JobStatus::of(prior.status.as_str().unwrap_or_default());
    let runs = planned.desired_status.as_str() == Some("running")
        && (step(&prior.kind, &status, "running") == Step::None || prior.desired_status != planned.desired_status);
    WAITING.read(private) == Some(true) && runs && !is_reached(prior, planned)
}

/// Whether an instance in this state has reached the `wait_for` of `planned`.
fn is_reached(state: &InstanceModel, planned: &InstanceModel) -> bool {
    let status = JobStatus::of(state.status.as_str().unwrap_or_default());
    has_reached(
        &planned.kind,
        &status,
        state.caught_up.or(false),
        planned.wait_for.as_str().unwrap_or(planned.kind.wait_for),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, caught_up: bool, wait_for: &str) -> InstanceModel {
        InstanceModel {
            status: status.into(),
            caught_up: caught_up.into(),
            wait_for: wait_for.into(),
            desired_status: "running".into(),
            ..InstanceModel::default()
        }
    }

    #[test]
    fn an_interrupted_wait_continues_until_its_goal_is_reached() {
        let mut private = Private::default();
        let behind = instance("Migrating", false, "caught_up");
        record_create(&mut private, &behind);
        assert!(is_unfinished(&private, &behind, &behind));
        let less = instance("Migrating", false, "running");
        assert!(!is_unfinished(&private, &behind, &less), "the configuration does not wait for that any more");
        let suspended =
            InstanceModel { desired_status: "suspended".into(), ..instance("Suspending", false, "caught_up") };
        assert!(!is_unfinished(&private, &suspended, &suspended), "a suspended migration does not catch up");
        assert!(is_unfinished(&private, &suspended, &behind), "one that is started again does");
        record(&mut private, &behind);
        assert!(is_unfinished(&private, &behind, &behind));
        record(&mut private, &instance("Migrating", true, "caught_up"));
        assert!(!is_unfinished(&private, &behind, &behind));
    }

    #[test]
    fn a_create_that_has_reached_its_goal_leaves_no_wait() {
        let mut private = Private::default();
        record_create(&mut private, &instance("Migrating", false, "running"));
        let raised = instance("Migrating", false, "caught_up");
        assert!(!is_unfinished(&private, &raised, &raised), "wait_for is what a create waits for");
    }
}
