//! HTTP. The only module that uses reqwest.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::{Client, ClientBuilder, Proxy, redirect, retry};

use crate::endpoint::Endpoint;
use crate::environment::Environment;
use crate::proxy::{ProxyAddress, ProxySettings};

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
    /// The request was not sent, and another attempt would end in the same way: a certificate that is not trusted, a proxy
    /// that refuses the connection.
    Blocked(String),
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
/// use cloud_core::Environment;
///
/// let environment = Environment::of_process(); // for the proxy variables
/// let transport = Transport::new("my-tool/1.0", Duration::from_secs(30), &environment); // reads no file, opens no connection
/// # drop(transport);
/// ```
pub struct Transport {
    user_agent: String,
    timeout: Duration,
    proxies: ProxySettings,
    /// For the cloud through the proxy of the environment.
    through_proxy: OnceLock<Client>,
    /// For the cloud and this machine without a proxy.
    direct: OnceLock<Client>,
    /// For this machine without TLS: no certificates are read either.
    plain: OnceLock<Client>,
    /// For the metadata service: like `plain`, with shorter time limits.
    metadata: OnceLock<Client>,
}

impl Transport {
    /// A transport with a `User-Agent` header and a time limit for each attempt, connecting included.
    /// Requests to other machines go through the proxy that the environment names.
    pub fn new(user_agent: impl Into<String>, timeout: Duration, environment: &Environment) -> Self {
        let slot = OnceLock::new;
        let (user_agent, proxies) = (user_agent.into(), ProxySettings::of(environment));
        Self { user_agent, timeout, proxies, through_proxy: slot(), direct: slot(), plain: slot(), metadata: slot() }
    }

    async fn send_request(&self, endpoint: &Endpoint, request: HttpRequest) -> Result<HttpResponse, TransportFailure> {
        let HttpRequest { method, path, query, .. } = &request;
        let url = format!("{}{path}{}{query}", endpoint.url(), if query.is_empty() { "" } else { "?" });
        let proxy = self.proxy_for(endpoint)?;
        let client = self.client(endpoint, proxy.as_ref())?;
        let sending = client.request(method.clone(), url).headers(request.headers).body(request.body).send();
        let mut response = sending.await.map_err(|error| failure(&error, proxy.as_ref()))?;
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

    /// The proxy for an endpoint. This machine and the metadata service are reached without one.
    fn proxy_for(&self, endpoint: &Endpoint) -> Result<Option<ProxyAddress>, TransportFailure> {
        if endpoint.is_metadata() || endpoint.is_loopback() {
            return Ok(None);
        }
        self.proxies.proxy_for(endpoint.host_name(), endpoint.port()).map_err(TransportFailure::Setup)
    }

    /// The client for an endpoint.
    fn client(&self, endpoint: &Endpoint, proxy: Option<&ProxyAddress>) -> Result<&Client, TransportFailure> {
        let (metadata, plain) = (endpoint.is_metadata(), endpoint.is_plain());
        let slot = match (metadata, proxy, plain) {
            (true, ..) => &self.metadata,
            (false, Some(_), _) => &self.through_proxy,
            (false, None, true) => &self.plain,
            (false, None, false) => &self.direct,
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        // The proxy is chosen here, not by the HTTP client, which reads fewer forms of NO_PROXY and ignores a proxy that is
        // not valid.
        let mut builder = self.builder().no_proxy();
        if let Some(ProxyAddress { url, .. }) = proxy {
            let through = Proxy::all(url.clone()).map_err(|error| TransportFailure::Setup(cause(&error)))?;
            builder = builder.proxy(through);
        } else if plain {
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
fn failure(error: &reqwest::Error, proxy: Option<&ProxyAddress>) -> TransportFailure {
    if error.is_connect() || error.is_builder() {
        not_sent(&cause(error), proxy)
    } else if error.is_timeout() {
        TransportFailure::Lost("no answer in time".to_owned())
    } else {
        TransportFailure::Lost(cause(error))
    }
}

/// A connection that was not established. `cause` is the text of the TLS library, of the tunnel, or of the system.
fn not_sent(cause: &str, proxy: Option<&ProxyAddress>) -> TransportFailure {
    // What rustls reports about a certificate, and about a server that answers without TLS.
    if cause.contains("invalid peer certificate") || cause.contains("InvalidContentType") {
        return TransportFailure::Blocked(cause.to_owned());
    }
    let Some(proxy) = proxy.map(ProxyAddress::shown) else { return TransportFailure::NotSent(cause.to_owned()) };
    match cause.strip_prefix("tunnel error: ") {
        Some("proxy authorization required") => TransportFailure::Blocked(format!(
            "the proxy {proxy} requires a user name and a password, or rejects those it was given (HTTP 407)"
        )),
        Some("unsuccessful") => {
            TransportFailure::Blocked(format!("the proxy {proxy} refused the connection to this host"))
        }
        _ => TransportFailure::NotSent(format!("{cause}, through the proxy {proxy}")),
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
