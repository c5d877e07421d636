//! `make browser`: the emulator's status page in a real browser, while the real Terraform applies and destroys an example, and with
//! two hundred jobs.
//!
//! `browser [--screenshot]`: `--screenshot` also writes the pictures of the documentation.
//!
//! | file | subject |
//! |---|---|
//! | `chromium` | the browser: found, started, ended |
//! | `devtools` | its DevTools protocol, over pipes |
//! | `tab` | one open page, what it shows, and what it complains of |
//! | `migration` | the example that runs meanwhile |
//! | `walkthrough` | an example from the empty page to the empty page, and what must be seen |
//! | `jobs`, `trouble` | two hundred jobs, and what a user does with so many |
//! | `access` | contrast, names, whole words, width |
//! | `pictures` | the pictures of the documentation |

mod access;
mod chromium;
mod devtools;
mod error;
mod jobs;
mod migration;
mod pictures;
mod tab;
mod trouble;
mod walkthrough;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use crate::error::BrowserError;

const USAGE: &str = "usage: browser [--screenshot]";

#[tokio::main]
async fn main() -> ExitCode {
    let begun = Instant::now();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let screenshot = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--screenshot"] => true,
        _ => {
            let _ = writeln!(io::stderr(), "{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(screenshot).await {
        Ok(()) => {
            report(&format!("everything was seen, in {:.1} s", begun.elapsed().as_secs_f64()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "browser: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Both parts have separate emulators and browsers.
async fn run(pictures: bool) -> Result<(), BrowserError> {
    tokio::try_join!(walkthrough::run(pictures), trouble::run(pictures)).map(|_| ())
}

/// A line of the report.
fn report(text: &str) {
    // What was seen does not depend on who reads of it.
    let _ = writeln!(io::stdout(), "browser: {text}");
}
