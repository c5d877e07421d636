//! An emulator in which one call of ten has a transient fault.

use std::collections::BTreeSet;

use acceptance_harness::emulator::Control;
use dts_emulator::{Emulator, Options};
use serde_json::{Value as Json, json};

/// The faults and their rates: together they are a tenth of the calls.
const FAULTS: [(&str, f64); 4] =
    [("throttle", 0.025), ("http_500", 0.025), ("drop_before", 0.025), ("drop_after", 0.025)];

pub(crate) struct FaultyCloud {
    emulator: Emulator,
    control: Control,
}

/// What is in the accounts. Names are counted separately, which shows two jobs of the same name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Remaining {
    roles: usize,
    jobs: usize,
    names_of_jobs: usize,
    instances: usize,
}

impl Remaining {
    pub(crate) fn each(count: usize) -> Self {
        Self { roles: count, jobs: count, names_of_jobs: count, instances: count }
    }
}

impl FaultyCloud {
    pub(crate) async fn start(seed: u64) -> Self {
        let emulator = dts_emulator::start(Options { strict: true, polls: 1, ..Options::default() }).await.unwrap();
        let control = Control::new(&emulator.url());
        for (number, (kind, rate)) in (0..).zip(FAULTS) {
            control.fault(&json!({"kind": kind, "rate": rate, "seed": seed * 10 + number})).await.unwrap();
        }
        Self { emulator, control }
    }

    pub(crate) fn url(&self) -> String {
        self.emulator.url()
    }

    pub(crate) async fn remaining(&self) -> Remaining {
        let state = self.control.state().await.unwrap();
        let all = |kind: &str| -> Vec<Json> {
            let accounts = state["accounts"].as_array().unwrap().iter();
            accounts.flat_map(|account| account[kind].as_array().unwrap().clone()).collect()
        };
        let jobs = all("jobs");
        let names: BTreeSet<&str> = jobs.iter().map(|job| job["name"].as_str().unwrap()).collect();
        Remaining {
            roles: all("roles").len(),
            jobs: jobs.len(),
            names_of_jobs: names.len(),
            instances: all("instances").len(),
        }
    }

    /// How many calls had a fault, and how many calls there were.
    pub(crate) async fn faulty_calls(&self) -> (usize, usize) {
        let calls = self.control.requests().await.unwrap();
        let faulty_calls = calls.iter().filter(|call| {
            let outcome = call["outcome"].as_str().unwrap();
            ["Throttling.User", "InternalError"].contains(&outcome) || outcome.starts_with("DROPPED_")
        });
        (faulty_calls.count(), calls.len())
    }

    pub(crate) async fn end(self) {
        self.emulator.shutdown().await;
    }
}
