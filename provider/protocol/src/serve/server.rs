//! The gRPC server with the services of the provider and of go-plugin.

use std::pin::pin;

use futures_util::Stream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::Router;

use super::incoming::incoming;
use super::prepare::Prepared;
use super::shutdown::{Tokens, wait_for_grace_period, wait_for_shutdown};
use super::signals::Signal;
use super::{ServeError, ServeOptions};
use crate::generated::grpc_health_v1::health_server::HealthServer;
use crate::generated::plugin::grpc_broker_server::GrpcBrokerServer;
use crate::generated::plugin::grpc_controller_server::GrpcControllerServer;
use crate::generated::plugin::grpc_stdio_server::GrpcStdioServer;
use crate::generated::tfplugin6::provider_server::{Provider, ProviderServer};
use crate::go_plugin::{Broker, Controller, Health, Stdio};

/// Largest message, in bytes, that the server reads. gRPC's default of 4 MiB is too small for the largest states.
const MAX_MESSAGE: usize = 256 << 20;
/// How many bytes a peer may send on one call before it must wait. On a local socket, memory costs less than waiting.
const STREAM_WINDOW: u32 = 4 << 20;
/// How many bytes a peer may send on all calls of a connection together before it must wait.
const CONNECTION_WINDOW: u32 = 16 << 20;
/// Largest number of concurrent calls. The effective limit is Terraform's `-parallelism`.
const MAX_CALLS: u32 = 100_000;

/// Serves until a shutdown is requested, then waits for running calls up to their grace period.
pub(super) async fn run<P: Provider>(
    provider: P,
    mut prepared: Prepared,
    signals: impl Stream<Item = Signal> + Send,
    options: &ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    // This function holds it, not the task that accepts connections, so that the file is removed when the function returns.
    let _file = prepared.listener.take_file();
    let tokens = Tokens { stop: options.stop.clone(), host: CancellationToken::new(), caller: shutdown };
    // In debug mode several Terraform commands use the process one after another, and none of them may stop it.
    let controller = if options.debug { CancellationToken::new() } else { tokens.host.clone() };
    let closing = CancellationToken::new();
    let health = Health::new().await;
    let serving = services(provider, Controller::new(controller), &health, &closing)
        .serve_with_incoming_shutdown(incoming(prepared.listener, prepared.tls), closing.clone().cancelled_owned());
    let forced_shutdown = async {
        let mut signals = pin!(signals);
        let reason = wait_for_shutdown(signals.as_mut(), &tokens, options.debug).await;
        health.close().await;
        closing.cancel();
        wait_for_grace_period(reason, signals, &tokens, options.debug).await;
    };
    tokio::select! {
        served = serving => served.map_err(|source| ServeError::Server { source }),
        () = forced_shutdown => Ok(()),
    }
}

/// All services on one server. There are no keep-alive pings: when the peer exits, the system closes the local socket, and a
/// peer that is suspended (Ctrl-Z) must not lose its provider.
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
