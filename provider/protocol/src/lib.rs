//! Terraform plugin protocol 6 for providers written in Rust.
//!
//! Terraform calls the provider over gRPC; this crate decodes the call, validates and plans by the schema, hands typed
//! models to the resource and encodes the answer. It knows no cloud: what a resource does stands in the crate that
//! implements [`provider::Provider`] and [`resource::Resource`].

pub mod generated;
pub mod go_plugin;
pub mod handshake;
pub mod logging;
pub mod serve;
