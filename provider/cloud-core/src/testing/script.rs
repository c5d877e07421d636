//! For tests: answers by script instead of by network, and a clock and nonces by hand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::cloud::Cloud;
use crate::config::Config;
use crate::endpoint::Endpoint;
use crate::stamps::Stamps;
use crate::transport::{Exchange, Exchanged, Failure, Request, Response};

/// What happens to one request.
pub(crate) enum Step {
    Answer(u16, &'static [(&'static str, &'static str)], String),
    Fail(Failure),
    Hang,
}

/// An answer without headers of interest.
pub(crate) fn answer(status: u16, body: &str) -> Step {
    Step::Answer(status, &[], body.to_owned())
}

/// A gateway error.
pub(crate) fn refusal(status: u16, code: &str) -> Step {
    answer(status, &format!(r#"{{"RequestId":"R-{code}","Code":"{code}","Message":"no"}}"#))
}

pub(crate) fn lost() -> Step {
    Step::Fail(Failure::Lost("connection closed".to_owned()))
}

pub(crate) fn not_sent() -> Step {
    Step::Fail(Failure::NotSent("connection refused".to_owned()))
}

/// A request as it would have been sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: Instant,
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Clone, Default)]
pub(crate) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    /// Chooses a step by the request, where the order of requests is open.
    by_request: Option<Arc<dyn Fn(&Sent) -> Step + Send + Sync>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Script {
    pub(crate) fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: Arc::new(Mutex::new(steps.into_iter().collect())), ..Self::default() }
    }

    pub(crate) fn by_request(choose: impl Fn(&Sent) -> Step + Send + Sync + 'static) -> Self {
        Self { by_request: Some(Arc::new(choose)), ..Self::default() }
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn cloud(&self, config: Config) -> Cloud {
        Cloud::over(Box::new(self.clone()), config).unwrap()
    }
}

impl Exchange for Script {
    fn exchange<'a>(&'a self, endpoint: &'a Endpoint, request: Request) -> Exchanged<'a> {
        let Request { method, path, query, headers, body } = request;
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
                    Ok(Response { status, headers: map(headers), body: body.into() })
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

/// A clock that stands still until moved, and nonces that count.
pub(crate) struct HandStamps {
    now: Mutex<Timestamp>,
    nonces: Mutex<u32>,
}

impl HandStamps {
    pub(crate) fn at(text: &str) -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(text.parse().unwrap()), nonces: Mutex::new(0) })
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Stamps for HandStamps {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn nonce(&self) -> String {
        let mut nonces = self.nonces.lock().unwrap();
        *nonces += 1;
        format!("nonce-{nonces}")
    }
}

/// A configuration with keys.
pub(crate) fn config() -> Config {
    let mut config = Config::new("cn-hangzhou");
    config.credentials.access_key_id = Some("testid".to_owned());
    config.credentials.access_key_secret = Some("testsecret".into());
    config.stamps = HandStamps::at("2024-06-01T08:30:00Z");
    config
}
