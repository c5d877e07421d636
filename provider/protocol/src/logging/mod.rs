//! The log Terraform reads: one JSON object a line on standard error, in the form of Go's hclog.
//!
//! Terraform decides by `@level` what it shows, by `@module` where it says it comes from. Standard error and not
//! standard output: the latter belongs to the handshake.

mod fields;
mod layer;
mod level;
mod panic;

use std::io::{self, Write};

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::handshake::Env;

pub use layer::HclogLayer;
pub use level::level;

/// Libraries that log every frame below this level; their trace lines show headers, and headers show credentials.
const WARNINGS_ONLY: [&str; 8] = ["h2", "hyper", "hyper_util", "reqwest", "rustls", "tokio_util", "tonic", "tower"];

/// Starts logging at the level `TF_LOG_PROVIDER` or `TF_LOG` asks for, and returns that level.
///
/// `module` names the provider, such as `provider.dts`. Panics become an error line at every level. When the level is
/// off, nothing else is installed and a log call costs one comparison. A second call changes nothing.
pub fn init(env: &Env, module: &'static str) -> LevelFilter {
    panic::report_panics(module);
    let level = level(env);
    if level != LevelFilter::OFF {
        let layer = HclogLayer::new(module, stderr_line).with_filter(filter(level));
        // Fails only when a subscriber is there already.
        let _ = tracing_subscriber::registry().with(layer).try_init();
    }
    level
}

/// What passes at a level: our own lines, and of the libraries only what went wrong.
fn filter(level: LevelFilter) -> Targets {
    let quiet = level.min(LevelFilter::WARN);
    Targets::new().with_default(level).with_targets(WARNINGS_ONLY.map(|target| (target, quiet)))
}

/// Writes a whole line at once, so that lines of several threads do not mix.
fn stderr_line(line: &[u8]) {
    // Nobody is left to tell when the host no longer reads.
    let _ = io::stderr().lock().write_all(line);
}

#[cfg(test)]
mod tests;
