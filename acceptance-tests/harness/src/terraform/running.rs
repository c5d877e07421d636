//! Terraform while it runs, so that a test can signal or kill it, or its providers.

use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Child;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::runner::LIMIT;
use super::{Run, Terraform, processes};
use crate::HarnessError;

/// How long providers may take to end when Terraform is gone.
const ORPHANS: Duration = Duration::from_secs(15);

/// A command that runs in a separate process group. Dropping it kills Terraform.
#[derive(Debug)]
pub struct Running {
    child: Child,
    id: u32,
    line: String,
    stdout: Output,
    stderr: Output,
}

impl Terraform {
    /// Starts a command and does not wait for its end.
    ///
    /// # Errors
    /// [`HarnessError::Run`].
    pub fn start(&self, arguments: &[&str]) -> Result<Running, HarnessError> {
        let failed = |source| HarnessError::Run { path: self.binary().to_owned(), source };
        let mut child = self.command(arguments).process_group(0).spawn().map_err(failed)?;
        let (Some(stdout), Some(stderr), Some(id)) = (child.stdout.take(), child.stderr.take(), child.id()) else {
            return Err(failed(std::io::ErrorKind::BrokenPipe.into()));
        };
        let (stdout, stderr) = (Output::of(stdout), Output::of(stderr));
        Ok(Running { child, id, line: self.typed(arguments), stdout, stderr })
    }
}

impl Running {
    /// Kills the providers; Terraform continues and ends with an error.
    ///
    /// # Errors
    /// [`HarnessError`] when they cannot be found or killed.
    pub async fn kill_providers(&self) -> Result<(), HarnessError> {
        processes::signal("KILL", &processes::children(self.id).await?).await
    }

    /// Kills Terraform, and waits until its providers have noticed and ended.
    ///
    /// # Errors
    /// [`HarnessError::TooLong`] when one keeps running.
    pub async fn kill_terraform(&self) -> Result<(), HarnessError> {
        let providers = processes::children(self.id).await?;
        processes::signal("KILL", &[self.id]).await?;
        self.expect_gone(&providers).await
    }

    /// Sends the signal of a closed terminal to Terraform and its providers, and waits until the providers have ended.
    ///
    /// # Errors
    /// [`HarnessError::TooLong`] when one keeps running.
    pub async fn close_terminal(&self) -> Result<(), HarnessError> {
        let providers = processes::children(self.id).await?;
        self.signal_group("HUP").await?;
        self.expect_gone(&providers).await
    }

    /// Waits until the providers of the killed Terraform have ended, and kills those that keep running.
    async fn expect_gone(&self, providers: &[u32]) -> Result<(), HarnessError> {
        let left = processes::until_gone(providers, ORPHANS).await?;
        if left.is_empty() {
            return Ok(());
        }
        processes::signal("KILL", &left).await?;
        let command = format!("a provider of the killed `{}`", self.line);
        Err(HarnessError::TooLong { command, limit: ORPHANS })
    }

    /// Sends a signal to Terraform and its providers, as Ctrl-C in a terminal does with `INT`.
    ///
    /// # Errors
    /// [`HarnessError::Run`].
    pub async fn signal_group(&self, name: &str) -> Result<(), HarnessError> {
        processes::signal_group(name, self.id).await
    }

    /// Sends a signal to Terraform alone, as a supervisor does.
    ///
    /// # Errors
    /// [`HarnessError::Run`].
    pub async fn signal(&self, name: &str) -> Result<(), HarnessError> {
        processes::signal(name, &[self.id]).await
    }

    /// The processes Terraform has started.
    ///
    /// # Errors
    /// [`HarnessError::Run`].
    pub async fn providers(&self) -> Result<Vec<u32>, HarnessError> {
        processes::children(self.id).await
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// What it has printed on its standard output so far.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.stdout.so_far()
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// [`HarnessError`] when it does not end.
    pub async fn ended(mut self) -> Result<Run, HarnessError> {
        let status = timeout(LIMIT, self.child.wait()).await;
        let status = status.map_err(|_| HarnessError::TooLong { command: self.line.clone(), limit: LIMIT })?;
        let status: ExitStatus = status.map_err(|source| HarnessError::Run { path: "terraform".into(), source })?;
        let (stdout, stderr) = (self.stdout.read_all().await, self.stderr.read_all().await);
        Ok(Run { command: self.line, code: status.code(), stdout, stderr })
    }
}

/// A pipe that is read continuously.
#[derive(Debug)]
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
    reading: JoinHandle<()>,
}

impl Output {
    fn of(mut from: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let into = bytes.clone();
        let reading = tokio::spawn(async move {
            let mut piece = [0; 8192];
            // After an error of the pipe, the bytes that were read before it stay.
            while let Ok(count @ 1..) = from.read(&mut piece).await {
                into.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..count]);
            }
        });
        Self { bytes, reading }
    }

    fn so_far(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    async fn read_all(mut self) -> String {
        // When the reader was aborted, the bytes that it had read stay.
        let _ = (&mut self.reading).await;
        self.so_far()
    }
}
