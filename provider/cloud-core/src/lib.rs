//! The cloud-independent part of the clients: one crate for each cloud builds on it.
//!
//! A cloud's crate implements [`Protocol`] (encoding, signature, decoding, error codes) and [`ProvideCredentials`] (where its
//! credentials come from). This crate does the rest. A call takes one way:
//!
//! ```text
//! Call ─ RateLimiter ─ SigningCredentials ─ Protocol::encode, sign ─ HttpClient ─ Protocol::decode ─ Reply
//!          └──────────────────── Client: retries, deadline, cancellation ───────────────────┘
//! ```
//!
//! - [`Client::perform`] is the loop: it waits for the documented rate, gets credentials, signs, sends and decides with
//!   [`Safety`] and the [`Meaning`] of an error code whether to repeat the call.
//! - [`CredentialCache`] keeps temporary credentials and renews them before they expire, once at a time.
//! - [`Transport`] is the only module that uses reqwest. It is created without a connection and without reading a file.
//! - [`Error`] is what every call can return; [`Error::outcome_unknown`] shows whether a failed call may have had an effect.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests start tasks and measure time"))]
#![warn(clippy::missing_errors_doc)]

mod answered;
mod call;
mod clock;
mod context;
mod credentials;
mod digest;
mod endpoint;
mod environment;
mod error;
mod file;
mod hidden;
mod metadata;
mod not_an_answer;
mod protocol;
mod proxy;
mod scrub;
mod secret;
mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transport;
pub mod wire;

pub use answered::{Answered, read_answer};
pub use call::{Client, ClientSettings, Interrupted, RateLimiter, Reply};
pub use clock::{Clock, NonceSource, RandomNonces, SystemClock};
pub use context::CallContext;
pub use credentials::{
    Anonymous, Cached, CredentialCache, Expiring, FoundAt, LastFound, ProvideCredentials, Search, SigningCredentials,
    Static, fit_in_headers,
};
pub use digest::{hex, hmac_sha256, sha256_hex};
pub use endpoint::{EVERY_ENDPOINT, Endpoint, EndpointError, EndpointRow, EndpointTable, RateRow, on_one_side};
pub use environment::Environment;
pub use error::{ApiError, Attempted, Class, CredentialsError, Error, ErrorRow, ErrorTable, Meaning};
pub use file::{off_thread, read_file, read_token};
pub use hidden::Hidden;
pub use metadata::{MetadataError, metadata_request};
pub use not_an_answer::{not_json, redirect};
pub use protocol::{Call, Check, Decoded, Outcome, Protocol, Stamp};
pub use secret::Secret;
pub use service::{Safety, Service};
pub use transport::{HttpClient, HttpRequest, HttpResponse, Sending, Transport, TransportFailure};
