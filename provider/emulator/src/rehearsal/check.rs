//! The precheck on the real servers. It runs in a task, because it waits for the servers.

#![expect(clippy::disallowed_methods, reason = "the task ends with its owner")]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::connect::{Endpoint, Session, Side};
use engine::plan::Plan;
use engine::precheck::{Item, State, examine, preview};
use engine::server::{Family, ServerFacts};
use tokio::task::JoinHandle;

/// A precheck that takes longer has failed: a server does not answer.
const LONGEST: Duration = Duration::from_secs(300);

/// What the world says about the two servers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// The families of source and destination.
    pub(crate) families: [Family; 2],
    /// Whether a server of the other family is accepted.
    pub(crate) any_family: [bool; 2],
    /// Whether the statements of the job are listed.
    pub(crate) preview: bool,
}

/// The items of the engine, and what the emulator adds: the families of both servers.
#[derive(Debug, Clone)]
pub(crate) struct CheckResult {
    pub(crate) items: Vec<Item>,
    /// State and message of the check of the families.
    pub(crate) families: (State, String),
    /// The version of the source.
    pub(crate) source_version: Option<String>,
    /// The statements of the job, if they are listed.
    pub(crate) preview: Option<Vec<String>>,
}

/// A running or finished precheck. If it is dropped, it ends.
pub(super) struct Check {
    pub(super) id: String,
    result: Arc<Mutex<Option<CheckResult>>>,
    task: JoinHandle<()>,
}

impl Check {
    pub(super) fn start(id: String, plan: Plan, expected: Expected) -> Self {
        let result = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&result);
        let task = tokio::spawn(async move {
            let found = match tokio::time::timeout(LONGEST, check(&plan, expected)).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) => broken(&error.to_string()),
                Err(_) => broken(&format!("the precheck did not end within {} seconds", LONGEST.as_secs())),
            };
            *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        });
        Self { id, result, task }
    }

    /// The result; none while it runs.
    pub(super) fn result(&self) -> Option<CheckResult> {
        let found = self.result.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match found {
            None if self.task.is_finished() => Some(broken("the precheck stopped unexpectedly")),
            found => found,
        }
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A precheck that could not be finished: no item has a result but the one that says why.
fn broken(why: &str) -> CheckResult {
    CheckResult { items: Vec::new(), families: (State::Failed, why.to_owned()), source_version: None, preview: None }
}

async fn check(plan: &Plan, expected: Expected) -> engine::Result<CheckResult> {
    let items = examine(plan).await?;
    let reachable = !items.iter().take(2).any(|item| item.state == State::Failed);
    if !reachable {
        let families = (State::Success, String::new());
        return Ok(CheckResult { items, families, source_version: None, preview: None });
    }
    let source = facts(&plan.source, Side::Source).await?;
    let destination = facts(&plan.destination, Side::Destination).await?;
    let families = families([&source, &destination], expected);
    let preview = if expected.preview { Some(preview(plan).await?) } else { None };
    Ok(CheckResult { items, families, source_version: Some(source.version_text), preview })
}

async fn facts(endpoint: &Endpoint, side: Side) -> engine::Result<ServerFacts> {
    let mut session = Session::open(endpoint, side).await?;
    let facts = ServerFacts::read(&mut session).await;
    session.close().await;
    facts
}

/// A server of the other family is refused, unless the world accepts it.
fn families(servers: [&ServerFacts; 2], expected: Expected) -> (State, String) {
    let mut worst = State::Success;
    let mut messages = Vec::new();
    for (index, side) in [Side::Source, Side::Destination].into_iter().enumerate() {
        let (server, wanted) = (servers[index], expected.families[index]);
        if server.family == wanted {
            continue;
        }
        let found = format!("the {} is {} ({}), not {wanted}", side.word(), server.family, server.version_text);
        if expected.any_family[index] {
            messages.push(format!("{found}; the world accepts it, and some results can differ"));
            worst = if worst == State::Failed { worst } else { State::Warning };
        } else {
            messages.push(format!("{found}; set any_family = true in its table real of the world file to accept it"));
            worst = State::Failed;
        }
    }
    (worst, messages.join("; "))
}
