//! `make browser`: the emulator's status page in a real browser, while the real Terraform applies and destroys an example.
//!
//! `browser [--screenshot]`: `--screenshot` also writes the guide's picture of the page.
//!
//! | file | subject |
//! |---|---|
//! | `chromium` | the browser: found, started, ended |
//! | `devtools` | its DevTools protocol, over pipes |
//! | `tab` | one open page, what it shows, and what it complains of |
//! | `migration` | the example that runs meanwhile |
//! | `walkthrough` | the steps, and what must be seen |

mod chromium;
mod devtools;
mod error;
mod migration;
mod tab;
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
    match walkthrough::run(screenshot).await {
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

/// A line of the report.
fn report(text: &str) {
    // What was seen does not depend on who reads of it.
    let _ = writeln!(io::stdout(), "browser: {text}");
}
