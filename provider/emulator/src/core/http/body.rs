//! The body of a request. It is read completely before a handler runs, within bounds of length, time and memory: the
//! signature can only be checked when the body is there, so that these bounds hold for unknown callers, too.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Longest body in bytes: more than the largest object list, percent-encoded.
const LIMIT: usize = 8 * 1024 * 1024;

/// Longest body in bytes that is read without waiting. The number of connections bounds the memory for such bodies.
const SMALL: u64 = 64 * 1024;

/// So many longer bodies are in memory at the same time.
const MOST_LARGE: usize = 4;

/// How long a client may take to send it. The time in which it waits for a place counts.
const TIME: Duration = Duration::from_secs(30);

/// The places for large bodies.
#[derive(Debug, Clone)]
pub(crate) struct LargeBodies(Arc<Semaphore>);

impl Default for LargeBodies {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_LARGE)))
    }
}

/// Reads the body and passes the request to its handler. A body that is too long or too slow closes the connection.
pub(crate) async fn whole(State(large): State<LargeBodies>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    // A body whose length is not known can become long.
    let is_large = body.size_hint().upper().is_none_or(|length| length > SMALL);
    let read = async {
        let place = if is_large { Some(place(&large).await) } else { None };
        (place, to_bytes(body, LIMIT).await)
    };
    match timeout(TIME, read).await {
        // The place is free again when the call was answered; the body is in memory until then.
        Ok((_place, Ok(body))) => next.run(Request::from_parts(head, Body::from(body))).await,
        Ok((_, Err(error))) => refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is longer than {LIMIT} bytes, or broken off: {error}"),
        ),
        Err(_) => refusal(StatusCode::REQUEST_TIMEOUT, format!("the body did not come within {} s", TIME.as_secs())),
    }
}

/// Waits for a place. None when the semaphore was closed, which nothing does.
async fn place(large: &LargeBodies) -> Option<SemaphorePermit<'_>> {
    large.0.acquire().await.ok()
}

/// A text in the form of no API: the call was not read.
fn refusal(status: StatusCode, reason: String) -> Response {
    (status, [("connection", "close")], reason).into_response()
}
