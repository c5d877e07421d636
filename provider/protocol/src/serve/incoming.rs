//! Accepts connections and passes on those that complete the TLS handshake.

#![expect(
    clippy::disallowed_methods,
    reason = "connections are accepted and served in tasks that end with the listener"
)]

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use rustls::ServerConfig;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;

use super::connection::Connection;
use super::listener::Listener;

/// How long a client may take for its TLS handshake. After that, its connection is closed.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// The pause after a failed accept, for example when no file descriptor is free.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(50);

/// The connections that may use gRPC. The socket is closed when the stream is dropped.
///
/// The TLS handshakes run concurrently, so that a stalled client does not block the others.
pub(super) fn incoming(
    listener: Listener,
    tls: Option<Arc<ServerConfig>>,
) -> impl Stream<Item = io::Result<Connection>> {
    let (sender, receiver) = mpsc::channel(16);
    let acceptor = tls.map(TlsAcceptor::from);
    tokio::spawn(accept_all(listener, acceptor, sender));
    ReceiverStream::new(receiver)
}

async fn accept_all(listener: Listener, acceptor: Option<TlsAcceptor>, sender: mpsc::Sender<io::Result<Connection>>) {
    loop {
        let accepted = tokio::select! {
            () = sender.closed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok(connection) => {
                tokio::spawn(admit(connection, acceptor.clone(), sender.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "accepting a connection failed");
                sleep(PAUSE_AFTER_ERROR).await;
            }
        }
    }
}

/// Performs the TLS handshake, if TLS is used, and passes the connection on. When the handshake fails, the connection is
/// closed without a response.
async fn admit(connection: Connection, acceptor: Option<TlsAcceptor>, sender: mpsc::Sender<io::Result<Connection>>) {
    let admitted = match acceptor {
        None => connection,
        Some(acceptor) => match timeout(HANDSHAKE_TIMEOUT, acceptor.accept(connection)).await {
            Ok(Ok(stream)) => Connection::new(stream),
            Ok(Err(error)) => return tracing::warn!(%error, "a connection was rejected: its TLS handshake failed"),
            Err(_) => return tracing::warn!("a connection was rejected: its TLS handshake took too long"),
        },
    };
    // This fails only when the server is closing.
    let _ = sender.send(Ok(admitted)).await;
}
