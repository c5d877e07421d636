//! From HTTP to an action with parameters.

mod address;
mod body;
mod form;
mod headers;
mod incoming;
mod parameters;

pub(crate) use address::{Address, Scheme, Service, unsigned};
pub(crate) use body::whole as whole_body;
#[cfg(any(test, fuzzing))]
pub(crate) use form::decode as decode_form;
pub(crate) use form::percent_encode;
pub(crate) use headers::Headers;
pub(crate) use incoming::Incoming;
pub(crate) use parameters::Parameters;
