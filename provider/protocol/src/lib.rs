//! Terraform plugin protocol 6 for providers written in Rust.
//!
//! Terraform calls the provider over gRPC; this crate decodes the call, validates and plans by the schema, hands typed
//! models to the resource and encodes the answer. It knows no cloud: what a resource does stands in the crate that
//! implements [`provider::Provider`] and [`resource::Resource`].

pub mod context;
pub mod data_source;
pub mod diagnostic;
pub mod ephemeral;
pub mod function;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod generated;
pub mod go_plugin;
pub mod handshake;
pub mod identity;
pub mod logging;
pub mod model;
pub mod path;
mod plan;
pub mod private;
pub mod provider;
pub mod registry;
pub mod resource;
pub mod rpc;
pub mod schema;
pub mod serve;
pub mod timeouts;
pub mod validate;
pub mod value;

pub use tfplugin_derive::Model;

// Lets the derive's `::tfplugin` paths work inside this crate, too.
extern crate self as tfplugin;
