//! Connections: they are accepted until the server ends, and have a time limit. Faults cut them in the middle of an
//! answer.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::tls::Socket;

/// Pause after a failed accept, so that a lack of file descriptors does not cause a busy loop.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a client may take to send the head of a request; an idle connection is closed after this time, too.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// Longest head of a request in bytes.
const HEAD_LIMIT: usize = 256 * 1024;

/// So many connections are served at the same time. Further clients wait until one of them is closed; an idle one is
/// closed after [`HEAD_TIME`].
pub(crate) const MOST_CONNECTIONS: usize = 512;

/// What a handler knows of the connection of its request.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    /// The address of the client.
    pub(crate) peer: IpAddr,
    pub(crate) cut: Cut,
}

/// The switch of one connection. After [`Cut::now`], nothing more is written to the connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<AtomicBool>);

impl Cut {
    pub(crate) fn now(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::Acquire) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

/// Serves connections, at most so many at the same time and with `tls` those of TLS, too, until the future ends, then lets running requests finish. If
/// it is dropped, it closes them.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Router,
    most: usize,
    until: impl Future<Output = ()>,
) {
    let (graceful, mut connections) = (GracefulShutdown::new(), JoinSet::new());
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => break,
            (stream, peer) = accept(&listener), if connections.len() < most => {
                let cut = Cut::default();
                let io = TokioIo::new(CuttableStream { stream: Socket::new(stream, tls.clone()), cut: cut.clone() });
                let (app, connection) = (app.clone(), Connection { peer, cut });
                let answer = service_fn(move |request| answer(app.clone(), request, connection.clone()));
                connections.spawn(graceful.watch(http().serve_connection(io, answer)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_LIMIT);
    http
}

async fn answer(app: Router, mut request: Request<Incoming>, connection: Connection) -> Result<Response, Infallible> {
    request.extensions_mut().insert(ConnectInfo(connection));
    app.oneshot(request.map(Body::new)).await
}

async fn accept(listener: &TcpListener) -> (TcpStream, IpAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!("no TCP_NODELAY for {peer}: {error}");
                }
                return (stream, peer.ip());
            }
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

struct CuttableStream {
    stream: Socket,
    cut: Cut,
}

impl AsyncRead for CuttableStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_write(context, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;

    use super::{HEAD_TIME, serve};

    #[tokio::test(start_paused = true)]
    async fn a_client_beyond_the_limit_is_served_when_a_connection_is_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(async || "served"));
        let server = tokio::spawn(serve(listener, None, app, 2, std::future::pending()));
        let call = async || {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.ends_with("served"), "{answer}");
        };
        let begun = Instant::now();
        let _idle = TcpStream::connect(address).await.unwrap();
        call().await;
        assert_eq!(begun.elapsed().as_secs(), 0, "there is room for a second connection");
        let _idle_too = TcpStream::connect(address).await.unwrap();
        call().await;
        assert_eq!(begun.elapsed().as_secs(), HEAD_TIME.as_secs(), "an idle connection was closed");
        server.abort();
    }
}
