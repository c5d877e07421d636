//! The body of a request, whole before anybody looks at it: bounded in length and in time.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

/// Longest body in bytes: more than the largest object list, percent-encoded.
const LIMIT: usize = 8 * 1024 * 1024;

/// How long a client may take to send it.
const TIME: Duration = Duration::from_secs(30);

/// Reads the body and hands the request on; a body that is too long or too slow ends the connection.
pub(crate) async fn whole(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    match timeout(TIME, to_bytes(body, LIMIT)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(head, Body::from(body))).await,
        Ok(Err(error)) => refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is longer than {LIMIT} bytes, or broken off: {error}"),
        ),
        Err(_) => refusal(StatusCode::REQUEST_TIMEOUT, format!("the body did not come within {} s", TIME.as_secs())),
    }
}

/// No API's form: the call was never looked at.
fn refusal(status: StatusCode, reason: String) -> Response {
    (status, [("connection", "close")], reason).into_response()
}
