//! Actions whose calls get answers that are not those of the API.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::every_action::{
    Life, Step, migration, task_without_instance, tencent_checked_job, tencent_migration, two_way_synchronization,
};

/// The answers, as the fault kind `answer` of the emulator has them.
fn answers() -> Vec<Json> {
    vec![
        json!({"http_status": 200, "html": true}),
        json!({"http_status": 502, "html": true, "perform": false}),
        json!({"body": "{}"}),
        json!({"keep_percent": 50}),
        json!({"empty": true, "http_status": 204}),
    ]
}

/// Each answer of a call is this one, or only the first.
async fn mangle(life: &Life, call: &str, answer: &Json, times: u32) {
    let fault = json!({"match": {"action": call}, "times": times, "kind": "answer", "answer": answer});
    life.case.control.fault(&fault).await.unwrap();
}

/// A wrong answer to the call that reads the job: nothing is changed, and the error names the call.
async fn read_is_refused(life: &Life, step: &Step, answer: &Json) {
    let mark = life.case.mark().await;
    mangle(life, step.reads, answer, 1000).await;
    let invoked = life.provider().await.invoke(step.action, &step.arguments).await.unwrap();
    life.case.control.clear_faults().await.unwrap();
    let [error] = invoked.reported.as_slice() else { panic!("{step:?}, {answer}: {:#?}", invoked.reported) };
    assert!(error.error && error.detail.contains(step.reads), "{step:?}, {answer}: {error:#?}");
    assert_eq!(life.case.mutations_since(mark).await, [""; 0], "{step:?}, {answer}");
}

/// A wrong answer to the call that changes the job: the action succeeds, or its error names the call and the next invocation succeeds.
async fn change_recovers(life: &Life, step: &Step, answer: &Json, times: u32) {
    let mark = life.case.mark().await;
    mangle(life, step.changes, answer, times).await;
    let invoked = life.provider().await.invoke(step.action, &step.arguments).await.unwrap();
    life.case.control.clear_faults().await.unwrap();
    let errors: Vec<_> = invoked.reported.iter().filter(|one| one.error).collect();
    assert!(errors.iter().all(|one| one.detail.contains(step.changes)), "{step:?}, {answer}: {errors:#?}");
    let repeated = life.provider().await.invoke(step.action, &step.arguments).await.unwrap();
    assert!(repeated.succeeded(), "{step:?}, {answer}: {:#?}", repeated.reported);
    assert!(life.case.mutations_since(mark).await.iter().all(|call| call == step.changes), "{step:?}, {answer}");
    // It has its effect once: there is nothing left to change.
    let mark = life.case.mark().await;
    let again = life.provider().await.invoke(step.action, &step.arguments).await.unwrap();
    assert!(again.succeeded(), "{step:?}, {answer}: {:#?}", again.reported);
    if !step.action.ends_with("check") {
        assert_eq!(life.case.mutations_since(mark).await, [""; 0], "{step:?}, {answer}");
    }
}

/// The answers at the same time, because most of it is waiting for the next attempt: each has a separate emulator.
async fn each_recovers(start: impl AsyncFn() -> Life) {
    let answers = answers();
    let lives = join_all(answers.iter().map(async |answer| recovered(start().await, answer).await)).await;
    let life = &lives[0];
    if let Some(step) = &life.last {
        change_recovers(life, step, &json!({"http_status": 200, "html": true}), 1000).await;
    }
}

/// The same life, after each call of its cycle got this answer.
async fn recovered(life: Life, answer: &Json) -> Life {
    for times in [1, 1000] {
        for step in &life.cycle {
            // It changes nothing, so once is enough.
            if times == 1 {
                read_is_refused(&life, step, answer).await;
            }
            change_recovers(&life, step, answer, times).await;
        }
    }
    life
}

#[tokio::test]
async fn suspend_resume_and_cut_over_recover_from_wrong_answers() {
    each_recovers(migration).await;
}

#[tokio::test]
async fn precheck_recovers_from_wrong_answers() {
    each_recovers(task_without_instance).await;
}

#[tokio::test]
async fn switch_direction_recovers_from_wrong_answers() {
    each_recovers(two_way_synchronization).await;
}

#[tokio::test]
async fn pause_resume_and_complete_of_tencent_cloud_recover_from_wrong_answers() {
    each_recovers(tencent_migration).await;
}

#[tokio::test]
async fn check_of_tencent_cloud_recovers_from_wrong_answers() {
    each_recovers(tencent_checked_job).await;
}
