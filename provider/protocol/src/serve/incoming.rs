//! Accepts connections and lets through those that pass the TLS handshake.

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

/// A client that has not finished its TLS handshake by then is dropped.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// The pause after an accept that failed, as it does when file descriptors run out.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(50);

/// The connections that may speak gRPC. The socket closes when the stream is dropped.
///
/// Handshakes run beside each other: a client that stalls holds up nobody else.
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

/// Runs the TLS handshake, if any, and hands the connection on. Who fails is dropped without an answer.
async fn admit(connection: Connection, acceptor: Option<TlsAcceptor>, sender: mpsc::Sender<io::Result<Connection>>) {
    let admitted = match acceptor {
        None => connection,
        Some(acceptor) => match timeout(HANDSHAKE_TIMEOUT, acceptor.accept(connection)).await {
            Ok(Ok(stream)) => Connection::new(stream),
            Ok(Err(error)) => return tracing::warn!(%error, "a client was refused: its TLS handshake failed"),
            Err(_) => return tracing::warn!("a client was refused: its TLS handshake took too long"),
        },
    };
    // The receiver is gone when the server is closing.
    let _ = sender.send(Ok(admitted)).await;
}
