//! Objects of another user in the same accounts: they stay unchanged.

mod alibaba;
mod tencent;

use acceptance_harness::emulator::Control;
use serde_json::Value as Json;

use crate::kill_matrix::scenario::{ALIBABA, Scenario};

/// The name of the example's job.
const JOB: &str = "orders-across-accounts";

/// Roles, jobs and the names of policies of another user, as they were created.
#[derive(Default)]
pub(crate) struct Foreign(Vec<Json>);

impl Foreign {
    /// A role of another name, and a job of the same name with other content; in Tencent Cloud a job whose name begins with it, because the
    /// provider does not buy a second job of the same name, and a policy.
    pub(crate) async fn create(scenario: &Scenario, url: &str, control: &Control) -> Self {
        Self::role(scenario, url, "role-of-another-user").await;
        if is_alibaba(scenario) {
            alibaba::create_job(url).await;
        } else {
            tencent::create_job(url).await;
            tencent::create_policy(url).await;
        }
        Self(everything(control).await)
    }

    /// A role of the name that the example uses.
    pub(crate) async fn create_role(scenario: &Scenario, url: &str, control: &Control, name: &str) -> Self {
        Self::role(scenario, url, name).await;
        Self(everything(control).await)
    }

    async fn role(scenario: &Scenario, url: &str, name: &str) {
        if is_alibaba(scenario) { alibaba::create_role(url, name).await } else { tencent::create_role(url, name).await }
    }

    /// Whether this is one of them.
    pub(crate) fn is(&self, found: &Json) -> bool {
        let same = |name: &str, one: &Json| one[name].is_string() && one[name] == found[name];
        let is_policy = |one: &Json| one.is_string() && one == found;
        self.0.iter().any(|one| same("role_id", one) || same("id", one) || is_policy(one))
    }

    /// Those that have changed or are gone.
    pub(crate) async fn changed(&self, control: &Control) -> Vec<Json> {
        let now = everything(control).await;
        self.0.iter().filter(|one| !now.contains(one)).cloned().collect()
    }
}

/// All roles, jobs and names of policies.
async fn everything(control: &Control) -> Vec<Json> {
    let state = control.state().await.unwrap();
    let accounts = state["accounts"].as_array().unwrap().iter();
    let of = |account: &Json, kind: &str| account[kind].as_array().unwrap().clone();
    accounts.flat_map(|account| ["roles", "jobs", "policies"].map(|kind| of(account, kind)).concat()).collect()
}

fn is_alibaba(scenario: &Scenario) -> bool {
    std::ptr::eq(scenario, &ALIBABA)
}
