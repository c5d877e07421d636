//! The engine and the servers are killed at random moments: the job continues, and both sides are equal at the end.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine::checkpoint::FileStore;
use engine::connect::{Address, Endpoint, Secret};
use engine::job::{Job, Outcome};
use engine::plan::{DatabaseChoice, Options, Plan, Steps};

use crate::chaos::{create_tables, write};
use crate::servers::{Pair, Server, fresh_name, pair};
use crate::support::{assert_equal, finish, plan, start, wait_until};

const JOB: &str = "ENGINE_TEST_JOB";

/// Not a test: the process that is killed. It runs the job that a variable describes: two ports, a database and a folder.
#[tokio::test]
#[ignore = "only the tests that kill it start it"]
async fn child() {
    let Ok(job) = std::env::var(JOB) else { return };
    let parts: Vec<&str> = job.split(' ').collect();
    let [source, destination, name, folder] = parts.as_slice() else { panic!("{job}") };
    let server = |port: &str| {
        let address = Address::Tcp { host: "127.0.0.1".into(), port: port.parse().expect("a port") };
        Endpoint::new(address, "root", Secret::new(""))
    };
    let options = Options { chunk_rows: 100, batch_rows: 20, replica_id: 900_001, ..Options::default() };
    let databases = vec![DatabaseChoice::complete(*name)];
    let (source, destination) = (server(source), server(destination));
    let plan = Plan { source, destination, databases, steps: Steps::ALL, options, two_way: None };
    let folder = Path::new(folder);
    let job = Job::start(plan, Arc::new(FileStore::new(folder.join("job.json")))).expect("the job does not start");
    let last = folder.join("finish").exists();
    // The copy is slow, so that kills hit it.
    job.throttle().limit(Some(if last { 1_000_000 } else { 2_500 }), None);
    if last {
        job.finish();
    }
    let outcome = job.outcome().await;
    std::fs::write(folder.join("outcome"), format!("{outcome:?}")).expect("no outcome");
    assert_eq!(outcome, Outcome::Finished);
}

fn run_child(pair: &Pair, name: &str, folder: &Path) -> std::process::Child {
    let program = std::env::current_exe().expect("no program");
    Command::new(program)
        .args(["--ignored", "--exact", "crash::child"])
        .env(JOB, format!("{} {} {name} {}", pair.source.port, pair.destination.port, folder.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child does not start")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn both_sides_are_equal_after_the_engine_was_killed_30_times() {
    let pair = pair().await;
    let name = fresh_name("killed");
    let folder = tempfile::tempdir().expect("no folder");
    create_tables(&pair.source, &name).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for seed in 0..2 {
        let session = pair.source.session().await;
        writers.push(tokio::spawn(write(session, name.clone(), 4242 + seed, Arc::clone(&stop))));
    }
    let mut kills = 0;
    for _ in 0..30 {
        let mut child = run_child(pair, &name, folder.path());
        tokio::time::sleep(Duration::from_millis(fastrand::u64(30..700))).await;
        kills += usize::from(child.try_wait().expect("no status").is_none());
        child.kill().expect("cannot kill");
        child.wait().expect("cannot wait");
    }
    let outcome = std::fs::read_to_string(folder.path().join("outcome")).unwrap_or_default();
    assert_eq!((kills, outcome.as_str()), (30, ""), "each kill hit a running job");
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.expect("the writer stopped");
    }
    std::fs::write(folder.path().join("finish"), "").expect("no file");
    let status = run_child(pair, &name, folder.path()).wait().expect("cannot wait");
    let outcome = std::fs::read_to_string(folder.path().join("outcome")).unwrap_or_default();
    assert!(status.success(), "{outcome}");
    assert_equal(pair, &name, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_continues_after_the_destination_and_the_source_were_killed() {
    let source = Server::started(&["--server-id=21", "--log-bin=bin", "--binlog-format=ROW", "--sync-binlog=1"]).await;
    let destination = Server::started(&["--server-id=22"]).await;
    let pair = Pair { source, destination };
    let name = fresh_name("servers");
    create_tables(&pair.source, &name).await;
    let (job, _) = start(&plan(&pair, vec![DatabaseChoice::complete(&name)]));
    job.throttle().limit(Some(2_000), None);
    wait_until(&job, "rows", |snapshot| snapshot.rows > 500).await;
    pair.destination.kill();
    wait_until(&job, "a retry", |snapshot| snapshot.retries > 0).await;
    pair.destination.run();
    pair.destination.wait().await.expect("no server");
    job.throttle().limit(None, None);
    wait_until(&job, "caught up", |snapshot| snapshot.caught_up).await;
    for server in [&pair.destination, &pair.source] {
        pair.source.run_all(&format!("UPDATE {name}.t SET v = v + 1")).await;
        let before = job.progress().retries;
        server.kill();
        wait_until(&job, "another retry", |snapshot| snapshot.retries > before).await;
        server.run();
        server.wait().await.expect("no server");
        wait_until(&job, "caught up again", |snapshot| snapshot.caught_up).await;
    }
    finish(job).await;
    assert_equal(&pair, &name, &name).await;
    let mut brief = plan(&pair, vec![DatabaseChoice::complete(&name)]);
    brief.options.retry_for = Duration::from_secs(2);
    pair.source.kill();
    let message = crate::support::failure(start(&brief).0).await;
    assert!(message.contains("tried again for 2 seconds") && message.contains("lost or refused"), "{message}");
    pair.destination.kill();
}
