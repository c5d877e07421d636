//! Diagnostics for errors of the clouds: what was tried on which object, the cause, and what to do.

use alibaba::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

/// The diagnostic for a failed call. `summary` is a short title; `tried` is the beginning of a sentence: `Creating RAM role "x"`.
pub(crate) fn cloud_error(summary: &str, tried: &str, error: &Error) -> Diagnostic {
    Diagnostic::error(summary, detail(tried, error))
}

/// [`cloud_error`] on the attribute that causes it.
pub(crate) fn cloud_error_at(path: AttributePath, summary: &str, tried: &str, error: &Error) -> Diagnostic {
    cloud_error(summary, tried, error).at(path)
}

/// [`cloud_error`] of reading or deleting an object of the state. An object of another kind is not one that the resource manages.
pub(crate) fn state_error(summary: &str, tried: &str, error: &Error) -> Diagnostic {
    let mut diagnostic = cloud_error(summary, tried, error);
    if let Error::OtherKind(_) = error {
        diagnostic.detail.push_str(
            " If a resource has this job in its state, remove it from the state with terraform state rm; this does not change the \
             job.",
        );
    }
    diagnostic
}

fn detail(tried: &str, error: &Error) -> String {
    let Some(api) = error.api() else { return format!("{tried} failed: {}.", error.to_string().trim_end_matches('.')) };
    let (service, action) = (api.service, api.action);
    let response = match api.attempts {
        0 | 1 => format!("{service} {action} returned"),
        tries => {
            let seconds = api.elapsed.as_secs_f64();
            format!("Tried {tries} times in {seconds:.1} s; the last response of {service} {action} was")
        }
    };
    let mut text = format!(
        "{tried} failed. {response} {code} (HTTP {status}): {message}\n\nRequest ID: {request_id}.",
        code = api.code,
        status = api.http_status,
        message = api.message.trim_end(),
        request_id = api.request_id,
    );
    if error.outcome_unknown() {
        text.push_str(" It is not known whether the call took effect.");
    }
    if let Some(advice) = error.advice() {
        text.push_str("\n\n");
        text.push_str(advice);
    }
    text
}

/// Adds the `import` block for an existing object.
#[must_use]
pub(crate) fn with_ready_import(diagnostic: Diagnostic, resource: &str, id: &str) -> Diagnostic {
    with_ready_imports(diagnostic, &[(resource, id)])
}

/// Adds the `import` blocks for existing objects: the resource type and the import ID of each.
#[must_use]
pub(crate) fn with_ready_imports(mut diagnostic: Diagnostic, objects: &[(&str, &str)]) -> Diagnostic {
    let (object, block) = if objects.len() == 1 { ("object", "this block") } else { ("objects", "these blocks") };
    diagnostic.detail.push_str(&format!(
        "\n\nTo manage the existing {object}, add {block} (with the name of your resource) and apply again:"
    ));
    for (resource, id) in objects {
        diagnostic.detail.push_str(&format!("\n\n  import {{\n    to = {resource}.NAME\n    id = {id:?}\n  }}"));
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use alibaba::{ApiError, RAM, meaning};

    use super::*;

    fn throttled(attempts: u32) -> Error {
        Error::Api(Box::new(ApiError {
            service: &RAM,
            action: "CreateRole",
            http_status: 400,
            code: "Throttling.User".to_owned(),
            message: "Request was denied due to user flow control.".to_owned(),
            request_id: "R-1".to_owned(),
            recommend: None,
            attempts,
            elapsed: Duration::from_millis(42_300),
            repeated_after_loss: false,
            meaning: meaning(&RAM, 400, "Throttling.User", ""),
        }))
    }

    #[test]
    fn a_repeated_call_reports_its_last_response_the_attempts_and_the_time() {
        let text = cloud_error("Cannot create the RAM role", "Creating RAM role \"x\"", &throttled(5)).detail;
        let expected = "Creating RAM role \"x\" failed. Tried 5 times in 42.3 s; the last response of RAM CreateRole was \
                        Throttling.User (HTTP 400): Request was denied due to user flow control.\n\nRequest ID: R-1.\n\n";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn a_call_with_one_attempt_does_not_report_attempts() {
        let text = cloud_error("Cannot create the RAM role", "Creating RAM role \"x\"", &throttled(1)).detail;
        assert!(text.contains("failed. RAM CreateRole returned Throttling.User") && !text.contains("Tried"), "{text}");
    }
}
