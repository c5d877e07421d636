//! An emulator with objects of another user, and what its accounts contain.

use acceptance_harness::emulator::Control;
use dts_emulator::{Emulator, Options};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A call as the emulator logged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoggedCall {
    pub(crate) account: String,
    pub(crate) action: String,
    /// Whether its answer was changed.
    pub(crate) mangled: bool,
}

pub(crate) struct Cloud {
    emulator: Emulator,
    pub(crate) control: Control,
    /// One line for each call.
    lines: UnboundedReceiver<String>,
}

/// The IDs of roles, jobs and instances, and the names of policies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Objects {
    pub(crate) roles: Vec<String>,
    pub(crate) jobs: Vec<String>,
    pub(crate) instances: Vec<String>,
    pub(crate) policies: Vec<String>,
}

impl Objects {
    /// Those that `others` does not have.
    pub(crate) fn without(&self, others: &Self) -> Self {
        let rest = |all: &[String], known: &[String]| all.iter().filter(|id| !known.contains(id)).cloned().collect();
        Self {
            roles: rest(&self.roles, &others.roles),
            jobs: rest(&self.jobs, &others.jobs),
            instances: rest(&self.instances, &others.instances),
            policies: rest(&self.policies, &others.policies),
        }
    }

    /// In the order of the kinds in [`Scenario::complete`](crate::mangled_answers::scenario::Scenario::complete).
    pub(crate) fn kinds(&self) -> [&[String]; 4] {
        [&self.roles, &self.jobs, &self.instances, &self.policies]
    }

    pub(crate) fn counts(&self) -> [usize; 4] {
        self.kinds().map(<[String]>::len)
    }
}

impl Cloud {
    pub(crate) async fn start() -> Self {
        let (sender, lines) = unbounded_channel();
        let options = Options { strict: true, polls: 1, lines: Some(sender), ..Options::default() };
        let emulator = dts_emulator::start(options).await.unwrap();
        let control = Control::new(&emulator.url());
        Self { emulator, control, lines }
    }

    pub(crate) fn url(&self) -> String {
        self.emulator.url()
    }

    /// The calls since the previous call of this function.
    pub(crate) fn new_calls(&mut self) -> Vec<LoggedCall> {
        let lines: Vec<String> = std::iter::from_fn(|| self.lines.try_recv().ok()).collect();
        lines.iter().map(|line| logged_call(line)).collect()
    }

    /// Everything in the accounts, and the description of each role, job and policy, and of each user with a policy.
    pub(crate) async fn contents(&self) -> (Objects, Vec<Json>) {
        let state = self.control.state().await.unwrap();
        let all = |kind: &str| -> Vec<Json> {
            let accounts = state["accounts"].as_array().unwrap().iter();
            accounts.flat_map(|account| account[kind].as_array().cloned().unwrap_or_default()).collect()
        };
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        let ids = |kind: &str, id: &str| all(kind).iter().map(|one| text(&one[id])).collect();
        let objects = Objects {
            roles: ids("roles", "role_id"),
            jobs: ids("jobs", "id"),
            instances: ids("instances", "id"),
            policies: all("policies").iter().map(text).collect(),
        };
        let attached = all("users").into_iter().flat_map(|user| {
            let policies = user["policies"].as_array().unwrap().clone();
            policies.into_iter().map(move |policy| json!({"user": user["uin"], "policy": policy}))
        });
        (objects, [all("roles"), all("jobs"), all("policies"), attached.collect()].concat())
    }

    pub(crate) async fn end(self) {
        self.emulator.shutdown().await;
    }
}

/// A line contains the time, the account, the action …
fn logged_call(line: &str) -> LoggedCall {
    let word = |number: usize| line.split_whitespace().nth(number).unwrap_or_default().to_owned();
    let mangled = line.contains(" ANSWER_CHANGED") || line.contains(" NOT_PERFORMED");
    LoggedCall { account: word(1), action: word(2), mangled }
}
