//! Requests to the metadata service of a cloud instance.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tracing::trace;

use crate::call::{Client, Interrupted};
use crate::context::CallContext;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::protocol::Protocol;
use crate::transport::{HttpRequest, HttpResponse, TransportFailure};

/// Why the metadata service has no answer.
#[derive(Debug)]
pub enum MetadataError {
    /// The caller ended the operation.
    Interrupted(Error),
    /// The service cannot be reached; continues the sentence "the metadata service".
    Unreachable(String),
    /// The answer cannot be used; continues the same sentence.
    Answer(String),
}

/// One request to the metadata service, until the context ends it. `call` is what it is called in the message of a cancellation.
/// The header is not logged.
///
/// # Errors
/// See [`MetadataError`].
pub async fn metadata_request<P: Protocol>(
    client: &Client<P>,
    metadata: &Endpoint,
    (call, method, path): (&str, Method, &str),
    header: Option<(HeaderName, HeaderValue)>,
    ctx: &CallContext,
) -> Result<HttpResponse, MetadataError> {
    let headers = header.into_iter().collect::<HeaderMap>();
    let request = HttpRequest { method, path: path.to_owned(), query: String::new(), headers, body: Vec::new() };
    let result = client.send(metadata, request, ctx).await.map_err(|reason| interrupted(call, reason))?;
    match &result {
        Ok(response) => trace!(path, http_status = response.status, "the metadata service answered"),
        Err(failure) => trace!(path, ?failure, "no answer from the metadata service"),
    }
    result.map_err(|failure| match failure {
        TransportFailure::NotSent(reason) | TransportFailure::Blocked(reason) | TransportFailure::Setup(reason) => {
            MetadataError::Unreachable(format!("cannot be reached: {reason}"))
        }
        TransportFailure::Lost(reason) | TransportFailure::TooLong(reason) => {
            MetadataError::Answer(format!("did not answer: {reason}"))
        }
    })
}

fn interrupted(call: &str, reason: Interrupted) -> MetadataError {
    let call = call.to_owned();
    MetadataError::Interrupted(match reason {
        Interrupted::Cancelled => Error::Cancelled { call, in_flight: false },
        Interrupted::DeadlinePassed => Error::DeadlinePassed { call },
    })
}
