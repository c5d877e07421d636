//! Panics as log lines instead of Rust's default text.

use std::panic::{PanicHookInfo, set_hook};

use serde_json::{Map, Value};
use tracing::Level;

use super::layer::line;
use super::stderr_line;

/// Replaces the panic hook by one that writes a log line. It does not change how the panic is handled.
pub(super) fn report_panics(module: &'static str) {
    set_hook(Box::new(move |info| stderr_line(&panic_line(module, info))));
}

/// The log line for a panic, with its message and its location.
fn panic_line(module: &str, info: &PanicHookInfo<'_>) -> Vec<u8> {
    let message = info.payload_as_str().unwrap_or("no message");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    line(&Level::ERROR, module, fields(message, &location))
}

fn fields(message: &str, location: &str) -> Map<String, Value> {
    let message = format!("the provider panicked, which is a bug of the provider: {message}");
    [("@message", message), ("location", location.to_owned())]
        .map(|(name, value)| (name.to_owned(), value.into()))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_error_line_with_its_location() {
        let line = line(&Level::ERROR, "provider.test", fields("first\nsecond", "src/a.rs:1:2"));
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        let value: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(value["@level"], "error");
        assert_eq!(value["location"], "src/a.rs:1:2");
        assert!(value["@message"].as_str().unwrap().ends_with("first\nsecond"));
    }
}
