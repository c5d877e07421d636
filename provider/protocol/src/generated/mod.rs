//! Messages, clients and servers of the gRPC services.
//!
//! The files of this folder are written by `UPDATE=1 cargo test -p tfplugin --test generated_fresh` from the
//! `.proto` files and are never edited by hand. A server trait returns the status `UNIMPLEMENTED` for each call that its
//! implementation leaves out.

/// Terraform plugin protocol 6 (`schemas/terraform/tfplugin6.proto`).
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::too_many_lines,
    clippy::allow_attributes_without_reason,
    reason = "generated: the names and the shape are those of the protocol"
)]
#[rustfmt::skip]
pub mod tfplugin6;

/// The services that every go-plugin host expects (`proto/go_plugin.proto`).
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::too_many_lines,
    clippy::allow_attributes_without_reason,
    reason = "generated: the names and the shape are those of the protocol"
)]
#[rustfmt::skip]
pub mod plugin;

/// The gRPC health check.
pub use tonic_health::pb as grpc_health_v1;
