//! An action that is cancelled while the cloud has not answered a call: by the user, and by a core that stops reading. The call that
//! reads the job and the call that changes it are held.

use std::time::{Duration, Instant};

use serde_json::json;

use super::every_action::{
    Life, Step, migration, task_without_instance, tencent_checked_job, tencent_migration, two_way_synchronization,
};

/// The action ends soon after its cancellation, with one error; afterwards the same action succeeds.
async fn is_cancelled(life: &Life, step: &Step) {
    let Step { action, arguments, .. } = step;
    for call in [step.reads, step.changes] {
        life.case
            .control
            .fault(&json!({"match": {"action": call}, "times": 1000, "kind": "hold_before"}))
            .await
            .unwrap();
        let provider = life.provider().await;
        let running = provider.begin(action, arguments).await.unwrap();
        assert!(life.case.until_held(|count| count > 0).await, "{action} does not call {call}");
        drop(running);
        assert!(life.case.until_held(|count| count == 0).await, "{action}: {call} still waits for its answer");

        let running = provider.begin(action, arguments).await.unwrap();
        assert!(life.case.until_held(|count| count > 0).await, "{action} does not call {call} again");
        let interrupted = Instant::now();
        provider.stop().await.unwrap();
        let invoked = running.end().await.unwrap();
        assert!(interrupted.elapsed() < Duration::from_secs(1), "{action}, {call}: {:?}", interrupted.elapsed());
        let [error] = invoked.reported.as_slice() else { panic!("{action}, {call}: {:#?}", invoked.reported) };
        assert!(error.error && error.summary == "Interrupted", "{action}, {call}: {error:#?}");
        life.case.control.clear_faults().await.unwrap();
    }
    let invoked = life.provider().await.invoke(action, arguments).await.unwrap();
    assert!(invoked.succeeded(), "{action}: {:#?}", invoked.reported);
}

async fn each_is_cancelled(life: Life) {
    for step in life.cycle.iter().chain(&life.last) {
        is_cancelled(&life, step).await;
    }
}

#[tokio::test]
async fn suspend_resume_and_cut_over_are_cancelled() {
    each_is_cancelled(migration().await).await;
}

#[tokio::test]
async fn precheck_is_cancelled() {
    each_is_cancelled(task_without_instance().await).await;
}

#[tokio::test]
async fn switch_direction_is_cancelled() {
    each_is_cancelled(two_way_synchronization().await).await;
}

#[tokio::test]
async fn pause_resume_and_complete_of_tencent_cloud_are_cancelled() {
    each_is_cancelled(tencent_migration().await).await;
}

#[tokio::test]
async fn check_of_tencent_cloud_is_cancelled() {
    each_is_cancelled(tencent_checked_job().await).await;
}
