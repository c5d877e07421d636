//! Signed, typed clients for Alibaba Cloud RAM, STS and DTS.
//!
//! The crate knows the cloud and nothing of Terraform. One call goes one way:
//!
//! ```text
//! request struct (ram, sts, dts) ─ wire ─> parameters ─ sign ─> transport ─> answer
//!                                                         └── call: retries, limits, errors ──┘
//! ```
//!
//! Nothing happens before the first call: [`Cloud::new`] reads no file and opens no socket.
//! Facts about the cloud (hosts, documented rates, what an error code means) are rows of `schemas/alibaba/endpoints.toml`
//! and `schemas/alibaba/errors.toml`, compiled in.

mod action;
mod catalogue;
mod cloud;
mod config;
mod environment;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(test)]
mod scripted;
mod secret;
mod stamps;

mod call;
pub mod credentials;
pub mod dts;
pub mod endpoint;
pub mod error;
pub mod ram;
pub mod sign;
pub mod sts;
mod transport;
pub mod wire;

pub use action::{Action, Answered, Safety, Service};
pub use call::CallContext;
pub use catalogue::{ActionShape, catalogue};
pub use cloud::Cloud;
pub use config::Config;
pub use credentials::{AssumeRole, AssumeRoleWithOidc, Credentials, CredentialsConfig};
pub use endpoint::EndpointOverrides;
pub use environment::Environment;
pub use error::{ApiError, Class, Error, advice};
pub use secret::Secret;
pub use stamps::{Stamps, SystemStamps};
