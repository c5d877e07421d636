use super::*;

#[derive(Clone)]
struct State {
    id: &'static str,
    stage: Stage,
    status: &'static str,
    restart_on_loss: bool,
}

impl JobState for State {
    fn job_id(&self) -> Option<&str> {
        Some(self.id)
    }

    fn status(&self) -> Option<&str> {
        Some(self.status)
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn restart_on_loss(&self) -> bool {
        self.restart_on_loss
    }
}

fn job(id: &'static str, stage: Stage) -> State {
    State { id, stage, status: "any", restart_on_loss: false }
}

fn released() -> State {
    State { status: RELEASED, ..job("a", Stage::Started) }
}

#[test]
fn data_that_has_moved_is_remembered_whatever_the_status_becomes() {
    let mut private = Private::default();
    record_stage(&mut private, &job("a", Stage::Ready));
    assert!(!has_moved(&private, &job("a", Stage::Ready)) && moved_job(&private).is_none());
    record_stage(&mut private, &job("a", Stage::Started));
    record_stage(&mut private, &job("a", Stage::CheckFailed));
    assert!(has_moved(&private, &job("a", Stage::CheckFailed)), "it ran before");
    assert_eq!(moved_job(&private).as_deref(), Some("a"));
    assert!(!has_moved(&private, &job("b", Stage::NotStarted)), "another job");
    record_stage(&mut private, &job("a", Stage::NotStarted));
    assert!(!has_moved(&private, &job("a", Stage::NotStarted)), "a job of this status never ran");
    record_stage(&mut private, &job("a", Stage::Started));
    reset(&mut private);
    assert_eq!(private, Private::default());
}

#[test]
fn a_start_request_counts_until_its_precheck_has_failed() {
    let mut private = Private::default();
    record_start_request(&mut private, &job("a", Stage::CheckFailed));
    assert!(!has_moved(&private, &job("a", Stage::CheckFailed)), "its precheck has failed already");
    record_start_request(&mut private, &job("a", Stage::Ready));
    assert!(has_moved(&private, &job("a", Stage::Ready)), "it may have started by now");
    record_stage(&mut private, &job("a", Stage::Checking));
    assert!(has_moved(&private, &job("a", Stage::Checking)));
    record_stage(&mut private, &job("a", Stage::CheckFailed));
    assert!(!has_moved(&private, &job("a", Stage::CheckFailed)));
}

#[test]
fn a_lost_job_is_kept_once_data_has_moved_unless_it_may_be_created_again() {
    let none = Private::default();
    for stage in [Stage::Unknown, Stage::NotStarted, Stage::CheckFailed, Stage::Checking, Stage::Ready] {
        assert_eq!(loss_of(&none, &job("a", stage), false), Loss::Remove, "{stage:?}");
    }
    assert_eq!(loss_of(&none, &job("a", Stage::Ready), true), Loss::Keep { has_moved: false });
    assert_eq!(loss_of(&none, &job("a", Stage::Started), false), Loss::Keep { has_moved: true });
    assert_eq!(loss_of(&none, &released(), false), Loss::Keep { has_moved: true });
    let again = State { restart_on_loss: true, ..released() };
    assert_eq!(loss_of(&none, &again, true), Loss::Remove);
    let mut private = Private::default();
    record_release(&mut private, "a");
    assert_eq!(loss_of(&private, &job("a", Stage::Started), true), Loss::Remove, "this provider released it");
}

#[test]
fn a_delete_knows_whether_a_new_object_follows_and_may_start_over() {
    let recorded = |any: bool, lost: bool| {
        let mut private = Private::default();
        record_restart_permission(&mut private, any, lost);
        private
    };
    assert!(!forbids_restart(&Private::default(), false), "a destroy replaces nothing");
    assert!(forbids_restart(&recorded(false, false), true) && forbids_restart(&recorded(false, true), false));
    assert!(!forbids_restart(&recorded(true, false), false) && !forbids_restart(&recorded(false, true), true));
    let mut private = recorded(true, true);
    assert!(forget_restart_permission(&mut private) && !forget_restart_permission(&mut private));
}

#[test]
fn a_release_is_of_one_job() {
    let mut private = Private::default();
    record_release(&mut private, "a");
    assert!(is_being_released(&private, &job("a", Stage::Started)));
    assert!(!is_being_released(&private, &job("b", Stage::Started)));
    forget_release(&mut private);
    assert!(!is_being_released(&private, &job("a", Stage::Started)));
}

#[test]
fn a_suspension_counts_from_when_it_was_first_seen() {
    let mut private = Private::default();
    let after = |hours| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
    record_suspension(&mut private, true, after(0));
    record_suspension(&mut private, true, after(5));
    assert_eq!(suspended_for(&private, after(7)), Some(SignedDuration::from_hours(7)));
    record_suspension(&mut private, false, after(8));
    assert_eq!(suspended_for(&private, after(9)), None);
}
