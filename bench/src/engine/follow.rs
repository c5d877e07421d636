//! Changes of the binary log, applied by the engine and by a replica of MariaDB.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::engine::checkpoint::{MemoryStore, Store};
use ::engine::job::{Job, Outcome};
use ::engine::plan::{Plan, Steps};

use super::super::samples::Samples;
use super::super::{BenchError, Settings};
use super::copy::ended;
use super::servers::{CHANGES, DATABASE, Servers, settle};

/// How long the engine may take until it has caught up.
const LONGEST: Duration = Duration::from_secs(600);

/// The seconds of both.
#[derive(Default)]
pub(super) struct Follow {
    /// Changed rows of a round.
    pub(super) events: u64,
    pub(super) engine: Samples,
    pub(super) replica: Samples,
}

/// Both begin with the same rows, and apply the same changes one after the other. At the end the destination is equal to the
/// source.
pub(super) async fn measure(servers: &Servers, settings: &Settings) -> Result<Follow, BenchError> {
    let (plan, store) = prepared(servers).await?;
    let mut follow = Follow { events: u64::from(settings.engine_transactions) * CHANGES, ..Follow::default() };
    for _ in 0..settings.engine_rounds {
        servers.write(settings.engine_rows, settings.engine_transactions).await?;
        let end = servers.position().await?;
        settle().await;
        follow.replica.add(servers.replicate(&end).await?);
        settle().await;
        let begun = Instant::now();
        let job = Job::start(plan.clone(), Arc::clone(&store) as Arc<dyn Store>)?;
        let seconds = caught_up(&job, begun, follow.events).await?;
        follow.engine.add(seconds);
        suspended(job).await?;
    }
    let job = Job::start(plan, store)?;
    job.finish();
    ended(job).await?;
    Ok(follow)
}

/// The engine and the replica with all rows, stopped.
async fn prepared(servers: &Servers) -> Result<(Plan, Arc<MemoryStore>), BenchError> {
    servers.destination.execute(&format!("DROP DATABASE IF EXISTS {DATABASE}")).await?;
    let (file, offset) = servers.position().await?;
    let of_replica = Plan { destination: servers.replica.root(), ..servers.plan() };
    ended(Job::start(of_replica, Arc::new(MemoryStore::default()))?).await?;
    let port = servers.source.port;
    let change = format!(
        "CHANGE MASTER TO master_host = '127.0.0.1', master_port = {port}, master_user = 'root', \
         master_log_file = '{file}', master_log_pos = {offset}, master_use_gtid = no"
    );
    servers.replica.execute(&change).await?;
    let plan = Plan { steps: Steps::ALL, ..servers.plan() };
    let store = Arc::new(MemoryStore::default());
    let job = Job::start(plan.clone(), Arc::clone(&store) as Arc<dyn Store>)?;
    caught_up(&job, Instant::now(), 0).await?;
    suspended(job).await?;
    Ok((plan, store))
}

/// Seconds until this many changes were applied and nothing is waiting; the second without a change at the end is not counted.
async fn caught_up(job: &Job, begun: Instant, events: u64) -> Result<f64, BenchError> {
    let mut applied = None;
    while begun.elapsed() < LONGEST {
        let snapshot = job.progress();
        if job.has_ended() {
            let why = snapshot.last_error.unwrap_or_default();
            return Err(BenchError::Different(format!("the job ended: {why}")));
        }
        if snapshot.events >= events && applied.is_none() {
            applied = Some(begun.elapsed().as_secs_f64());
        }
        if let Some(seconds) = applied.filter(|_| snapshot.caught_up) {
            return Ok(seconds);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Err(BenchError::Different(format!("the job did not catch up within {} seconds", LONGEST.as_secs())))
}

async fn suspended(job: Job) -> Result<(), BenchError> {
    job.suspend();
    match job.outcome().await {
        Outcome::Suspended => Ok(()),
        other => Err(BenchError::Different(format!("the job was not suspended: {other:?}"))),
    }
}
