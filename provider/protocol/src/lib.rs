//! Terraform plugin protocol 6 for providers written in Rust.
//!
//! Terraform calls a provider over gRPC. This crate decodes the calls, validates and plans by the schema, passes typed models
//! to the resources, and encodes the responses. It is independent of any cloud: a provider implements
//! [`provider::Provider`] and [`resource::Resource`], and its binary calls [`serve::serve`].

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests start tasks and measure time"))]

pub mod action;
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
pub mod list_resource;
pub mod logging;
pub mod model;
pub mod moves;
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

// The derive macro generates paths that begin with `::tfplugin`, also when it is used inside this crate.
extern crate self as tfplugin;
