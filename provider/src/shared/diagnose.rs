//! A cloud's error as the user reads it: what was tried on what, what the cloud said, what to do.

use dts_cloud::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

/// An error of a call. `summary` is a short title; `tried` begins a sentence: `Creating RAM role "x"`.
pub(crate) fn cloud_error(summary: &str, tried: &str, error: &Error) -> Diagnostic {
    Diagnostic::error(summary, detail(tried, error))
}

/// [`cloud_error`] on the attribute that caused it.
pub(crate) fn cloud_error_at(path: AttributePath, summary: &str, tried: &str, error: &Error) -> Diagnostic {
    cloud_error(summary, tried, error).at(path)
}

fn detail(tried: &str, error: &Error) -> String {
    let Some(api) = error.api() else { return format!("{tried} failed: {error}.") };
    let mut text = format!(
        "{tried} failed. {service} {action} answered {code} (HTTP {status}): {message}\n\nRequest id: {request_id}",
        service = api.service,
        action = api.action,
        code = api.code,
        status = api.http_status,
        message = api.message.trim_end(),
        request_id = api.request_id,
    );
    if api.attempts > 1 {
        text.push_str(&format!(", last of {} attempts in {:.1} s", api.attempts, api.elapsed.as_secs_f64()));
    }
    text.push('.');
    if error.outcome_unknown() {
        text.push_str(" Whether the call took effect is not known.");
    }
    if let Some(advice) = error.advice() {
        text.push_str("\n\n");
        text.push_str(advice);
    }
    text
}

/// Adds the `import` block that takes over an object.
#[must_use]
pub(crate) fn with_ready_import(mut diagnostic: Diagnostic, resource: &str, id: &str) -> Diagnostic {
    diagnostic.detail.push_str(&format!(
        "\n\nTo manage the existing one, add this block (with your resource's own name) and apply again:\n\n  import {{\n    to = {resource}.NAME\n    id = {id:?}\n  }}"
    ));
    diagnostic
}
