//! The full copy of a table, by the engine and by other programs.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use ::engine::checkpoint::MemoryStore;
use ::engine::job::{Job, Outcome};
use real_servers::Server;
use tempfile::TempDir;

use super::super::BenchError;
use super::servers::{DATABASE, Servers, settle};
use acceptance_harness::HarnessError;

/// The note if mydumper is not there.
pub(super) const NO_MYDUMPER: &str = "NOT MEASURED: the copy against mydumper, because mydumper and myloader are not installed (Debian: apt-get install mydumper)";
/// The database of the copies of other programs.
const OTHER: &str = "other";

/// Seconds of a copy by the engine. The copy stays.
pub(super) async fn by_engine(servers: &Servers, rows: u32) -> Result<f64, BenchError> {
    servers.destination.execute(&format!("DROP DATABASE IF EXISTS {DATABASE}")).await?;
    settle().await;
    let begun = Instant::now();
    let job = Job::start(servers.plan(), Arc::new(MemoryStore::default()))?;
    ended(job).await?;
    let seconds = begun.elapsed().as_secs_f64();
    servers.has_rows(&servers.destination, DATABASE, rows).await?;
    Ok(seconds)
}

/// Waits for the end of a job.
pub(super) async fn ended(job: Job) -> Result<(), BenchError> {
    match job.outcome().await {
        Outcome::Finished => Ok(()),
        Outcome::Failed(error) => Err(error.into()),
        Outcome::Suspended => Err(BenchError::Different("the job was suspended".to_owned())),
    }
}

/// Seconds of `mariadb-dump | mariadb`.
pub(super) async fn by_dump(servers: &Servers, rows: u32) -> Result<f64, BenchError> {
    let (from, to) = (login(&servers.source), login(&servers.destination));
    let script = format!(
        "set -o pipefail; mariadb-dump --no-defaults {from} --single-transaction --quick {DATABASE} | mariadb --no-defaults {to} {OTHER}"
    );
    timed(servers, rows, &script).await
}

/// Seconds of mydumper and myloader, with a folder between them.
pub(super) async fn by_mydumper(servers: &Servers, rows: u32) -> Result<f64, BenchError> {
    let folder = TempDir::with_prefix("dts-bench-").map_err(HarnessError::file("create", "a temporary folder"))?;
    let (from, to) = (login(&servers.source), login(&servers.destination));
    let folder = folder.path().join("dump");
    let folder = folder.display();
    let script = format!(
        "set -e; mydumper {from} -B {DATABASE} -t 2 -r 100000 -o {folder}; myloader {to} -B {OTHER} -s {DATABASE} -d {folder} -t 2 -o"
    );
    timed(servers, rows, &script).await
}

/// Whether both programs are installed.
pub(super) fn has_mydumper() -> bool {
    let runs = |program: &str| {
        let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    runs("mydumper") && runs("myloader")
}

fn login(server: &Server) -> String {
    format!("-h 127.0.0.1 -P {} -u root", server.port)
}

async fn timed(servers: &Servers, rows: u32, script: &str) -> Result<f64, BenchError> {
    servers.destination.execute(&format!("CREATE OR REPLACE DATABASE {OTHER}")).await?;
    settle().await;
    let begun = Instant::now();
    let output = tokio::process::Command::new("bash")
        .args(["-c", script])
        .output()
        .await
        .map_err(|error| BenchError::Different(format!("cannot run bash: {error}")))?;
    let seconds = begun.elapsed().as_secs_f64();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(BenchError::Different(format!("`{script}` failed: {said}")));
    }
    servers.has_rows(&servers.destination, OTHER, rows).await?;
    servers.destination.execute(&format!("DROP DATABASE {OTHER}")).await?;
    Ok(seconds)
}
