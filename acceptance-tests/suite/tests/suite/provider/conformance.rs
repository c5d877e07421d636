//! The provider held against the protocol: what `make control` compares, without the control.

use acceptance_harness::binaries;
use tfplugin_conformance::suite::{Outcome, run};

/// Calls no core makes: the provider announces nothing they are about.
const ABSENT: [&str; 14] = [
    "ConfigureStateStore",
    "DeleteState",
    "GenerateResourceConfig",
    "GetStates",
    "InvokeAction",
    "ListResource",
    "LockState",
    "PlanAction",
    "ReadStateBytes",
    "UnlockState",
    "ValidateActionConfig",
    "ValidateListResourceConfig",
    "ValidateStateStoreConfig",
    "WriteStateBytes",
];

#[tokio::test]
async fn every_check_passes() {
    let results = run(&binaries::provider().unwrap()).await;
    assert!(results.len() > 75, "only {} checks were made", results.len());
    let other: Vec<_> = results.iter().filter(|one| one.outcome != Outcome::Pass).collect();
    let absent = |name: &str| ABSENT.iter().any(|call| name == format!("bad input: {call} of an unknown type"));
    let wrong: Vec<_> = other.iter().filter(|one| !absent(&one.name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(other.len(), ABSENT.len(), "one is not absent any more: {other:#?}");
}
