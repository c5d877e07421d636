//! Why the page was not seen as it should be.
use std::path::PathBuf;
use std::time::Duration;

use acceptance_harness::HarnessError;

/// Why the page was not seen as it should be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BrowserError {
    #[error(transparent)]
    Harness(#[from] HarnessError),
    #[error(
        "no Chromium is on PATH (chromium, chromium-browser, google-chrome): install it (Debian: apt-get install \
         --no-install-recommends chromium), or name the program in CHROMIUM"
    )]
    NoChromium,
    #[error("cannot start the browser {}: {source}", path.display())]
    Start { path: PathBuf, source: io::Error },
    #[error("the browser ended, or its pipe broke, in {method}: {source}")]
    Pipe { method: String, source: io::Error },
    #[error("the browser did not answer {method} within {limit:?}")]
    Silent { method: String, limit: Duration },
    #[error("the browser refused {method}: {answer}")]
    Refused { method: String, answer: String },
    #[error("waited {limit:?} for {what}; the page shows:\n{page}")]
    NeverSeen { what: String, limit: Duration, page: String },
    #[error("{what}: {found}")]
    Unexpected { what: &'static str, found: String },
    #[error("cannot read {url}: {source}")]
    Read { url: String, source: reqwest::Error },
    #[error("a call of the emulator {url} failed: {source}")]
    Call { url: String, source: io::Error },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

use std::io;
