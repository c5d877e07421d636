//! How many objects there are in the accounts.

use serde_json::Value as Json;

/// How many roles, jobs, instances and policies there are, without those of another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) roles: usize,
    pub(crate) jobs: usize,
    pub(crate) instances: usize,
    pub(crate) policies: usize,
}

impl Counts {
    pub(crate) const NONE: Self = Self { roles: 0, jobs: 0, instances: 0, policies: 0 };

    /// The objects in the state of the emulator, without those for which `is_foreign` is true.
    pub(crate) fn of(state: &Json, is_foreign: impl Fn(&Json) -> bool) -> Self {
        let accounts = state["accounts"].as_array().unwrap();
        let count = |kind: &str| {
            let all = accounts.iter().flat_map(|account| account[kind].as_array().unwrap());
            all.filter(|found| !is_foreign(found)).count()
        };
        Self { roles: count("roles"), jobs: count("jobs"), instances: count("instances"), policies: count("policies") }
    }
}
