//! How a plugin is started.

use std::ffi::OsString;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tfplugin::handshake::{
    CLIENT_CERT_KEY, MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE, PROTOCOL_VERSIONS_KEY, UNIX_SOCKET_DIR_KEY,
};
use tokio::process::Command;
use tokio::time::timeout;

use super::{ClientIdentity, KeyKind, PluginError};

/// What a plugin keeps of our own environment.
const INHERITED: [&str; 4] = ["PATH", "HOME", "TMPDIR", "SystemRoot"];

/// How to start a plugin. The default is what Terraform does.
#[derive(Clone, Debug)]
pub struct LaunchOptions {
    /// Make a client certificate with this kind of key and demand TLS; `None` is plain text.
    pub auto_mtls: Option<KeyKind>,
    /// Set the magic cookie.
    pub cookie: bool,
    /// What to offer in `PLUGIN_PROTOCOL_VERSIONS`.
    pub protocol_versions: String,
    /// More variables; they win over all others.
    pub env: Vec<(String, String)>,
    /// Arguments.
    pub args: Vec<String>,
    /// How long to wait for the line, for a connection, for an answer and for the end.
    pub timeout: Duration,
}

impl Default for LaunchOptions {
    fn default() -> Self {
        Self {
            auto_mtls: Some(KeyKind::P521),
            cookie: true,
            protocol_versions: "5,6".to_owned(),
            env: Vec::new(),
            args: Vec::new(),
            timeout: Duration::from_secs(10),
        }
    }
}

impl LaunchOptions {
    /// One more variable.
    #[must_use]
    pub fn with_env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// One more argument.
    #[must_use]
    pub fn with_arg(mut self, argument: impl Into<String>) -> Self {
        self.args.push(argument.into());
        self
    }

    /// Plain text instead of TLS.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.auto_mtls = None;
        self
    }
}

/// A command ready to run, and what it needs to stay alive.
pub(super) struct Prepared {
    pub(super) command: Command,
    pub(super) identity: Option<ClientIdentity>,
    /// Holds the plugin's socket; removed with this value.
    pub(super) sockets: TempDir,
}

/// Builds the command with a clean environment: what is set in our own must not change what is checked.
pub(super) fn prepare(path: &Path, options: &LaunchOptions) -> Result<Prepared, PluginError> {
    let sockets =
        TempDir::with_prefix("plugin").map_err(|source| PluginError::Spawn { path: path.to_owned(), source })?;
    let identity = options.auto_mtls.map(ClientIdentity::generate).transpose()?;
    let mut command = Command::new(path);
    command.args(&options.args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command.env_clear().env(UNIX_SOCKET_DIR_KEY, sockets.path());
    command.envs(INHERITED.iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?))));
    command.env(PROTOCOL_VERSIONS_KEY, &options.protocol_versions).env("PLUGIN_MIN_PORT", "10000");
    command.env("PLUGIN_MAX_PORT", "25000");
    if options.cookie {
        command.env(MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE);
    }
    if let Some(identity) = &identity {
        command.env(CLIENT_CERT_KEY, identity.pem());
    }
    command.envs(options.env.iter().map(|(name, value)| (name, value)));
    Ok(Prepared { command, identity, sockets })
}

/// A process that exited.
#[derive(Debug)]
pub struct Exited {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// Starts a plugin that is expected to refuse, and waits for its end.
///
/// # Errors
/// [`PluginError::TimedOut`] when it keeps running; then it is killed.
pub async fn run_to_exit(path: &Path, options: &LaunchOptions) -> Result<Exited, PluginError> {
    let mut prepared = prepare(path, options)?;
    let limit = options.timeout;
    let output = timeout(limit, prepared.command.output()).await;
    let stderr = String::new();
    let output = output
        .map_err(|_| PluginError::TimedOut { what: "exit", limit, stderr })?
        .map_err(|source| PluginError::Spawn { path: path.to_owned(), source })?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Exited { status: output.status, stdout: text(output.stdout), stderr: text(output.stderr) })
}
