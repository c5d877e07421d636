//! ACS3-HMAC-SHA256, the signature of Alibaba Cloud's current SDKs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use cloud_core::sha256_hex;
use cloud_core::{Secret, hex, hmac_sha256};

use super::percent_encode;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// What to sign.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// HTTP method in capitals.
    pub method: &'a str,
    /// Path, `/` for RPC-style services.
    pub path: &'a str,
    /// The query as [`canonical_query`] returns it.
    pub query: &'a str,
    /// Headers to sign, names in any case and order; must contain `host`, `x-acs-date`, `x-acs-signature-nonce`,
    /// `x-acs-action`, `x-acs-version` and `x-acs-content-sha256`. Several values of one name are joined.
    pub headers: &'a [(&'a str, &'a str)],
    /// Lower-case hexadecimal SHA-256 of the body.
    pub body_sha256: &'a str,
    /// Access key id.
    pub access_key_id: &'a str,
    /// Access key secret.
    pub access_key_secret: &'a Secret,
}

/// The three stages of a signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// Stage one. Holds the query, so never log it.
    pub canonical_request: String,
    /// Stage two: the algorithm and the hash of stage one.
    pub string_to_sign: String,
    /// Stage three: value of the `Authorization` header.
    pub authorization: String,
}

impl std::fmt::Debug for Signed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signed").field("string_to_sign", &self.string_to_sign).finish_non_exhaustive()
    }
}

/// Signs a request.
pub fn sign(input: &Input<'_>) -> Signed {
    let headers = canonical_headers(input.headers);
    let names = headers.keys().cloned().collect::<Vec<_>>().join(";");
    let mut lines = String::new();
    for (name, value) in &headers {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{name}:{value}");
    }
    let Input { method, path, query, body_sha256, access_key_id, .. } = input;
    let canonical_request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body_sha256}");
    let string_to_sign = format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()));
    let signature = hex(&hmac_sha256(input.access_key_secret.expose().as_bytes(), &string_to_sign));
    let authorization = format!("{ALGORITHM} Credential={access_key_id},SignedHeaders={names},Signature={signature}");
    Signed { canonical_request, string_to_sign, authorization }
}

/// The query as it is signed and as it is sent: sorted by name, both sides encoded.
pub fn canonical_query(pairs: &[(&str, &str)]) -> String {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let encoded = sorted.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)));
    encoded.collect::<Vec<_>>().join("&")
}

/// Lower-case names, trimmed values, several values of one name sorted and joined by commas.
fn canonical_headers(headers: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut values: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, value) in headers {
        values.entry(name.to_ascii_lowercase()).or_default().push(value.trim());
    }
    let join = |(name, mut values): (String, Vec<&str>)| {
        values.sort_unstable();
        (name, values.join(","))
    };
    values.into_iter().map(join).collect()
}

#[cfg(test)]
mod tests;
