//! Checks that the provider conforms to the protocol: the checks of `make control`, without the control provider.

use acceptance_harness::binaries;
use tfplugin_conformance::suite::{Outcome, run};

/// Calls that Terraform never sends, because the provider does not announce the objects for them.
const ABSENT: [&str; 8] = [
    "ConfigureStateStore",
    "DeleteState",
    "GetStates",
    "LockState",
    "ReadStateBytes",
    "UnlockState",
    "ValidateStateStoreConfig",
    "WriteStateBytes",
];

#[tokio::test]
async fn every_check_passes() {
    let results = run(&binaries::provider().unwrap()).await;
    assert!(results.len() > 75, "only {} checks were run", results.len());
    let other: Vec<_> = results.iter().filter(|one| one.outcome != Outcome::Pass).collect();
    let absent = |name: &str| ABSENT.iter().any(|call| name == format!("bad input: {call} of an unknown type"));
    let wrong: Vec<_> = other.iter().filter(|one| !absent(&one.name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(other.len(), ABSENT.len(), "the calls without a check changed: {other:#?}");
}
