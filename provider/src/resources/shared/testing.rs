//! For tests: a cloud whose answers a test decides.

#![expect(clippy::disallowed_methods, reason = "the server of tests lives in tasks until the runtime of the test ends")]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use alibaba::{Cloud, Config, CredentialsConfig, EndpointOverrides, Secret};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

use super::Session;

/// What happens to one call.
pub(crate) enum Reply {
    /// An answer with this status and body.
    Answer(u16, Json),
    /// The connection is closed without an answer.
    Drop,
    /// There is never an answer.
    Hang,
}

impl Reply {
    /// A success. The fields are added to those that every answer has.
    pub(crate) fn ok(fields: Json) -> Self {
        let mut body = json!({"RequestId": "R-1", "Success": "true", "HttpStatusCode": 200});
        if let (Some(body), Json::Object(fields)) = (body.as_object_mut(), fields) {
            body.extend(fields);
        }
        Self::Answer(200, body)
    }

    /// A rejection by the gateway.
    pub(crate) fn rejected(status: u16, code: &str) -> Self {
        Self::Answer(status, json!({"RequestId": "R-1", "Code": code, "Message": "no"}))
    }
}

type Answers = dyn Fn(&str, usize) -> Reply + Send + Sync;

/// A server on a loopback port, and a client for it.
pub(crate) struct StubCloud {
    cloud: Cloud,
    cancel: CancellationToken,
    calls: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl StubCloud {
    /// Starts the server. `answers` gets the action and how often it was called before.
    pub(crate) async fn start(answers: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(BTreeMap::new()));
        let (answers, counted): (Arc<Answers>, _) = (Arc::new(answers), Arc::clone(&calls));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answers), Arc::clone(&counted)));
            }
        });
        let config = Config {
            credentials: CredentialsConfig {
                access_key_id: Some("LTAI5tStubCloud".to_owned()),
                access_key_secret: Some(Secret::from("stub")),
                ..CredentialsConfig::default()
            },
            endpoints: EndpointOverrides { dts: Some(url.clone()), ram: Some(url.clone()), sts: Some(url) },
            max_retries: 0,
            ..Config::new("cn-hangzhou")
        };
        Self { cloud: Cloud::new(config).unwrap(), cancel: CancellationToken::new(), calls }
    }

    /// A session that ends after this time.
    pub(crate) fn session(&self, limit: Duration) -> Session<'_> {
        Session::new(&self.cloud, &self.cancel, limit)
    }

    /// As the user interrupts Terraform.
    pub(crate) fn interrupt(&self) {
        self.cancel.cancel();
    }

    /// How often an action was called.
    pub(crate) fn count(&self, action: &str) -> usize {
        self.calls.lock().unwrap().get(action).copied().unwrap_or_default()
    }
}

/// Answers the one request of a connection.
async fn serve(mut stream: TcpStream, answers: Arc<Answers>, calls: Arc<Mutex<BTreeMap<String, usize>>>) {
    let Some(action) = request(&mut stream).await else { return };
    let before = {
        let mut calls = calls.lock().unwrap();
        let count = calls.entry(action.clone()).or_default();
        *count += 1;
        *count - 1
    };
    match answers(&action, before) {
        Reply::Drop => {}
        Reply::Hang => std::future::pending().await,
        Reply::Answer(status, body) => {
            let body = body.to_string();
            let head = format!(
                "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes()).await;
        }
    }
}

/// Reads a request to its end; its action.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut received = Vec::new();
    loop {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&received).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if body.len() >= length {
            return header("x-acs-action");
        }
    }
}
