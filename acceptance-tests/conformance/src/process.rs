//! A plugin that runs, from its handshake to its end.

use std::path::Path;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tfplugin::generated::plugin::Empty;
use tfplugin::generated::plugin::grpc_controller_client::GrpcControllerClient;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tonic::transport::Channel;

use super::launch::{LaunchOptions, prepare};
use super::output::Collected;
use super::{ClientIdentity, Credentials, HandshakeLine, PluginError, channel};

/// Largest message, in bytes, we read: Terraform takes 64 MiB, and so do we.
const MAX_MESSAGE: usize = 64 << 20;

/// A provider process; dropping it kills it.
#[derive(Debug)]
pub struct PluginProcess {
    child: Child,
    line: HandshakeLine,
    identity: Option<ClientIdentity>,
    stdout: Collected,
    stderr: Collected,
    startup: Duration,
    limit: Duration,
    sockets: TempDir,
}

impl PluginProcess {
    /// Starts the binary and reads its handshake line.
    ///
    /// # Errors
    /// [`PluginError`] when it does not start, says nothing in time, ends, or prints something else.
    pub async fn launch(path: &Path, options: &LaunchOptions) -> Result<Self, PluginError> {
        let mut prepared = prepare(path, options)?;
        let begun = Instant::now();
        let mut child =
            prepared.command.spawn().map_err(|source| PluginError::Spawn { path: path.to_owned(), source })?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(PluginError::Wait { source: std::io::ErrorKind::BrokenPipe.into() });
        };
        let stderr = Collected::from_pipe(stderr);
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        let limit = options.timeout;
        let read = timeout(limit, stdout.read_line(&mut line)).await;
        let startup = begun.elapsed();
        let read = read.map_err(|_| PluginError::TimedOut { what: "print a line", limit, stderr: stderr.text() })?;
        if read.map_err(|source| PluginError::Wait { source })? == 0 {
            let status = child.wait().await.map_err(|source| PluginError::Wait { source })?;
            return Err(PluginError::Ended { status, stderr: stderr.whole_text().await });
        }
        let line = HandshakeLine::parse(line.trim_end_matches(['\n', '\r']))?;
        let stdout = Collected::from_pipe(stdout);
        let (identity, sockets) = (prepared.identity, prepared.sockets);
        Ok(Self { child, line, identity, stdout, stderr, startup, limit, sockets })
    }

    /// The handshake line.
    pub fn line(&self) -> &HandshakeLine {
        &self.line
    }

    /// From the start of the process to the complete handshake line.
    pub fn startup(&self) -> Duration {
        self.startup
    }

    /// The process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// What it printed on standard output after the handshake line, so far; a plugin prints nothing there.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What it printed on standard error so far: its log.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// The folder that was given to the plugin for its socket.
    pub fn socket_dir(&self) -> &Path {
        self.sockets.path()
    }

    /// The credentials that the plugin expects.
    pub fn credentials(&self) -> Credentials<'_> {
        self.identity.as_ref().map_or(Credentials::Plain, Credentials::Certificate)
    }

    /// A connection as the one the plugin expects.
    ///
    /// # Errors
    /// [`PluginError::Connect`] when it is refused.
    pub async fn channel(&self) -> Result<Channel, PluginError> {
        self.channel_as(self.credentials()).await
    }

    /// A connection with other credentials.
    ///
    /// # Errors
    /// [`PluginError::Connect`] when it is refused; with TLS 1.3 the refusal may show at the first call only.
    pub async fn channel_as(&self, credentials: Credentials<'_>) -> Result<Channel, PluginError> {
        channel::connect(&self.line, credentials, self.limit).await
    }

    /// A client for the provider's calls.
    ///
    /// # Errors
    /// [`PluginError::Connect`] when the connection is refused.
    pub async fn provider(&self) -> Result<ProviderClient<Channel>, PluginError> {
        Ok(provider_client(self.channel().await?))
    }

    /// Calls `Shutdown` as Terraform does when it is done, and waits for the process to end.
    ///
    /// # Errors
    /// [`PluginError::TimedOut`] when it keeps running; then it is killed.
    pub async fn shutdown(&mut self) -> Result<ExitStatus, PluginError> {
        // The server may be gone already, or go before the answer is written: only the end of the process counts.
        if let Ok(channel) = self.channel().await {
            let _ = GrpcControllerClient::new(channel).shutdown(Empty {}).await;
        }
        self.wait().await
    }

    /// Waits for the end of the process.
    ///
    /// # Errors
    /// [`PluginError::TimedOut`] when it keeps running; it is killed when this value is dropped.
    pub async fn wait(&mut self) -> Result<ExitStatus, PluginError> {
        let limit = self.limit;
        let ended = timeout(limit, self.child.wait()).await;
        let ended = ended.map_err(|_| PluginError::TimedOut { what: "end", limit, stderr: self.stderr.text() })?;
        ended.map_err(|source| PluginError::Wait { source })
    }

    /// Sends a signal by its name without `SIG`, such as `INT` or `TERM`.
    ///
    /// # Errors
    /// [`PluginError::Wait`] when there is no `kill` command or no process.
    pub async fn signal(&self, name: &str) -> Result<(), PluginError> {
        let pid = self.pid().map(|pid| pid.to_string()).unwrap_or_default();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().await;
        match sent.map_err(|source| PluginError::Wait { source })? {
            status if status.success() => Ok(()),
            status => Err(PluginError::Wait { source: std::io::Error::other(format!("kill ended with {status}")) }),
        }
    }

    /// Kills the process without warning, as a crash would, and waits for its end.
    ///
    /// # Errors
    /// [`PluginError::Wait`] when the system refuses.
    pub async fn kill(&mut self) -> Result<(), PluginError> {
        self.child.kill().await.map_err(|source| PluginError::Wait { source })
    }
}

/// A client that reads messages as large as Terraform does.
pub(super) fn provider_client(channel: Channel) -> ProviderClient<Channel> {
    ProviderClient::new(channel).max_decoding_message_size(MAX_MESSAGE)
}
