//! What a cloud's crate implements: from a call to an HTTP request, and from an HTTP response to an answer or an error.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use serde_json::Value;

use crate::credentials::Expiring;
use crate::endpoint::Endpoint;
use crate::error::Meaning;
use crate::service::{Safety, Service};
use crate::transport::{HttpRequest, HttpResponse};

/// A call without its Rust types.
#[derive(Clone, Debug)]
pub struct Call<P> {
    /// Service.
    pub service: &'static Service,
    /// Name of the action as it is sent.
    pub action: &'static str,
    /// What repeating it would do.
    pub safety: Safety,
    /// The parameters. Its `Debug` form is logged and shows no secret.
    pub payload: P,
    /// Whether a successful answer is the one that was requested.
    pub check: Check<P>,
}

/// Checks the body of a successful answer against the parameters of the call: the fields that it must have, and the ID that
/// it must repeat. An error says what is wrong; the answer then counts as unreadable.
pub type Check<P> = fn(&P, &Value) -> Result<(), String>;

/// What makes two signatures of the same call differ.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Time of the attempt.
    pub now: Timestamp,
    /// A text that is used once.
    pub nonce: String,
}

/// A response as far as the envelope goes.
#[derive(Debug)]
pub struct Decoded {
    /// The cloud's id of the request, `unknown` when there is none.
    pub request_id: String,
    /// What the response says.
    pub outcome: Outcome,
}

/// What a response says.
#[derive(Debug)]
pub enum Outcome {
    /// Success, with the body of the answer for its type to read.
    Answer(Value),
    /// The cloud's error: in the form of the API and with a code.
    Refused {
        /// Code, for example `Throttling.User`.
        code: String,
        /// Message, placeholders filled.
        message: String,
        /// Page the cloud recommends.
        recommend: Option<String>,
    },
    /// Not an answer of the API, whatever its HTTP status: a page of a proxy, a redirect, a body that is cut off.
    Unreadable {
        /// What is wrong with it.
        reason: String,
    },
}

/// The protocol of one cloud: encoding, signature, decoding, and what its error codes mean.
///
/// An implementation is pure: it has no clock, no network and no state. The example is a cloud with JSON bodies that
/// takes a key in a header.
///
/// ```
/// use std::time::Duration;
///
/// use cloud_core::{Call, Decoded, Endpoint, Expiring, HttpRequest, HttpResponse, Meaning, Outcome, Protocol, Service, Stamp};
/// use http::{HeaderMap, HeaderValue, Method};
///
/// struct Key(&'static str);
///
/// impl Expiring for Key {
///     fn expires(&self) -> Option<jiff::Timestamp> {
///         None
///     }
/// }
///
/// struct JsonProtocol;
///
/// impl Protocol for JsonProtocol {
///     type Credentials = Key;
///     type Payload = serde_json::Value;
///
///     fn encode(&self, call: &Call<Self::Payload>, _: &Endpoint) -> HttpRequest {
///         let mut headers = HeaderMap::new();
///         headers.insert("x-action", HeaderValue::from_static(call.action));
///         let body = call.payload.to_string().into_bytes();
///         HttpRequest { method: Method::POST, path: "/".to_owned(), query: String::new(), headers, body }
///     }
///
///     fn sign(&self, _: &Call<Self::Payload>, request: &mut HttpRequest, key: Option<&Key>, _: &Stamp) {
///         if let Some(Key(key)) = key {
///             request.headers.insert("authorization", HeaderValue::from_static(key));
///         }
///     }
///
///     fn decode(&self, response: &HttpResponse) -> Decoded {
///         let outcome = match serde_json::from_slice(&response.body) {
///             Ok(answer) => Outcome::Answer(answer),
///             Err(error) => Outcome::Unreadable { reason: error.to_string() },
///         };
///         Decoded { request_id: "unknown".to_owned(), outcome }
///     }
///
///     fn meaning(&self, _: &Service, http_status: u16, _code: &str, _message: &str) -> Meaning {
///         Meaning::of_status(http_status)
///     }
///
///     fn secrets<'a>(&self, _: &'a Call<Self::Payload>, key: Option<&'a Key>) -> Vec<&'a str> {
///         key.into_iter().map(|Key(key)| *key).collect()
///     }
///
///     fn retry_after(&self, _: &HeaderMap) -> Option<Duration> {
///         None
///     }
///
///     fn calls_per_second(&self, _: &Service, _action: &str) -> Option<u32> {
///         Some(20)
///     }
/// }
/// ```
pub trait Protocol: Send + Sync {
    /// What signs a call.
    type Credentials: Expiring + Send + Sync;
    /// The parameters of a call before they are encoded.
    type Payload: fmt::Debug + Send + Sync;

    /// The request of a call without what only the signature needs.
    fn encode(&self, call: &Call<Self::Payload>, endpoint: &Endpoint) -> HttpRequest;

    /// Signs an encoded request; without credentials, gives it the form that the cloud accepts without a signature.
    fn sign(
        &self,
        call: &Call<Self::Payload>,
        request: &mut HttpRequest,
        credentials: Option<&Self::Credentials>,
        stamp: &Stamp,
    );

    /// Reads the envelope of a response.
    fn decode(&self, response: &HttpResponse) -> Decoded;

    /// What an error code means.
    fn meaning(&self, service: &Service, http_status: u16, code: &str, message: &str) -> Meaning;

    /// The secrets that a request contains. No text of its answer may show them.
    fn secrets<'a>(&self, call: &'a Call<Self::Payload>, credentials: Option<&'a Self::Credentials>) -> Vec<&'a str>;

    /// How long the cloud says to wait before the next attempt.
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration>;

    /// How many calls in a second one account may send; none where no limit is documented.
    fn calls_per_second(&self, service: &Service, action: &str) -> Option<u32>;
}
