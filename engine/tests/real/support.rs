//! Plans, runs and comparisons for the tests.

use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::checkpoint::{MemoryStore, Store};
use engine::job::{Job, Outcome};
use engine::plan::{DatabaseChoice, Options, Plan, Steps};
use engine::progress::Snapshot;

use crate::servers::{Pair, Server};

/// A plan between the two servers that does everything.
pub(crate) fn plan(pair: &Pair, databases: Vec<DatabaseChoice>) -> Plan {
    let options =
        Options { chunk_rows: 500, retry_for: Duration::from_secs(60), replica_id: replica_id(), ..Options::default() };
    Plan {
        source: pair.source.root(),
        destination: pair.destination.root(),
        databases,
        steps: Steps::ALL,
        options,
        two_way: None,
    }
}

/// Each job reads the log with another ID: the source ends the stream of an older reader with the same one.
pub(crate) fn replica_id() -> u32 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1_000_000);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

/// Starts a job that keeps its checkpoint in memory.
pub(crate) fn start(plan: &Plan) -> (Job, Arc<MemoryStore>) {
    let store = Arc::new(MemoryStore::default());
    let job = Job::start(plan.clone(), Arc::clone(&store) as Arc<dyn Store>).expect("the job does not start");
    (job, store)
}

/// Continues a job.
pub(crate) fn continued(plan: &Plan, store: &Arc<MemoryStore>) -> Job {
    Job::start(plan.clone(), Arc::clone(store) as Arc<dyn Store>).expect("the job does not start")
}

/// Waits for a state of a job.
pub(crate) async fn wait_until(job: &Job, what: &str, is: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let start = Instant::now();
    loop {
        let snapshot = job.progress();
        if is(&snapshot) {
            return snapshot;
        }
        assert!(!job.has_ended(), "the job ended before {what}: {:?}", snapshot.last_error);
        assert!(start.elapsed() < Duration::from_secs(120), "no {what} after 120 seconds: {snapshot:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the destination has all changes.
pub(crate) async fn caught_up(job: &Job) -> Snapshot {
    wait_until(job, "caught up", |snapshot| snapshot.caught_up).await
}

/// Finishes a job.
pub(crate) async fn finish(job: Job) {
    job.finish();
    assert_eq!(job.outcome().await, Outcome::Finished);
}

/// Runs a job to its end and returns the message of its failure.
pub(crate) async fn failure(job: Job) -> String {
    match job.outcome().await {
        Outcome::Failed(error) => error.to_string(),
        other => panic!("the job did not fail: {other:?}"),
    }
}

/// The names and checksums of all tables of a database.
pub(crate) async fn checksums(server: &Server, database: &str) -> Vec<(String, String)> {
    let mut session = server.session().await;
    let sql = format!(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}' AND table_type = 'BASE TABLE' ORDER BY 1"
    );
    let mut found = Vec::new();
    for row in session.texts(sql).await.expect("no tables") {
        let table = row[0].clone().unwrap_or_default();
        let sums = session.texts(format!("CHECKSUM TABLE `{database}`.`{table}`")).await.expect("no checksum");
        found.push((table, sums[0][1].clone().unwrap_or_default()));
    }
    found
}

/// Fails unless all tables of a database are equal on both sides.
pub(crate) async fn assert_equal(pair: &Pair, source: &str, destination: &str) {
    let there = checksums(&pair.destination, destination).await;
    assert!(!there.is_empty(), "{destination} has no tables");
    assert_eq!(checksums(&pair.source, source).await, there);
}

/// One value.
pub(crate) async fn value(server: &Server, sql: &str) -> String {
    server.session().await.text(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}")).unwrap_or_default()
}
