//! A server that answers by script, and a client for it.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "shared by several test programs")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use alibaba::{Cloud, Config};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Between the bytes of a trickle: far less than any limit.
const BETWEEN: Duration = Duration::from_millis(5);

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Raw(Vec<u8>),
    /// Closes without a word.
    Drop,
    /// Stays silent.
    Hang,
    /// Sends these bytes and then, every few milliseconds, one more.
    Trickle(&'static str),
    /// Sends these bytes and falls silent.
    Stall(Vec<u8>),
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    headed(status, "", body)
}

/// The same with further header lines, each ended by `\r\n`.
pub(crate) fn headed(status: u16, headers: &str, body: &str) -> Reply {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Text\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    Reply::Raw((head + body).into_bytes())
}

/// A listening server. Requests beyond the script are dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(script: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            let mut script = script.into_iter();
            while let Ok((stream, _)) = listener.accept().await {
                let reply = script.next().unwrap_or(Reply::Drop);
                tokio::spawn(serve(stream, reply, Arc::clone(&log)));
            }
        });
        Self { url, seen }
    }

    /// The requests so far, head and body.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, reply: Reply, log: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&bytes) {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return,
        }
    }
    log.lock().unwrap().push(String::from_utf8(bytes).unwrap());
    match reply {
        Reply::Raw(answer) => {
            // A client that gives up early closes first.
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
        Reply::Drop => {}
        Reply::Hang => std::future::pending().await,
        Reply::Trickle(beginning) => {
            let mut more = stream.write_all(beginning.as_bytes()).await;
            while more.is_ok() {
                sleep(BETWEEN).await;
                more = stream.write_all(b" ").await;
            }
        }
        Reply::Stall(answer) => {
            let _ = stream.write_all(&answer).await;
            std::future::pending().await
        }
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    body.len() >= length.unwrap_or(0)
}

/// Settings for a server: keys given, all services at its address, no retries.
pub(crate) fn config(url: &str) -> Config {
    let mut config = Config { max_retries: 0, user_agent: "tests/1.0".to_owned(), ..Config::new("cn-hangzhou") };
    config.credentials.access_key_id = Some("testid".to_owned());
    config.credentials.access_key_secret = Some("canary-secret".into());
    config.endpoints.dts = Some(url.to_owned());
    config.endpoints.ram = Some(url.to_owned());
    config.endpoints.sts = Some(url.to_owned());
    config
}

pub(crate) fn cloud(url: &str) -> Cloud {
    Cloud::new(config(url)).unwrap()
}
