//! Prints with which core the tests run, and what it does not have. `make test` runs it before and after the tests.

use std::io::{self, Write as _};
use std::process::ExitCode;

use acceptance_harness::HarnessError;
use acceptance_harness::terraform::{Installation, Terraform};

#[tokio::main]
async fn main() -> ExitCode {
    let lines = match lines().await {
        Ok(lines) => lines,
        Err(error) => {
            let _ = writeln!(io::stderr(), "tested-core: {error}");
            return ExitCode::FAILURE;
        }
    };
    match lines.iter().try_for_each(|line| writeln!(io::stdout(), "test: {line}")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The core, and one line for each feature that it lacks.
async fn lines() -> Result<Vec<String>, HarnessError> {
    let core = Terraform::with_plugins(Installation::DevOverride, &[])?.core().await?;
    let lacks = core.lacks().into_iter().map(|line| format!("{line}; the tests that need it are SKIPPED"));
    Ok(std::iter::once(format!("the core is {core}")).chain(lacks).collect())
}
