//! The log for Terraform: one JSON object for each line on standard error, in the format of Go's hclog.
//!
//! Terraform uses `@level` to filter the lines and shows `@module` as their origin. The log goes to standard error because
//! standard output is used by the handshake.

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

/// Libraries of which only warnings and errors are logged. Their debug and trace lines show HTTP headers, which contain
/// credentials.
const WARNINGS_ONLY: [&str; 8] = ["h2", "hyper", "hyper_util", "reqwest", "rustls", "tokio_util", "tonic", "tower"];

/// Starts logging at the level of `TF_LOG_PROVIDER` or `TF_LOG`, and returns that level.
///
/// `module` is the name of the provider, such as `provider.dts`. A panic is logged as an error at every level, even when
/// the level is off. When the level is off, no subscriber is installed and a log call costs one comparison. A second call
/// has no effect.
pub fn init(env: &Env, module: &'static str) -> LevelFilter {
    panic::report_panics(module);
    let level = level(env);
    if level != LevelFilter::OFF {
        let layer = HclogLayer::new(module, stderr_line).with_filter(filter(level));
        // This fails only when a subscriber is already installed.
        let _ = tracing_subscriber::registry().with(layer).try_init();
    }
    level
}

/// The filter for a level. Of [`WARNINGS_ONLY`], at most warnings pass.
fn filter(level: LevelFilter) -> Targets {
    let at_most_warnings = level.min(LevelFilter::WARN);
    Targets::new().with_default(level).with_targets(WARNINGS_ONLY.map(|target| (target, at_most_warnings)))
}

/// Writes a line in one call, so that lines of several threads do not mix.
fn stderr_line(line: &[u8]) {
    // When the host no longer reads standard error, there is no place left to report that.
    let _ = io::stderr().lock().write_all(line);
}

#[cfg(test)]
mod tests;
