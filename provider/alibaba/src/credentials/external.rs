//! Keys from a program, as profiles of the mode `External` name it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use cloud_core::Environment;
use tokio::process::Command;
use tokio::time::timeout;

use super::CredentialsError;
use super::model::{Base, External, Found};
use super::profile::read_external;

/// How long the program may take: it may wait for a person who signs in.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs the program and reads the profile that it prints.
pub(super) async fn obtain(external: &External, origin: &str, env: &Environment) -> Result<Found, CredentialsError> {
    let failed = |reason: String| CredentialsError::Program { origin: origin.to_owned(), reason };
    let text = run(&external.command).await.map_err(failed)?;
    let profile = read_external(&text).map_err(failed)?;
    let found = profile.found(Path::new(&external.path), env)?;
    match found.base {
        Base::External(_) => Err(failed("it printed a profile of the mode External".to_owned())),
        _ => Ok(Found { origin: origin.to_owned(), ..found }),
    }
}

/// The standard output of the program. The words of the command are separated by white space, as in the command line tool.
async fn run(command: &str) -> Result<String, String> {
    let mut words = command.split_whitespace();
    let program = words.next().ok_or("process_command is empty")?;
    let output =
        Command::new(program).args(words).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).output();
    let output = timeout(LIMIT, output)
        .await
        .map_err(|_| format!("{program:?} did not end within {} s", LIMIT.as_secs()))?
        .map_err(|error| format!("{program:?} cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program:?} failed ({})", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{program:?} printed something that is not encoded as UTF-8"))
}
