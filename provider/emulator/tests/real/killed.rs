//! The emulator is killed while a job runs: it continues after a restart, and no password was on disk.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dts_emulator::{Options, World, start};

use crate::client::Client;
use crate::job::{assert_equal, buy, caught_up, complete, configure, create, parameters, precheck, status, wait, with};
use crate::stage::{PASSWORD, client, fresh_name, pair, world};

const FOLDER: &str = "EMULATOR_TEST_FOLDER";
const VARIABLE: &str = "EMULATOR_TEST_PASSWORD";

/// Not a test: the process that is killed. It runs an emulator with the data directory of a folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "only the tests that kill it start it"]
async fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = PathBuf::from(folder);
    let world = World::load(&folder.join("world.toml")).unwrap();
    let options = Options { world, data_dir: Some(folder.join("data")), ..Options::default() };
    let emulator = start(options).await.unwrap();
    std::fs::write(folder.join("address.new"), emulator.addr().to_string()).unwrap();
    std::fs::rename(folder.join("address.new"), folder.join("address")).unwrap();
    std::future::pending::<()>().await;
}

/// A process with an emulator; dropping it kills it.
struct Emulator {
    child: Child,
    client: Client,
}

impl Emulator {
    async fn start(folder: &Path, password: Option<&str>) -> Self {
        let address = folder.join("address");
        let _ = std::fs::remove_file(&address);
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "killed::child"]).env(FOLDER, folder);
        if let Some(password) = password {
            command.env(VARIABLE, password);
        }
        // From here on the process is waited for when the value is dropped.
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut emulator = Self { child, client: client(([127, 0, 0, 1], 0).into()) };
        let start = Instant::now();
        loop {
            if let Ok(text) = std::fs::read_to_string(&address) {
                emulator.client = client(text.parse().unwrap());
                return emulator;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "the emulator does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fails if a file of a folder contains the password.
fn assert_no_password(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_password(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes());
        assert!(!found, "{} contains the password", path.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_continues_after_the_emulator_was_killed_20_times() {
    let (pair, name) = (pair().await, fresh_name("killed"));
    create(pair, &name, 20_000).await;
    let folder = tempfile::tempdir().unwrap();
    let with_variable =
        world(pair, &name).replace("any_family", &format!("password_variable = \"{VARIABLE}\"\nany_family"));
    std::fs::write(folder.path().join("world.toml"), with_variable).unwrap();
    let mut emulator = Emulator::start(folder.path(), Some(PASSWORD)).await;
    let objects = complete(&name);
    // The copy is slow, so that kills hit it.
    let slow = r#"{"fullDynamicConfig":{"dts.datamove.source.rps.max":4000}}"#;
    let job = configure(&emulator.client, &with(parameters(&objects), &[("Reserve", slow)])).await;
    precheck(&emulator.client, &job).await;
    buy(&emulator.client, &job).await;
    for round in 0..20_u64 {
        let write = format!(
            "UPDATE {name}.t SET v = v + 1 WHERE id % 20 = {round};\nINSERT INTO {name}.t (v, w) VALUES ({round}, 'new')"
        );
        pair.source.run_all(&write).await;
        tokio::time::sleep(Duration::from_millis(50 + fastrand::u64(..600))).await;
        drop(emulator);
        emulator = Emulator::start(folder.path(), Some(PASSWORD)).await;
    }
    caught_up(&emulator.client, &job).await;
    emulator.client.dts("StopDtsJob", &[("DtsJobId", &job)]).await.ok();
    status(&emulator.client, &job, "Finished").await;
    assert_equal(pair, &name).await;
    assert_no_password(folder.path());
    let checkpoint = folder.path().join(format!("data/rehearsal/{job}.json"));
    assert!(checkpoint.exists());
    emulator.client.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!checkpoint.exists(), "the checkpoint is removed with the job");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn after_a_restart_a_job_waits_for_its_password() {
    let (pair, name) = (pair().await, fresh_name("waits"));
    create(pair, &name, 100).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("world.toml"), world(pair, &name)).unwrap();
    let emulator = Emulator::start(folder.path(), None).await;
    let job = crate::job::run(&emulator.client, &parameters(&complete(&name))).await;
    drop(emulator);
    assert_no_password(folder.path());
    pair.source.run_all(&format!("UPDATE {name}.t SET v = 8")).await;
    let emulator = Emulator::start(folder.path(), None).await;
    let waiting = wait(&emulator.client, &job, "waiting", |shown| shown["Status"] == "Retrying").await;
    assert!(waiting["ErrorMessage"].as_str().unwrap().contains("ModifyDtsJobPassword"), "{waiting}");
    for side in ["src", "dest"] {
        let password = [("DtsJobId", job.as_str()), ("Endpoint", side), ("Password", PASSWORD)];
        emulator.client.dts("ModifyDtsJobPassword", &password).await.ok();
    }
    caught_up(&emulator.client, &job).await;
    assert_equal(pair, &name).await;
}
