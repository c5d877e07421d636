//! The steps of a job, and what it does after an error.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::Outcome;
use crate::apply::{self, Ended};
use crate::connect::{Session, Side};
use crate::copy;
use crate::error::{Error, Kind, Result};
use crate::progress::Phase;
use crate::schema;
use crate::server::{Grants, ServerFacts};
use crate::shape::{Table, TableKind, read_tables};
use crate::start_position;
use crate::task::Task;

/// The longest wait before a job tries again.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Runs all steps, and repeats them after an error that may not come again.
pub(super) async fn run(task: Arc<Task>) -> Outcome {
    let mut retrying = Retrying::default();
    let outcome = loop {
        match steps(&task, &mut retrying).await {
            Ok(outcome) => break outcome,
            Err(error) if error.kind() == Kind::Retry => match retrying.next(&task, &error) {
                Some(wait) => {
                    tokio::select! {
                        () = sleep(wait) => {}
                        () = task.suspend.cancelled() => break Outcome::Suspended,
                    }
                }
                None => {
                    let seconds = task.plan.options.retry_for.as_secs();
                    break Outcome::Failed(
                        error.during(&format!("the job tried again for {seconds} seconds")).as_failure(),
                    );
                }
            },
            Err(error) => break Outcome::Failed(error),
        }
    };
    let stored = task.recorder.flush();
    task.progress.change(|snapshot| {
        snapshot.phase = Phase::Ended;
        if let Outcome::Failed(error) = &outcome {
            snapshot.last_error = Some(error.to_string());
        }
    });
    match (outcome, stored) {
        (Outcome::Failed(error), _) | (_, Err(error)) => Outcome::Failed(error),
        (outcome, Ok(())) => outcome,
    }
}

/// Since when the job tries again without progress.
#[derive(Default)]
struct Retrying {
    since: Option<Instant>,
    wait: Duration,
    seen: u64,
}

impl Retrying {
    /// The time to wait; none if the retry time is over. Progress since the last error begins a new retry time.
    fn next(&mut self, task: &Task, error: &Error) -> Option<Duration> {
        let snapshot = task.progress.snapshot();
        let done = snapshot.rows + snapshot.events;
        if done > self.seen {
            *self = Self { seen: done, ..Self::default() };
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        task.progress.change(|snapshot| {
            snapshot.phase = Phase::Retrying;
            snapshot.caught_up = false;
            snapshot.retries += 1;
            snapshot.last_error = Some(error.to_string());
        });
        if since.elapsed() >= task.plan.options.retry_for {
            return None;
        }
        self.wait = match self.wait {
            Duration::ZERO if error.is_lock_conflict() => Duration::from_millis(10),
            Duration::ZERO => Duration::from_secs(1),
            wait => (wait * 2).min(LONGEST_WAIT),
        };
        Some(self.wait.min(task.plan.options.retry_for.saturating_sub(since.elapsed()).max(Duration::from_millis(100))))
    }

    /// A step succeeded.
    fn succeeded(&mut self) {
        *self = Self { seen: self.seen, ..Self::default() };
    }
}

async fn steps(task: &Arc<Task>, retrying: &mut Retrying) -> Result<Outcome> {
    let steps = task.plan.steps;
    if task.recorder.read(|checkpoint| checkpoint.finished) {
        return Ok(Outcome::Finished);
    }
    task.progress.change(|snapshot| snapshot.phase = Phase::Starting);
    if task.recorder.read(|checkpoint| checkpoint.start.is_none()) {
        prepare(task).await?;
    }
    if steps.schema && !task.recorder.read(|checkpoint| checkpoint.schema_done) {
        schema::create(task).await?;
        retrying.succeeded();
    }
    if steps.full && !task.suspend.is_cancelled() {
        task.progress.change(|snapshot| snapshot.phase = Phase::Copying);
        if !task.recorder.read(|checkpoint| checkpoint.copy_done) {
            copy::run(task).await?;
            retrying.succeeded();
        }
        if steps.incremental && task.recorder.read(|checkpoint| checkpoint.copy_done && checkpoint.copy_end.is_none()) {
            record_copy_end(task).await?;
        }
    }
    if task.suspend.is_cancelled() {
        return Ok(Outcome::Suspended);
    }
    if steps.incremental && apply::follow(task).await? == Ended::Suspended {
        return Ok(Outcome::Suspended);
    }
    schema::finish(task).await?;
    task.recorder.force(|checkpoint| checkpoint.finished = true)?;
    Ok(Outcome::Finished)
}

/// Takes the start position, before anything else is read, and the columns of tables of which only some are migrated.
async fn prepare(task: &Task) -> Result<()> {
    if !task.plan.steps.incremental {
        return Ok(());
    }
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let facts = ServerFacts::read(&mut source).await?;
    let grants = Grants::read(&mut source).await?;
    let mut tables: Vec<Table> = Vec::new();
    for database in &task.plan.databases {
        let found = read_tables(&mut source, &database.name).await?.into_values();
        tables.extend(
            found.filter(|table| table.kind == TableKind::Base && task.plan.mapping().table(&table.name).is_some()),
        );
    }
    let names: Vec<_> = tables.iter().map(|table| table.name.clone()).collect();
    let wait = task.plan.options.wait_for_commits;
    let start = start_position::take(&mut source, &facts, &grants, &names, wait).await?;
    let with_columns = |table: &Table| {
        let choice = task.plan.mapping().table(&table.name).and_then(|(_, choice)| choice);
        choice.is_some_and(|choice| choice.columns.is_some())
    };
    let layouts = tables.into_iter().filter(with_columns).map(|table| (table.name.sql(), table)).collect();
    source.close().await;
    task.recorder.force(|checkpoint| {
        checkpoint.layouts = layouts;
        checkpoint.start = Some(start);
    })
}

async fn record_copy_end(task: &Task) -> Result<()> {
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let facts = ServerFacts::read(&mut source).await?;
    let end = start_position::current(&mut source, facts.log_status_statement()).await?;
    source.close().await;
    task.recorder.force(|checkpoint| checkpoint.copy_end = Some(end))
}
