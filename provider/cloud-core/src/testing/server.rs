//! A server on a socket that answers by script.

#![expect(clippy::disallowed_methods, reason = "the server of tests lives in tasks until the runtime of the test ends")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Between the bytes of [`StubReply::Trickle`]: much shorter than any time limit.
const BETWEEN_BYTES: Duration = Duration::from_millis(5);

/// What the server does with one request.
#[derive(Clone)]
pub enum StubReply {
    /// Sends these bytes and closes the connection.
    Raw(Vec<u8>),
    /// Closes the connection without an answer.
    Drop,
    /// Sends nothing.
    Hang,
    /// Sends these bytes and then, every few milliseconds, one more.
    Trickle(&'static str),
    /// Sends these bytes and then nothing more.
    Stall(Vec<u8>),
}

/// A response with a JSON body.
pub fn json(status: u16, body: &str) -> StubReply {
    with_headers(status, "", body)
}

/// A response with further header lines, each ended by `\r\n`.
pub fn with_headers(status: u16, headers: &str, body: &str) -> StubReply {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Text\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    StubReply::Raw((head + body).into_bytes())
}

/// A listening server. Requests beyond the script are dropped.
pub struct StubServer {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl StubServer {
    /// Starts a server that answers one request after the other by script.
    pub async fn start(script: Vec<StubReply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            let mut script = script.into_iter();
            while let Ok((stream, _)) = listener.accept().await {
                let reply = script.next().unwrap_or(StubReply::Drop);
                tokio::spawn(serve(stream, reply, Arc::clone(&log)));
            }
        });
        Self { url, seen }
    }

    /// The requests so far, head and body.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, reply: StubReply, log: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !is_complete(&bytes) {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return,
        }
    }
    log.lock().unwrap().push(String::from_utf8(bytes).unwrap());
    match reply {
        StubReply::Raw(answer) => {
            // A client that gives up early closes first.
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
        StubReply::Drop => {}
        StubReply::Hang => std::future::pending().await,
        StubReply::Trickle(beginning) => {
            let mut more = stream.write_all(beginning.as_bytes()).await;
            while more.is_ok() {
                sleep(BETWEEN_BYTES).await;
                more = stream.write_all(b" ").await;
            }
        }
        StubReply::Stall(answer) => {
            let _ = stream.write_all(&answer).await;
            std::future::pending().await
        }
    }
}

fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    body.len() >= length.unwrap_or(0)
}
