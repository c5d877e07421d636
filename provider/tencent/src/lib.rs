//! Signed, typed clients for Tencent Cloud CAM, STS and DTS.
//!
//! The crate knows the cloud and nothing of Terraform; it builds on `cloud-core`, which knows no cloud. A call takes one way:
//!
//! ```text
//! request struct (cam, sts, dts) ─ JSON ─ encode, sign (protocol) ─ send ─ decode (envelope) ─ answer struct
//!                                   └── cloud-core: rate limit, credentials, retries, errors ──┘
//! ```
//!
//! - [`Cloud::call`] takes any request struct of [`cam`], [`sts`] and [`dts`] and returns the answer struct of that action;
//!   [`Cloud::migration_jobs`] reads all pages of the list of jobs.
//! - [`Config`] and [`CredentialsConfig`] say where the requests go and what signs them.
//! - [`Error`] has predicates for what callers decide on; [`advice`] explains a code.
//!
//! Nothing happens before the first call: [`Cloud::new`] reads no file and opens no connection. Facts about the cloud (hosts,
//! documented rates, what an error code means) are rows of `schemas/tencent/endpoints.toml` and `schemas/tencent/errors.toml`,
//! compiled in.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests start tasks and measure time"))]
#![warn(clippy::missing_errors_doc)]

mod action;
pub mod cam;
mod catalogue;
mod cloud;
mod config;
pub mod credentials;
pub mod dts;
pub mod endpoint;
mod envelope;
mod errors;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod keys;
mod macros;
mod protocol;
mod requirements;
mod services;
pub mod sign;
pub mod sts;
#[cfg(test)]
mod test_support;
pub mod wire;

pub use action::{Action, Answered};
pub use catalogue::{ActionShape, catalogue};
pub use cloud::Cloud;
pub use cloud_core::{
    ApiError, CallContext, Class, Clock, EndpointError, Environment, Error, Meaning, NonceSource, RateLimiter, Safety,
    Secret, Service,
};
pub use config::Config;
pub use credentials::{AssumeRole, AssumeRoleWithWebIdentity, Credentials, CredentialsConfig, CredentialsError};
pub use endpoint::{EndpointOverrides, Site};
pub use errors::{advice, meaning};
pub use requirements::Requirements;
pub use services::{CAM, DTS, SERVICES, STS};
