//! The full copy: each table in ranges of its key, several ranges at the same time.

mod chunk;
mod ledger;
mod range;
mod table;
mod warnings;
mod worker;

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

pub(crate) use chunk::next_key;
pub(crate) use range::Range;
pub(crate) use table::{CopyTable, selected_tables};
pub(crate) use warnings::check_warnings;

use crate::connect::{Session, Side};
use crate::error::{Error, Result};
use crate::task::Task;
use ledger::Ledger;

/// Copies all tables that are not copied yet. Returns early without an error if the job is suspended.
pub(crate) async fn run(task: &Arc<Task>) -> Result<()> {
    let mut source = Session::open(&task.plan.source, Side::Source).await?;
    let tables: Vec<Arc<CopyTable>> =
        selected_tables(&task.plan, &mut source).await?.into_iter().map(Arc::new).collect();
    let ledger = Arc::new(Ledger::new(task, &tables)?);
    let (sender, receiver) = mpsc::channel(task.plan.options.workers * 2);
    let receiver = Arc::new(Mutex::new(receiver));
    let mut steps: JoinSet<Result<()>> = JoinSet::new();
    for _ in 0..task.plan.options.workers.max(1) {
        let (task, ledger, receiver) = (Arc::clone(task), Arc::clone(&ledger), Arc::clone(&receiver));
        steps.spawn(async move { worker::run(&task, &ledger, &receiver).await });
    }
    // Only the workers keep the receiver: when the last one ends, the sender stops.
    drop(receiver);
    let (split_task, split_ledger) = (Arc::clone(task), Arc::clone(&ledger));
    steps.spawn(async move { chunk::split(&split_task, &split_ledger, &tables, &mut source, &sender).await });
    while let Some(step) = steps.join_next().await {
        // The other steps are ended when the set is dropped.
        step.map_err(|error| Error::fail(format!("the copy stopped unexpectedly: {error}")))??;
    }
    if !task.suspend.is_cancelled() {
        task.recorder.force(|checkpoint| checkpoint.copy_done = true)?;
    }
    Ok(())
}
