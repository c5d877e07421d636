//! The HTTP server.

#![expect(clippy::disallowed_methods, reason = "the server is a task that ends with its shutdown")]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::emulation::Emulation;
use super::http::connection::MOST_CONNECTIONS;
use super::http::local::{self, CloudHosts, Served};
use super::http::remote::{RemoteAccess, missing_token};
use super::http::{Connection, Headers, Incoming, LargeBodies, Outgoing, connection, whole_body};
use super::shared::Shared;
use super::world::World;
use super::{control, page, serve};

/// The response for a path that does not exist.
const NOTHING: &str = "The DTS emulator does not serve this path. The status page (for browsers) and the APIs (for clients) are at /; emulator --help lists the control API.\n";

/// How often jobs that move between calls are moved.
const TICK: Duration = Duration::from_millis(100);

/// How long a shutdown waits for connections that are still open.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// A running emulator. Dropping it leaves it running until the runtime ends; see [`Emulator::shutdown`].
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    shared: Arc<Shared>,
}

impl Emulator {
    /// Serves the shared state on a socket that already listens, with `tls` also to clients of TLS, and with `remote` to other
    /// machines.
    ///
    /// # Errors
    ///
    /// The address of the socket is not known.
    pub(crate) fn serve(
        listener: TcpListener,
        tls: Option<TlsAcceptor>,
        remote: Option<RemoteAccess>,
        shared: Shared,
    ) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let shared = Arc::new(shared);
        let clouds = CloudHosts(shared.gateways().iter().flat_map(|gateway| gateway.hosts()).copied().collect());
        let remote = remote.map(Arc::new);
        let served = Served { clouds, remote: remote.clone() };
        let app = Router::new()
            .route("/", any(answer))
            .nest("/_control", control::router())
            .nest("/_page", page::router())
            .fallback(other_path)
            // The layer below has another limit.
            .layer(DefaultBodyLimit::disable())
            .layer(middleware::from_fn_with_state(LargeBodies::default(), whole_body))
            .layer(middleware::from_fn_with_state(served, local::only))
            .layer(Extension(remote))
            .with_state(Arc::clone(&shared));
        let ticking = Arc::clone(&shared);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let until = async {
                // A dropped sender means that nothing will stop the server: it keeps running.
                if stopped.await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                () = connection::serve(listener, tls, app, MOST_CONNECTIONS, until) => {}
                () = tick(&ticking) => {}
            }
        });
        Ok(Self { address, stop, server, shared })
    }

    /// The base address for clients on this machine, like `http://127.0.0.1:43210`.
    #[must_use]
    pub fn url(&self) -> String {
        let here = match self.address.ip() {
            IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        format!("http://{}", SocketAddr::new(here, self.address.port()))
    }

    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The world that is served: the one of the options, or the one that the data directory keeps.
    pub(crate) fn world(&self) -> World {
        self.shared.lock().world().clone()
    }

    /// Stops listening, lets running requests finish for a moment, closes the data directory, and ends.
    pub async fn shutdown(self) {
        // The receiver is dropped only when the server has already ended.
        let _ = self.stop.send(());
        let mut server = self.server;
        if tokio::time::timeout(SHUTDOWN_GRACE, &mut server).await.is_err() {
            server.abort();
        }
        self.shared.close().await;
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Extension(remote): Extension<Option<Arc<RemoteAccess>>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let of_a_cloud = |name: &str| shared.gateways().iter().any(|gateway| name.starts_with(gateway.header_prefix()));
    if page::is_asked_for(&method, &uri, &headers, of_a_cloud) {
        return missing_token(remote.as_ref(), &headers).unwrap_or_else(page::document);
    }
    let request = Incoming { peer: Some(connection.peer), ..incoming(&method, &uri, &headers, &body) };
    serve::answer(&shared, request, &connection.cut).await.map_or_else(nothing, respond)
}

async fn other_path(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Incoming { peer: Some(connection.peer), ..incoming(&method, &uri, &headers, &body) };
    if shared.serves_path_of(&request) {
        return serve::answer(&shared, request, &connection.cut).await.map_or_else(nothing, respond);
    }
    serve::refuse_path(&shared, request).map_or_else(nothing, respond)
}

/// Moves the jobs that move between calls, until the future is dropped.
async fn tick(shared: &Shared) {
    let needed = shared.lock().runs_between_calls();
    if needed {
        let failure = loop {
            tokio::time::sleep(TICK).await;
            if let Err(error) = shared.change(Emulation::tick).await {
                break error;
            }
        };
        tracing::error!("jobs are not moved any more: {failure}");
    }
    std::future::pending().await
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, NOTHING).into_response()
}

fn incoming(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Incoming {
    let mut lower = Headers::default();
    for (name, value) in headers {
        lower.add(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
    }
    Incoming::new(method.as_str(), uri.path(), uri.query().unwrap_or_default(), lower, body.to_vec())
}

fn respond(response: Outgoing) -> Response {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    for (name, value) in response.headers {
        // What a fault gives was checked when the rule was added.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    (status, headers, response.body).into_response()
}
