//! HTTP. The only module that knows reqwest.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::{Client, ClientBuilder, redirect, retry};

use crate::endpoint::Endpoint;

/// Bodies longer than this are refused.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// For the metadata service: it is next door, or this is no ECS instance.
const METADATA_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const METADATA_TIMEOUT: Duration = Duration::from_secs(3);
/// Shorter than the gateways keep idle connections, so that a call rarely meets one that has just been closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// A request, with its signature where it has one.
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Begins with a slash; percent-encoded.
    pub(crate) path: String,
    /// Canonical query without the question mark.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What came back.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The HTTP client could not be set up.
    Setup(String),
    /// The request never left this machine.
    NotSent(String),
    /// It left, or may have left.
    Lost(String),
    /// An answer came, longer than the limit.
    TooLong(String),
}

/// Carries a request to an endpoint and its answer back.
pub(crate) trait Exchange: Send + Sync {
    /// Sends one request and reads the whole answer.
    fn exchange<'a>(&'a self, endpoint: &'a Endpoint, request: Request) -> Exchanged<'a>;
}

/// The answer to come.
pub(crate) type Exchanged<'a> = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send + 'a>>;

impl Exchange for Transport {
    fn exchange<'a>(&'a self, endpoint: &'a Endpoint, request: Request) -> Exchanged<'a> {
        Box::pin(self.send(endpoint, request))
    }
}

/// Sends requests. The clients are built on first use: reading the system's certificates takes time.
pub(crate) struct Transport {
    user_agent: String,
    timeout: Duration,
    /// For the cloud: certificates of the system, proxies of the environment.
    ordinary: OnceLock<Client>,
    /// For this very machine: no proxy.
    direct: OnceLock<Client>,
    /// For this very machine without TLS: no certificates are read either.
    plain: OnceLock<Client>,
    /// For the metadata service: as `plain`, and soon given up.
    metadata: OnceLock<Client>,
}

impl Transport {
    pub(crate) fn new(user_agent: String, timeout: Duration) -> Self {
        let slot = OnceLock::new;
        Self { user_agent, timeout, ordinary: slot(), direct: slot(), plain: slot(), metadata: slot() }
    }

    async fn send(&self, endpoint: &Endpoint, request: Request) -> Result<Response, Failure> {
        let Request { method, path, query, .. } = &request;
        let url = format!("{}{path}{}{query}", endpoint.url(), if query.is_empty() { "" } else { "?" });
        let client = self.client(endpoint)?;
        let sending = client.request(method.clone(), url).headers(request.headers).body(request.body).send();
        let mut response = sending.await.map_err(|error| failure(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| Failure::Lost(cause(&error)))? {
            if body.len() + chunk.len() > BODY_LIMIT {
                return Err(Failure::TooLong(format!("the answer is longer than {BODY_LIMIT} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        let status = response.status().as_u16();
        Ok(Response { status, headers: std::mem::take(response.headers_mut()), body })
    }

    /// The client for an endpoint.
    fn client(&self, endpoint: &Endpoint) -> Result<&Client, Failure> {
        let (metadata, plain) = (endpoint.is_metadata(), endpoint.is_plain());
        let here = metadata || endpoint.is_loopback();
        let slot = match (metadata, here, plain) {
            (true, ..) => &self.metadata,
            (false, true, true) => &self.plain,
            (false, true, false) => &self.direct,
            (false, false, _) => &self.ordinary,
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let mut builder = self.builder();
        if here {
            builder = builder.no_proxy();
        }
        if here && plain {
            builder = builder.tls_certs_only([]);
        }
        if metadata {
            builder = builder.connect_timeout(METADATA_CONNECT_TIMEOUT).timeout(METADATA_TIMEOUT.min(self.timeout));
        }
        let built = builder.build().map_err(|error| Failure::Setup(cause(&error)))?;
        // Two first calls may both build one; the first to finish is kept.
        Ok(slot.get_or_init(|| built))
    }

    fn builder(&self) -> ClientBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        Client::builder()
            .user_agent(&self.user_agent)
            .default_headers(headers)
            .timeout(self.timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(self.timeout / 2))
            .pool_idle_timeout(IDLE_TIMEOUT)
            .tcp_nodelay(true)
            // Repeating is decided in one place, and each repetition needs a signature of its own.
            .retry(retry::never())
            .redirect(redirect::Policy::none())
    }
}

/// Connecting failed: not sent. Anything later: lost, to be on the safe side.
fn failure(error: &reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(cause(error))
    } else if error.is_timeout() {
        Failure::Lost("no answer in time".to_owned())
    } else {
        Failure::Lost(cause(error))
    }
}

/// The innermost reason: reqwest's own text names the URL, whose query holds passwords.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it took too long".to_owned();
    }
    let mut innermost: Option<&dyn StdError> = error.source();
    while let Some(deeper) = innermost.and_then(StdError::source) {
        innermost = Some(deeper);
    }
    innermost.map_or_else(|| "the HTTP client gave no reason".to_owned(), ToString::to_string)
}
