//! The gRPC server with the provider's and the plugin's services.

use std::pin::pin;

use futures_util::Stream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::Router;

use super::incoming::incoming;
use super::prepare::Prepared;
use super::shutdown::{Tokens, end, grace};
use super::signals::Signal;
use super::{ServeError, ServeOptions};
use crate::generated::grpc_health_v1::health_server::HealthServer;
use crate::generated::plugin::grpc_broker_server::GrpcBrokerServer;
use crate::generated::plugin::grpc_controller_server::GrpcControllerServer;
use crate::generated::plugin::grpc_stdio_server::GrpcStdioServer;
use crate::generated::tfplugin6::provider_server::{Provider, ProviderServer};
use crate::go_plugin::{Broker, Controller, Health, Stdio};

/// Largest message, in bytes, that is read. States are far smaller; gRPC's default of 4 MiB is not enough for all.
const MAX_MESSAGE: usize = 256 << 20;
/// Bytes a peer may send on one call before it must wait. The socket is local: memory is cheaper than waiting.
const STREAM_WINDOW: u32 = 4 << 20;
/// The same for all calls of a connection together.
const CONNECTION_WINDOW: u32 = 16 << 20;
/// Calls at the same time; `terraform -parallelism` is the real limit.
const MAX_CALLS: u32 = 100_000;

/// Serves until the end comes, then gives running calls their time.
pub(super) async fn run<P: Provider>(
    provider: P,
    mut prepared: Prepared,
    signals: impl Stream<Item = Signal> + Send,
    options: &ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    // Held here and not by the task that accepts: when this function returns, the file is gone.
    let _file = prepared.listener.take_file();
    let tokens = Tokens { stop: options.stop.clone(), host: CancellationToken::new(), caller: shutdown };
    // In a debugger one Terraform command follows another: none of them may end the process.
    let controller = if options.debug { CancellationToken::new() } else { tokens.host.clone() };
    let closing = CancellationToken::new();
    let health = Health::new().await;
    let serving = services(provider, Controller::new(controller), &health, &closing)
        .serve_with_incoming_shutdown(incoming(prepared.listener, prepared.tls), closing.clone().cancelled_owned());
    let forced_shutdown = async {
        let mut signals = pin!(signals);
        let reason = end(signals.as_mut(), &tokens, options.debug).await;
        health.close().await;
        closing.cancel();
        grace(reason, signals, &tokens, options.debug).await;
    };
    tokio::select! {
        served = serving => served.map_err(|source| ServeError::Server { source }),
        () = forced_shutdown => Ok(()),
    }
}

/// All services on one server. No keep-alive pings: a peer that dies closes the local socket, and one that is
/// suspended (Ctrl-Z) must not lose its provider.
fn services<P: Provider>(provider: P, controller: Controller, health: &Health, closing: &CancellationToken) -> Router {
    let provider = ProviderServer::new(provider).max_decoding_message_size(MAX_MESSAGE);
    Server::builder()
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_concurrent_streams(MAX_CALLS)
        .add_service(provider)
        .add_service(GrpcControllerServer::new(controller))
        .add_service(GrpcBrokerServer::new(Broker::new(closing.clone())))
        .add_service(GrpcStdioServer::new(Stdio::new(closing.clone())))
        .add_service(HealthServer::new(health.service()))
}
