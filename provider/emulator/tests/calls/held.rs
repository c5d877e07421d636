//! Calls that are held before or after they are performed, released, or canceled by their caller.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::client::{Answer, Client};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, trust};

/// Much longer than any step of these tests.
const LIMIT: Duration = Duration::from_secs(20);

async fn hold(stage: &Stage, kind: &str) {
    let rule = json!({"match": {"mutating": true}, "kind": kind}).to_string();
    assert_eq!(stage.control("POST", "faults", &rule).await.status, 200);
}

fn create(client: Client) -> JoinHandle<Answer> {
    tokio::spawn(async move {
        let document = trust(DESTINATION_OWNER);
        client.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &document)]).await
    })
}

/// Waits until a number of calls is held; returns the calls.
async fn held(stage: &Stage, count: usize) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let calls = stage.control("GET", "held", "").await.body.as_array().unwrap().clone();
        if calls.len() == count {
            return calls;
        }
        assert!(begun.elapsed() < LIMIT, "{count} calls are not held: {calls:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn roles(stage: &Stage) -> usize {
    stage.state(SOURCE_OWNER).await["roles"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_held_call_continues_when_it_is_released() {
    for (kind, place, made) in [("hold_before", "before", 0), ("hold_after", "after", 1)] {
        let stage = Stage::new().await;
        hold(&stage, kind).await;
        stage.source_owner().ram("ListRoles", &[]).await.ok();
        let call = create(stage.source_owner());
        let calls = held(&stage, 1).await;
        let expected = ["CreateRole", SOURCE_OWNER, ROLE, place];
        assert_eq!(["action", "account", "object", "held"].map(|name| calls[0][name].as_str().unwrap()), expected);
        assert_eq!(roles(&stage).await, made, "{kind}");
        assert!(!call.is_finished());

        assert_eq!(stage.control("DELETE", "held", "").await.body, json!({"released": 1}));
        call.await.unwrap().ok();
        assert_eq!((roles(&stage).await, held(&stage, 0).await.len()), (1, 0));
        assert_eq!(stage.last_request().await["outcome"], "OK");
    }
}

/// The same as when the process of the caller is killed.
#[tokio::test]
async fn a_held_call_ends_when_its_caller_closes_the_connection() {
    for (kind, made, outcome) in [("hold_before", 0, "DROPPED_BEFORE"), ("hold_after", 1, "OK")] {
        let stage = Stage::new().await;
        hold(&stage, kind).await;
        let call = create(stage.source_owner());
        held(&stage, 1).await;
        call.abort();
        held(&stage, 0).await;
        assert_eq!(roles(&stage).await, made, "{kind}");
        let entry = stage.last_request().await;
        assert_eq!((&entry["action"], &entry["outcome"]), (&"CreateRole".into(), &outcome.into()), "{kind}");
        assert_eq!((&entry["account"], &entry["mutating"]), (&SOURCE_OWNER.into(), &true.into()));
    }
}

#[tokio::test]
async fn a_reset_releases_all_held_calls() {
    let stage = Stage::new().await;
    hold(&stage, "hold_before").await;
    let call = create(stage.source_owner());
    held(&stage, 1).await;
    stage.control("POST", "reset", "").await;
    call.await.unwrap().ok();
    assert_eq!((roles(&stage).await, held(&stage, 0).await.len()), (1, 0));
}
