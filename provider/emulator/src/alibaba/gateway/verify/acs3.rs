//! ACS3-HMAC-SHA256, in its three stages: canonical request, string to sign, signature.

use crate::alibaba::gateway::answer::Refusal;
use crate::core::hash::{hmac_sha256_hex, sha256_hex};
use crate::core::http::{Incoming, percent_encode};
use crate::core::secret::Secret;

use super::claim::{Claim, SchemeClaim, date, mismatch};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A signature that leaves one of these out would not protect the request.
const ALWAYS_SIGNED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];

pub(crate) fn read(request: &Incoming) -> Result<Claim, Refusal> {
    let incomplete = |what: String| Refusal::gateway(400, "IncompleteSignature", what);
    let authorization = request.headers.get("authorization").unwrap_or_default();
    let parts = authorization.strip_prefix(ALGORITHM).unwrap_or_default();
    let part = |name: &str| {
        let found = parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        found.map(str::to_owned).ok_or_else(|| incomplete(format!("The Authorization header has no {name}.")))
    };
    let signed_headers: Vec<String> = part("SignedHeaders")?.split(';').map(str::to_owned).collect();
    let mut must = ALWAYS_SIGNED.to_vec();
    if request.headers.get("x-acs-security-token").is_some() {
        must.push("x-acs-security-token");
    }
    // The content type decides whether the body is read as parameters.
    if !request.body.is_empty() && request.headers.get("content-type").is_some() {
        must.push("content-type");
    }
    if let Some(absent) = must.iter().find(|name| !signed_headers.iter().any(|signed| signed == **name)) {
        return Err(incomplete(format!("The header {absent} is not among the signed headers.")));
    }
    if let Some(absent) = signed_headers.iter().find(|name| request.headers.get(name).is_none()) {
        return Err(incomplete(format!("The signed header {absent} was not sent.")));
    }
    Ok(Claim {
        key_id: part("Credential")?,
        signature: part("Signature")?,
        at: date(request.headers.get("x-acs-date").unwrap_or_default())?,
        nonce: request.headers.get("x-acs-signature-nonce").unwrap_or_default().to_owned(),
        token: request.headers.get("x-acs-security-token").map(Secret::new),
        scheme: SchemeClaim::Acs3 { signed_headers },
    })
}

pub(crate) fn check(
    request: &Incoming,
    signed_headers: &[String],
    signature: &str,
    secret: &Secret,
) -> Result<(), Refusal> {
    if request.headers.get("x-acs-content-sha256") != Some(sha256_hex(&request.body).as_str()) {
        return Err(mismatch("x-acs-content-sha256 is not the SHA-256 of the body"));
    }
    let to_sign = string_to_sign(&canonical_request(request, signed_headers));
    if hmac_sha256_hex(secret.expose(), &to_sign) == signature {
        return Ok(());
    }
    Err(mismatch("check the access key secret and how the request is signed"))
}

/// Stage one: the request in its canonical form, with the headers that the client names as signed.
pub(crate) fn canonical_request(request: &Incoming, signed_headers: &[String]) -> String {
    let mut query: Vec<_> = request.query.iter().collect();
    query.sort();
    let query: Vec<String> =
        query.into_iter().map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value))).collect();
    let mut names: Vec<String> = signed_headers.iter().map(|name| name.to_ascii_lowercase()).collect();
    names.sort();
    let headers: String =
        names.iter().map(|name| format!("{name}:{}\n", request.headers.canonical(name).unwrap_or_default())).collect();
    let body_hash = request.headers.get("x-acs-content-sha256").unwrap_or_default();
    [&request.method, &request.path, &query.join("&"), &headers, &names.join(";"), body_hash].join("\n")
}

/// Stage two: algorithm and hash of the canonical request.
pub(crate) fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()))
}
