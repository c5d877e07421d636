//! TC3-HMAC-SHA256, in its three stages: canonical request, string to sign, signature.

use crate::core::hash::{hex, hmac_sha256, sha256_hex};
use crate::core::http::Incoming;
use crate::core::secret::Secret;

pub(super) const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The last part of the scope of a credential.
pub(super) const SCOPE_END: &str = "tc3_request";

/// The value of `X-TC-Content-SHA256` with which the body is not signed.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Stage one: the request in its canonical form, with the headers that the client names as signed. The path is always
/// `/`, and names and values of headers are in lower case.
pub(super) fn canonical_request(request: &Incoming, signed_headers: &[String]) -> String {
    let mut names = signed_headers.to_vec();
    names.sort();
    let header = |name: &String| {
        let value = request.headers.canonical(name).unwrap_or_default().to_lowercase();
        format!("{name}:{value}\n")
    };
    let headers: String = names.iter().map(header).collect();
    let (query, payload): (&str, &[u8]) = match request.method.as_str() {
        "GET" => (&request.raw_query, &[]),
        _ => ("", &request.body),
    };
    let payload = match request.headers.get("x-tc-content-sha256") {
        Some(UNSIGNED) => sha256_hex(UNSIGNED.as_bytes()),
        _ => sha256_hex(payload),
    };
    [&request.method, "/", query, &headers, &names.join(";"), &payload].join("\n")
}

/// Stage two: algorithm, time, scope, and the hash of the canonical request.
pub(super) fn string_to_sign(canonical_request: &str, timestamp: &str, date: &str, service: &str) -> String {
    let hash = sha256_hex(canonical_request.as_bytes());
    format!("{ALGORITHM}\n{timestamp}\n{date}/{service}/{SCOPE_END}\n{hash}")
}

/// Stage three.
pub(super) fn signature(string_to_sign: &str, secret: &Secret, date: &str, service: &str) -> String {
    let of_date = hmac_sha256(format!("TC3{}", secret.expose()).as_bytes(), date);
    let signing = hmac_sha256(&hmac_sha256(&of_date, service), SCOPE_END);
    hex(&hmac_sha256(&signing, string_to_sign))
}
