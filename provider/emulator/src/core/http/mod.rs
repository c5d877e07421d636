//! HTTP: connections and requests.

mod body;
pub(crate) mod connection;
mod form;
mod headers;
mod incoming;
pub(crate) mod local;
mod outgoing;
pub(crate) mod remote;
pub(crate) mod tls;

pub(crate) use body::{LargeBodies, whole as whole_body};
pub(crate) use connection::{Connection, Cut};
#[cfg(any(test, fuzzing))]
pub(crate) use form::decode as decode_form;
pub(crate) use form::percent_encode;
pub(crate) use headers::Headers;
pub(crate) use incoming::Incoming;
pub(crate) use outgoing::Outgoing;
