//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::control;
use super::page;
pub(crate) use super::shared::Shared;
use crate::alibaba::gateway::Reply;
use crate::core::faults::Fault;
use crate::core::http::{Cut, connection};
use crate::core::http::{Headers, Incoming, whole_body};
use crate::core::log::Entry;
use crate::core::store::StoreError;
use crate::options::Options;

/// What a path nobody serves is answered with.
const NOTHING: &str = "The DTS emulator has nothing here. A browser finds its page at /, clients the APIs at /; emulator --help lists the control API.\n";

/// How long a shutdown waits for connections that are still open.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is reachable from other machines.
    #[error(
        "the emulator listens on loopback addresses only, because its keys are well known, and {0} is not one; use 127.0.0.1:0"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose a free port, or port 0")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The data directory cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running emulator. Dropping it leaves it running until the runtime ends; see [`Emulator::shutdown`].
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    shared: Arc<Shared>,
}

/// Starts an emulator; it answers when this returns.
///
/// # Errors
///
/// [`StartError`] when the address is not a loopback address or cannot be listened on, or the data directory cannot be used.
pub async fn start(options: Options) -> Result<Emulator, StartError> {
    let asked = options.listen;
    if !asked.ip().is_loopback() {
        return Err(StartError::NotLoopback(asked));
    }
    let cannot = |source| StartError::Listen { address: asked, source };
    let listener = TcpListener::bind(asked).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let shared = Arc::new(Shared::open(options).await?);
    let app = Router::new()
        .route("/", any(serve))
        .nest("/_control", control::router())
        .nest("/_page", page::router())
        .fallback(async || (StatusCode::NOT_FOUND, NOTHING))
        // The layer below has its own.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(whole_body))
        .with_state(Arc::clone(&shared));
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let until = async {
            // A dropped sender means nobody will ask for the end: run on.
            if stopped.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        connection::serve(listener, app, until).await;
    });
    Ok(Emulator { address, stop, server, shared })
}

impl Emulator {
    /// The base address, like `http://127.0.0.1:43210`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening, lets running requests finish for a moment, closes the data directory, and ends.
    pub async fn shutdown(self) {
        // The receiver is gone only when the server has ended already.
        let _ = self.stop.send(());
        let mut server = self.server;
        if tokio::time::timeout(SHUTDOWN_GRACE, &mut server).await.is_err() {
            server.abort();
        }
        self.shared.close().await;
    }
}

async fn serve(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if page::is_asked_for(&method, &uri, &headers) {
        return page::document(&headers);
    }
    let begun = Instant::now();
    let request = incoming(&method, &uri, &headers, &body);
    let (fault, latency) = {
        let mut emulation = shared.lock();
        (emulation.next_fault(&request), emulation.options.latency)
    };
    let delay = latency + fault.as_ref().map_or(Duration::ZERO, Fault::delay);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Some(fault) = &fault {
        fault.before(&shared, &request).await;
    }
    let reply = perform(&shared, fault.as_ref(), &request, &cut, begun).await;
    if let Some(fault) = &fault {
        fault.after(&shared, &request).await;
    }
    respond(reply)
}

/// The answer of a call; what it has changed is on disk then, if there is a data directory.
async fn perform(shared: &Shared, fault: Option<&Fault>, request: &Incoming, cut: &Cut, begun: Instant) -> Reply {
    let mut entry = Entry::default();
    let performed = shared.change(|emulation| match fault {
        Some(fault) => fault.apply(emulation, request, &mut entry, cut),
        None => emulation.exchange(request, &mut entry),
    });
    let reply = performed.await.unwrap_or_else(|error| {
        entry.lost(request, &error.to_string());
        Reply::failure(&entry.request_id, &error.to_string())
    });
    // The log tells what is answered, and that is known by now.
    shared.lock().ended(entry, begun.elapsed());
    reply
}

fn incoming(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Incoming {
    let mut lower = Headers::default();
    for (name, value) in headers {
        lower.add(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
    }
    Incoming::new(method.as_str(), uri.path(), uri.query().unwrap_or_default(), lower, body.to_vec())
}

fn respond(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = [("content-type", "application/json;charset=utf-8")];
    (status, content_type, reply.body.to_string()).into_response()
}
