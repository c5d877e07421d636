//! HTTP. The only module that uses reqwest.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::{Client, ClientBuilder, redirect, retry};

use crate::endpoint::Endpoint;

/// Longer bodies are refused.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The metadata service is in the instance's own network: it answers quickly, or this is not an instance.
const METADATA_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const METADATA_TIMEOUT: Duration = Duration::from_secs(3);
/// Shorter than the gateways keep idle connections, so that a call rarely uses one that has just been closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// A request, ready to be sent.
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Starts with a slash; percent-encoded.
    pub path: String,
    /// Percent-encoded query without the question mark.
    pub query: String,
    /// Headers. Values that must not be logged are marked sensitive.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

/// A response.
pub struct HttpResponse {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The complete body, at most 8 MiB.
    pub body: Vec<u8>,
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// The HTTP client could not be created.
    Setup(String),
    /// The request was not sent.
    NotSent(String),
    /// The request was sent, or may have been sent.
    Lost(String),
    /// A response came that is longer than the limit.
    TooLong(String),
}

/// Sends a request to an endpoint and returns the response.
pub trait HttpClient: Send + Sync {
    /// Sends one request and reads the complete response.
    fn send<'a>(&'a self, endpoint: &'a Endpoint, request: HttpRequest) -> Sending<'a>;
}

/// The response of [`HttpClient::send`].
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportFailure>> + Send + 'a>>;

impl HttpClient for Transport {
    fn send<'a>(&'a self, endpoint: &'a Endpoint, request: HttpRequest) -> Sending<'a> {
        Box::pin(self.send_request(endpoint, request))
    }
}

/// The HTTP client of the process: connections are kept, redirects are not followed, nothing is repeated.
///
/// Its clients are created on first use, because reading the system's certificates takes time.
///
/// ```
/// use std::time::Duration;
///
/// use cloud_core::Transport;
///
/// let transport = Transport::new("my-tool/1.0", Duration::from_secs(30)); // reads no file, opens no connection
/// # drop(transport);
/// ```
pub struct Transport {
    user_agent: String,
    timeout: Duration,
    /// For the cloud: certificates of the system, proxies of the environment.
    ordinary: OnceLock<Client>,
    /// For this machine: no proxy.
    direct: OnceLock<Client>,
    /// For this machine without TLS: no certificates are read either.
    plain: OnceLock<Client>,
    /// For the metadata service: like `plain`, with shorter time limits.
    metadata: OnceLock<Client>,
}

impl Transport {
    /// A transport with a `User-Agent` header and a time limit for each attempt, connecting included.
    pub fn new(user_agent: impl Into<String>, timeout: Duration) -> Self {
        let slot = OnceLock::new;
        let user_agent = user_agent.into();
        Self { user_agent, timeout, ordinary: slot(), direct: slot(), plain: slot(), metadata: slot() }
    }

    async fn send_request(&self, endpoint: &Endpoint, request: HttpRequest) -> Result<HttpResponse, TransportFailure> {
        let HttpRequest { method, path, query, .. } = &request;
        let url = format!("{}{path}{}{query}", endpoint.url(), if query.is_empty() { "" } else { "?" });
        let client = self.client(endpoint)?;
        let sending = client.request(method.clone(), url).headers(request.headers).body(request.body).send();
        let mut response = sending.await.map_err(|error| failure(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| TransportFailure::Lost(cause(&error)))? {
            if body.len() + chunk.len() > BODY_LIMIT {
                return Err(TransportFailure::TooLong(format!("the answer is longer than {BODY_LIMIT} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        let status = response.status().as_u16();
        Ok(HttpResponse { status, headers: std::mem::take(response.headers_mut()), body })
    }

    /// The client for an endpoint.
    fn client(&self, endpoint: &Endpoint) -> Result<&Client, TransportFailure> {
        let (metadata, plain) = (endpoint.is_metadata(), endpoint.is_plain());
        let without_proxy = metadata || endpoint.is_loopback();
        let slot = match (metadata, without_proxy, plain) {
            (true, ..) => &self.metadata,
            (false, true, true) => &self.plain,
            (false, true, false) => &self.direct,
            (false, false, _) => &self.ordinary,
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let mut builder = self.builder();
        if without_proxy {
            builder = builder.no_proxy();
        }
        if without_proxy && plain {
            builder = builder.tls_certs_only([]);
        }
        if metadata {
            builder = builder.connect_timeout(METADATA_CONNECT_TIMEOUT).timeout(METADATA_TIMEOUT.min(self.timeout));
        }
        let built = builder.build().map_err(|error| TransportFailure::Setup(cause(&error)))?;
        // Two first calls may both create one; the first to finish is kept.
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
            // The call loop decides about repetitions, and each of them needs a signature with a new date and nonce.
            .retry(retry::never())
            .redirect(redirect::Policy::none())
    }
}

/// A failure to connect: not sent. Anything later counts as lost, since the request may have been sent.
fn failure(error: &reqwest::Error) -> TransportFailure {
    if error.is_connect() || error.is_builder() {
        TransportFailure::NotSent(cause(error))
    } else if error.is_timeout() {
        TransportFailure::Lost("no answer in time".to_owned())
    } else {
        TransportFailure::Lost(cause(error))
    }
}

/// The innermost reason: reqwest's own text names the URL, whose query contains passwords.
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
