//! Answers from a script instead of a network.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio::time::Instant;

use crate::endpoint::Endpoint;
use crate::transport::{HttpClient, HttpRequest, HttpResponse, Sending, TransportFailure};

/// What happens to one request.
pub enum Step {
    /// Status, headers and body of a response.
    Answer(u16, &'static [(&'static str, &'static str)], String),
    /// There is no response.
    Fail(TransportFailure),
    /// There is no end.
    Hang,
}

/// A response without headers.
pub fn answer(status: u16, body: &str) -> Step {
    Step::Answer(status, &[], body.to_owned())
}

/// The request is sent and its response is lost.
pub fn lost() -> Step {
    Step::Fail(TransportFailure::Lost("connection closed".to_owned()))
}

/// The request is not sent.
pub fn not_sent() -> Step {
    Step::Fail(TransportFailure::NotSent("connection refused".to_owned()))
}

/// A request as it would have been sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When.
    pub at: Instant,
    /// Method.
    pub method: Method,
    /// Endpoint.
    pub url: String,
    /// Path.
    pub path: String,
    /// Query.
    pub query: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: String,
}

impl Sent {
    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

type Choose = dyn Fn(&Sent) -> Step + Send + Sync;

/// An HTTP client that answers by script and records the requests.
#[derive(Clone, Default)]
pub struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    /// Chooses a step by the request, where the order of the requests is open.
    by_request: Option<Arc<Choose>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Script {
    /// One step for each request, in order.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: Arc::new(Mutex::new(steps.into_iter().collect())), ..Self::default() }
    }

    /// A step for any request.
    pub fn by_request(choose: impl Fn(&Sent) -> Step + Send + Sync + 'static) -> Self {
        Self { by_request: Some(Arc::new(choose)), ..Self::default() }
    }

    /// The requests so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

impl HttpClient for Script {
    fn send<'a>(&'a self, endpoint: &'a Endpoint, request: HttpRequest) -> Sending<'a> {
        let HttpRequest { method, path, query, headers, body } = request;
        let (at, url, body) = (Instant::now(), endpoint.url(), String::from_utf8(body).unwrap());
        let sent = Sent { at, method, url, path, query, headers, body };
        let step = match &self.by_request {
            Some(choose) => choose(&sent),
            None => self.steps.lock().unwrap().pop_front().expect("the script has no step for this request"),
        };
        self.sent.lock().unwrap().push(sent);
        Box::pin(async move {
            match step {
                Step::Answer(status, headers, body) => {
                    Ok(HttpResponse { status, headers: map(headers), body: body.into() })
                }
                Step::Fail(failure) => Err(failure),
                Step::Hang => std::future::pending().await,
            }
        })
    }
}

fn map(headers: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair =
        |(name, value): &(&'static str, &'static str)| (HeaderName::from_static(name), HeaderValue::from_static(value));
    headers.iter().map(pair).collect()
}
