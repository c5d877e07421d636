//! The DevTools protocol over pipes: JSON messages with a zero byte behind each.

use std::io;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::time::timeout;

use crate::BrowserError;

/// How long a call may take; the first one waits for the browser's start.
const LIMIT: Duration = Duration::from_secs(60);

/// A conversation with a browser. It is read while a call waits for its answer; events on the way are kept.
pub(crate) struct DevTools {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: u64,
    events: Vec<Json>,
}

impl DevTools {
    pub(crate) fn new(to: ChildStdin, from: ChildStdout) -> Self {
        Self { to, from: BufReader::new(from), last: 0, events: Vec::new() }
    }

    /// Calls a method, of the browser or of a session.
    pub(crate) async fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: Json,
    ) -> Result<Json, BrowserError> {
        let answer = timeout(LIMIT, self.send(session, method, parameters)).await;
        let silent = |_| BrowserError::Silent { method: method.to_owned(), limit: LIMIT };
        let mut answer =
            answer.map_err(silent)?.map_err(|source| BrowserError::Pipe { method: method.to_owned(), source })?;
        if answer.get("error").is_some() {
            return Err(BrowserError::Refused { method: method.to_owned(), answer: answer.to_string() });
        }
        Ok(answer["result"].take())
    }

    /// All events so far.
    pub(crate) fn events(&self) -> &[Json] {
        &self.events
    }

    /// Sends one message and waits for its answer.
    async fn send(&mut self, session: Option<&str>, method: &str, parameters: Json) -> io::Result<Json> {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).await?;
        self.to.flush().await?;
        loop {
            let message = self.next().await?;
            if message["id"] == self.last {
                return Ok(message);
            }
            self.events.push(message);
        }
    }

    async fn next(&mut self) -> io::Result<Json> {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).await?;
        match bytes.pop() {
            Some(0) => Ok(serde_json::from_slice(&bytes)?),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
