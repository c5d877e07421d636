//! Requests signed with ACS3-HMAC-SHA256, as the bytes that go over the wire.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::profiles::Key;

/// One of the three services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// RAM 2015-05-01.
    Ram,
    /// STS 2015-04-01.
    Sts,
    /// DTS 2020-01-01.
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

/// Signs with a key for one address.
#[derive(Clone, Debug)]
pub struct Signer {
    key: Key,
    host: String,
}

impl Signer {
    /// For a host and port.
    #[must_use]
    pub fn new(key: Key, host: &str) -> Self {
        Self { key, host: host.to_owned() }
    }

    /// A complete request, with all parameters in the query.
    #[must_use]
    pub fn request(&self, api: Api, action: &str, parameters: &[(&str, &str)]) -> Vec<u8> {
        let mut pairs: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
        pairs.sort();
        let query = pairs.join("&");
        let nonce = format!("{:032x}", fastrand::u128(..));
        let date = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let empty = hex(&Sha256::digest(b""));
        let headers = format!(
            "host:{}\nx-acs-action:{action}\nx-acs-content-sha256:{empty}\nx-acs-date:{date}\nx-acs-signature-nonce:{nonce}\n\
             x-acs-version:{}\n",
            self.host,
            api.version()
        );
        let names = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
        let canonical = format!("POST\n/\n{query}\n{headers}\n{names}\n{empty}");
        let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let signature = hex(&self.mac(&to_sign));
        let lines = headers.replace('\n', "\r\n");
        let key = self.key.id;
        format!(
            "POST /?{query} HTTP/1.1\r\n{lines}authorization:ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},\
             Signature={signature}\r\ncontent-length:0\r\n\r\n"
        )
        .into_bytes()
    }

    fn mac(&self, text: &str) -> Vec<u8> {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.secret.as_bytes()) else { return Vec::new() };
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        // Writing to a text cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
