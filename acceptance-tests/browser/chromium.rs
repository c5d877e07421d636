//! The browser: found on PATH, started without a window, ended with us.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::BrowserError;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// It has a separate profile, sends no additional request, and resolves no host name.
const FLAGS: [&str; 15] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The DevTools protocol is spoken on descriptors 3 and 4: the shell connects them to its standard input and output.
const ON_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// A running browser. Dropping it kills it.
pub(crate) struct Chromium {
    child: Child,
    _profile: TempDir,
}

impl Chromium {
    /// Starts it; the pipes to it and from it.
    pub(crate) fn start() -> Result<(Self, ChildStdin, ChildStdout), BrowserError> {
        let path = found()?;
        let failed = |source| BrowserError::Start { path: path.clone(), source };
        let profile = TempDir::with_prefix("dts-browser-").map_err(failed)?;
        let mut command = Command::new("sh");
        command.arg("-c").arg(ON_PIPES).arg(&path).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        if is_root() {
            // Its sandbox refuses to work for root, as which CI containers run.
            command.arg("--no-sandbox");
        }
        command.arg("about:blank").env("HOME", profile.path()).kill_on_drop(true);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(std::io::ErrorKind::BrokenPipe.into()));
        };
        Ok((Self { child, _profile: profile }, to, from))
    }

    /// Kills it and waits for that, so that its profile can be removed.
    pub(crate) async fn end(mut self) {
        // It may have exited already.
        let _ = self.child.kill().await;
    }
}

fn found() -> Result<PathBuf, BrowserError> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|name| !name.is_empty()) {
        return Ok(named.into());
    }
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let places = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|file| file.is_file()).ok_or(BrowserError::NoChromium)
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
