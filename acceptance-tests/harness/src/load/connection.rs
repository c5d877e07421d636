//! One connection that stays open, with one call at a time.

use std::io;

use serde_json::Value as Json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// Bytes that were read and do not belong to an answer yet.
    read: Vec<u8>,
}

/// Status and body of an answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as it was received.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the call succeeded. Errors have two forms, and both are checked.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        let refused = |part: &[u8]| self.body.windows(part.len()).any(|window| window == part);
        self.status == 200 && !refused(b"\"Success\":false") && !refused(b"\"Success\":\"false\"")
    }

    /// The body.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Connection {
    /// Connects to a host and port.
    ///
    /// # Errors
    /// When no server listens there.
    pub async fn open(host: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// When the connection ends before the answer does.
    pub async fn call(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        loop {
            if let Some((status, begin, end)) = complete_response(&self.read)? {
                let body = self.read[begin..end].to_vec();
                self.read.drain(..end);
                return Ok(Answer { status, body });
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Status, start and end of the body, once the complete body was read.
fn complete_response(read: &[u8]) -> io::Result<Option<(u16, usize, usize)>> {
    let odd = || io::Error::from(io::ErrorKind::InvalidData);
    let Some(head) = read.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = str::from_utf8(&read[..head]).map_err(|_| odd())?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|word| word.parse().ok());
    let length =
        lines.filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: Option<usize> = length.and_then(|(_, value)| value.trim().parse().ok());
    let (status, end) = status.zip(length).map(|(status, length)| (status, head + 4 + length)).ok_or_else(odd)?;
    Ok((read.len() >= end).then_some((status, head + 4, end)))
}

#[cfg(test)]
mod tests {
    use super::{Answer, complete_response};

    #[test]
    fn an_answer_is_complete_when_its_body_was_read() {
        let text = b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nabcHTTP";
        assert_eq!(complete_response(text).unwrap(), Some((404, 45, 48)));
        assert_eq!(&text[45..48], b"abc");
        assert_eq!((complete_response(&text[..47]).unwrap(), complete_response(&text[..20]).unwrap()), (None, None));
        assert!(complete_response(b"nonsense\r\n\r\n").is_err());
    }

    #[test]
    fn both_forms_of_errors_are_seen() {
        let answer = |status, body: &str| Answer { status, body: body.as_bytes().to_vec() }.is_ok();
        assert!(answer(200, r#"{"Success":true}"#) && answer(200, "{}"));
        assert!(
            !answer(400, "{}") && !answer(200, r#"{"a":1,"Success":false}"#) && !answer(200, r#"{"Success":"false"}"#)
        );
    }
}
