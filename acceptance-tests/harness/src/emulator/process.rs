//! The emulator as users start it.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::HarnessError;

/// How long it may take until it prints its address.
const STARTUP: Duration = Duration::from_secs(20);
const ANNOUNCEMENT: &str = "emulator listening on ";

/// A running `terraform-provider-dts emulator`; dropping it kills it.
#[derive(Debug)]
pub struct EmulatorProcess {
    child: Child,
    url: String,
    // With a closed pipe the process would fail when it prints more.
    _stdout: BufReader<ChildStdout>,
}

impl EmulatorProcess {
    /// Starts it on a free loopback port, with more flags if needed.
    ///
    /// # Errors
    /// When it does not start, or does not print its address.
    pub async fn start(provider: &Path, flags: &[&str]) -> Result<Self, HarnessError> {
        let run = |source| HarnessError::Run { path: provider.to_owned(), source };
        let mut command = Command::new(provider);
        command.arg("emulator").args(flags).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Ctrl-C in a terminal sends a signal to the complete group; Terraform still needs the emulator while it stops.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.kill_on_drop(true).spawn().map_err(run)?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(run(std::io::ErrorKind::BrokenPipe.into()));
        };
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        let said = timeout(STARTUP, stdout.read_line(&mut line)).await;
        match line.trim_end().strip_prefix(ANNOUNCEMENT) {
            Some(url) if matches!(said, Ok(Ok(_))) => Ok(Self { child, url: url.to_owned(), _stdout: stdout }),
            _ => {
                // Kill it first: its standard error ends only when the process ends.
                let _ = child.kill().await;
                let mut complaint = String::new();
                let _ = BufReader::new(stderr).read_to_string(&mut complaint).await;
                Err(HarnessError::NoEmulator { line, stderr: complaint })
            }
        }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process id, 0 when it has ended.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Sends SIGTERM, as a supervisor does, and waits for the end.
    ///
    /// # Errors
    /// [`HarnessError::Run`] when the system refuses.
    #[cfg(unix)]
    pub async fn terminate(mut self) -> Result<ExitStatus, HarnessError> {
        let failed = |path: &str| {
            let path = path.into();
            |source| HarnessError::Run { path, source }
        };
        Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().await.map_err(failed("kill"))?;
        self.child.wait().await.map_err(failed("the emulator"))
    }

    /// Kills it and waits for the end.
    ///
    /// # Errors
    /// [`HarnessError::Run`] when the system refuses.
    pub async fn stop(mut self) -> Result<(), HarnessError> {
        self.child.kill().await.map_err(|source| HarnessError::Run { path: "the emulator".into(), source })
    }
}
