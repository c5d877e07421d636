//! The emulator is killed while many clients change objects, and started again: every change that was answered is there, and each
//! change is there completely or not at all.

mod client;
#[cfg(unix)]
mod graceful;
mod model;
mod operation;

use std::path::Path;
use std::time::{Duration, Instant};

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use fastrand::Rng;
use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinSet;

use self::client::Client;

const CLIENTS: usize = 8;
const CALLS: usize = 1000;
const KILLS: usize = 10;

/// A random number, unless `CRASH_SEED` is one.
fn seed() -> u64 {
    let given = std::env::var("CRASH_SEED").ok().filter(|text| !text.is_empty());
    given.map_or_else(|| fastrand::u64(..), |text| text.parse().expect("CRASH_SEED is a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answered_change_is_there_after_a_kill() {
    let seed = seed();
    println!("crash: CRASH_SEED={seed}");
    let begun = Instant::now();
    let mut random = Rng::with_seed(seed);
    let folder = TempDir::new().unwrap();
    let mut clients: Vec<Client> = (0..CLIENTS).map(|number| Client::new(number, random.fork())).collect();
    let (mut answered, mut open) = (0, 0);
    for round in 1..=KILLS {
        let emulator = started(folder.path()).await;
        let state = Control::new(emulator.url()).state().await.unwrap();
        open += found(&mut clients, &state, seed);
        // The last round ends with the last call. Each other round ends at a random point of its range.
        let stretch = CALLS / KILLS;
        let until = if round == KILLS { CALLS } else { round * stretch - random.usize(1..stretch) };
        let pause = Duration::from_micros(random.u64(0..3000));
        let (again, more) = until_killed(emulator, clients, until.saturating_sub(answered), pause).await;
        (clients, answered) = (again, answered + more);
    }
    let emulator = started(folder.path()).await;
    open += found(&mut clients, &Control::new(emulator.url()).state().await.unwrap(), seed);
    emulator.stop().await.unwrap();
    assert!(answered >= CALLS, "{answered}");
    let objects: usize = clients.iter().map(|client| client.model().objects()).sum();
    println!(
        "crash: {answered} calls answered, {KILLS} kills with {open} calls open, {objects} objects, {:?}",
        begun.elapsed()
    );
}

async fn started(folder: &Path) -> EmulatorProcess {
    let provider = binaries::provider().unwrap();
    EmulatorProcess::start(&provider, &["--strict", "--data-dir", folder.to_str().unwrap()]).await.unwrap()
}

/// Compares the state with the responses of every client; returns how many calls had no answer.
fn found(clients: &mut [Client], state: &Json, seed: u64) -> usize {
    let open = clients.iter().filter(|client| client.is_open()).count();
    for client in clients {
        client.compare(state).unwrap_or_else(|what| panic!("CRASH_SEED={seed}: {what}"));
    }
    open
}

/// All clients send calls until so many calls are answered and a pause has passed; then the emulator is killed. Returns the
/// clients, and how many calls were answered.
async fn until_killed(
    emulator: EmulatorProcess,
    clients: Vec<Client>,
    calls: usize,
    pause: Duration,
) -> (Vec<Client>, usize) {
    let host = emulator.url().trim_start_matches("http://").to_owned();
    let (answers, mut answered) = mpsc::unbounded_channel();
    let mut running = JoinSet::new();
    for client in clients {
        running.spawn(client.run(host.clone(), answers.clone()));
    }
    drop(answers);
    let mut count = received(&mut answered, calls).await;
    tokio::time::sleep(pause).await;
    emulator.stop().await.unwrap();
    let mut clients = running.join_all().await;
    clients.sort_by_key(Client::number);
    count += received(&mut answered, usize::MAX).await;
    (clients, count)
}

/// Waits for so many answers, or until all clients have ended.
async fn received(answers: &mut UnboundedReceiver<()>, most: usize) -> usize {
    let mut count = 0;
    while count < most && answers.recv().await.is_some() {
        count += 1;
    }
    count
}
