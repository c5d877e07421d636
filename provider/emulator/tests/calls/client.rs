//! A small client with separate signature code.

use std::net::SocketAddr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    Ram,
    Sts,
    Dts,
}

impl Api {
    fn version(self) -> &'static str {
        match self {
            Self::Ram => "2015-05-01",
            Self::Sts => "2015-04-01",
            Self::Dts => "2020-01-01",
        }
    }
}

/// A caller with a key.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    pub(crate) key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The error code in either form, or `OK`.
    pub(crate) fn code(&self) -> &str {
        let success = &self.body["Success"];
        if self.status == 200 && *success != false && *success != "false" {
            return "OK";
        }
        self.body["ErrCode"].as_str().or(self.body["Code"].as_str()).unwrap_or("no code")
    }

    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.code(), "OK", "{}", self.body);
        self.body
    }

    /// The complete message of the error: the text of `DynamicMessage` is filled in.
    pub(crate) fn message(&self) -> String {
        let message = self.body["Message"].as_str().or(self.body["ErrMessage"].as_str()).unwrap();
        message.replace("%s", self.body["DynamicMessage"].as_str().unwrap_or("%s"))
    }

    /// Checks that DTS refused the value of a parameter and named it.
    pub(crate) fn refused_parameter(&self, name: &str) {
        self.refused("InvalidParameter", &format!("Input Parameter {name} is not valid"));
    }

    /// Checks the code of a refusal, and that its message contains a text.
    pub(crate) fn refused(&self, code: &str, part: &str) {
        assert_eq!(self.code(), code, "{}", self.body);
        let message = self.message();
        assert!(message.contains(part), "{message}");
        assert!(self.body["RequestId"].as_str().is_some_and(|id| id.len() == 36));
    }
}

/// A request before it is sent; tests change it.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

pub(crate) fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn date(offset: SignedDuration) -> String {
    (Timestamp::now() + offset).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Client {
    pub(crate) async fn call(&self, api: Api, action: &str, parameters: &[(&str, &str)]) -> Answer {
        self.send(self.request(api, action, parameters)).await.unwrap()
    }

    pub(crate) async fn ram(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        self.call(Api::Ram, action, parameters).await
    }

    pub(crate) async fn sts(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        self.call(Api::Sts, action, parameters).await
    }

    pub(crate) async fn dts(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        self.call(Api::Dts, action, parameters).await
    }

    pub(crate) fn request(&self, api: Api, action: &str, parameters: &[(&str, &str)]) -> Request {
        let nonce = format!("{:032x}", fastrand::u128(..));
        self.request_at(api, action, parameters, &date(SignedDuration::ZERO), &nonce)
    }

    /// A signed ACS3 request with `DbList` and `Reserve` in the body.
    pub(crate) fn request_at(
        &self,
        api: Api,
        action: &str,
        parameters: &[(&str, &str)],
        date: &str,
        nonce: &str,
    ) -> Request {
        let in_body = |name: &&str| ["DbList", "Reserve"].contains(name);
        let join = |body: bool| {
            let mut pairs: Vec<String> = parameters
                .iter()
                .filter(|(name, _)| in_body(name) == body)
                .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
                .collect();
            pairs.sort();
            pairs.join("&")
        };
        let (query, body) = (join(false), join(true));
        let body_hash = hex(&Sha256::digest(body.as_bytes()));
        let mut headers = vec![
            ("host".to_owned(), self.address.to_string()),
            ("x-acs-action".to_owned(), action.to_owned()),
            ("x-acs-content-sha256".to_owned(), body_hash.clone()),
            ("x-acs-date".to_owned(), date.to_owned()),
            ("x-acs-signature-nonce".to_owned(), nonce.to_owned()),
            ("x-acs-version".to_owned(), api.version().to_owned()),
        ];
        headers.extend(self.token.iter().map(|token| ("x-acs-security-token".to_owned(), token.clone())));
        if !body.is_empty() {
            headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        }
        headers.sort();
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let canonical = format!("POST\n/\n{query}\n{lines}\n{names}\n{body_hash}");
        let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(to_sign.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}", self.key_id);
        headers.push(("Authorization".to_owned(), authorization));
        // A space in the query is sent as a plus, as the Python SDK writes it.
        Request { method: "POST".to_owned(), query: query.replace("%20", "+"), headers, body }
    }

    pub(crate) async fn send(&self, request: Request) -> std::io::Result<Answer> {
        send_http(self.address, &request.method, &format!("/?{}", request.query), &request.headers, &request.body).await
    }
}

/// One HTTP request and its response, on a separate connection.
pub(crate) async fn send_http(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(String, String)],
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let text =
        format!("{method} {target} HTTP/1.1\r\n{lines}connection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
    Ok(Answer { status, body: serde_json::from_str(body).unwrap_or(Value::Null) })
}
