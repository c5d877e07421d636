//! Messages, clients and servers generated from the `.proto` files, and nothing else.
//!
//! Written by `UPDATE_GENERATED=1 cargo test -p tfplugin --test generated_fresh`; never edited by hand.
//! Each server trait answers "unimplemented" to the calls its implementation leaves out.

/// Terraform plugin protocol 6 (`schemas/terraform/tfplugin6.proto`).
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::too_many_lines,
    clippy::allow_attributes_without_reason,
    reason = "generated: names and shape are the protocol's"
)]
#[rustfmt::skip]
pub mod tfplugin6;

/// The services every go-plugin host expects (`proto/go_plugin.proto`).
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::too_many_lines,
    clippy::allow_attributes_without_reason,
    reason = "generated: names and shape are the protocol's"
)]
#[rustfmt::skip]
pub mod plugin;

/// The gRPC health check (`proto/health.proto`).
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::too_many_lines,
    clippy::allow_attributes_without_reason,
    reason = "generated: names and shape are the protocol's"
)]
#[rustfmt::skip]
pub mod grpc_health_v1;
