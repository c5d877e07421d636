//! A run of a command of the binary that reads a job.

use acceptance_harness::binaries;
use acceptance_harness::profiles::Key;
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::case::Case;

/// What a run has printed.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the binary with the key of an account, and no other configuration.
pub(crate) async fn run(case: &Case, key: Key, arguments: &[&str]) -> Ran {
    let home = TempDir::new().unwrap();
    let output = Command::new(binaries::provider().unwrap())
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("DTS_ENDPOINT_URL", case.emulator.url())
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", key.id)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", key.secret)
        .env("TENCENTCLOUD_SECRET_ID", key.id)
        .env("TENCENTCLOUD_SECRET_KEY", key.secret)
        .output()
        .await
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}
