//! TC3-HMAC-SHA256, the signature of Tencent Cloud's API 3.0.

use std::collections::BTreeMap;
use std::fmt;

use cloud_core::{Secret, hex, hmac_sha256, sha256_hex};
use jiff::Timestamp;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// The last part of the scope of a key.
const TERMINATION: &str = "tc3_request";
/// Every action has this path.
const PATH: &str = "/";

/// What to sign.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// HTTP method in capitals.
    pub method: &'a str,
    /// The query as it is sent; empty for POST.
    pub query: &'a str,
    /// Headers to sign, names in any case and order; must contain `content-type` and `host`.
    pub headers: &'a [(&'a str, &'a str)],
    /// Lower-case hexadecimal SHA-256 of the body.
    pub body_sha256: &'a str,
    /// Name of the service in the scope of the key: `cam`, `sts` or `dts`.
    pub service: &'a str,
    /// Time of the signature, which `X-TC-Timestamp` repeats.
    pub time: Timestamp,
    /// Key ID.
    pub secret_id: &'a str,
    /// Key.
    pub secret_key: &'a Secret,
}

/// The three stages of a signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// Stage one. Contains the query, so never log it.
    pub canonical_request: String,
    /// Stage two: the algorithm, the time, the scope of the key and the hash of stage one.
    pub string_to_sign: String,
    /// Stage three: value of the `Authorization` header.
    pub authorization: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("string_to_sign", &self.string_to_sign).finish_non_exhaustive()
    }
}

/// Signs a request.
pub fn sign(input: &Input<'_>) -> Signed {
    let Input { method, query, body_sha256, service, secret_id, .. } = input;
    let headers = canonical_headers(input.headers);
    let names = headers.keys().map(String::as_str).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical_request = format!("{method}\n{PATH}\n{query}\n{lines}\n{names}\n{body_sha256}");
    let date = input.time.strftime("%Y-%m-%d").to_string();
    let scope = format!("{date}/{service}/{TERMINATION}");
    let hash = sha256_hex(canonical_request.as_bytes());
    let string_to_sign = format!("{ALGORITHM}\n{}\n{scope}\n{hash}", input.time.as_second());
    let signature = hex(&hmac_sha256(&signing_key(input.secret_key, &date, service), &string_to_sign));
    let authorization =
        format!("{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={names}, Signature={signature}");
    Signed { canonical_request, string_to_sign, authorization }
}

/// Lower-case names and lower-case, trimmed values.
fn canonical_headers(headers: &[(&str, &str)]) -> BTreeMap<String, String> {
    headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_lowercase())).collect()
}

/// The key for one day and one service.
fn signing_key(secret_key: &Secret, date: &str, service: &str) -> Vec<u8> {
    let secret = Secret::from(format!("TC3{}", secret_key.expose()));
    let of_date = hmac_sha256(secret.expose().as_bytes(), date);
    hmac_sha256(&hmac_sha256(&of_date, service), TERMINATION)
}

#[cfg(test)]
mod tests;
