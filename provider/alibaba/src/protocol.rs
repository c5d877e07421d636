//! One attempt: a fresh date and nonce, a signature, a request.

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::perform::Outgoing;
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::sign::acs3;
use crate::stamps::Stamps;
use crate::transport::Request;
use crate::wire::Place;

const FORM: &str = "application/x-www-form-urlencoded";
const DATE_FORMAT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Signs a call for an endpoint. Signed are the host, everything that starts with `x-acs-` and, with a body, the
/// content type.
pub(super) fn signed(call: &Outgoing, credentials: &Credentials, endpoint: &Endpoint, stamps: &dyn Stamps) -> Request {
    let query = call.parameters.of(Place::Query);
    let body = acs3::canonical_query(&call.parameters.of(Place::Form)).into_bytes();
    let (date, nonce) = (stamps.now().strftime(DATE_FORMAT).to_string(), stamps.nonce());
    let body_sha256 = acs3::sha256_hex(&body);
    let mut headers = vec![
        ("host", endpoint.host()),
        ("x-acs-action", call.action),
        ("x-acs-version", call.service.version()),
        ("x-acs-date", &date),
        ("x-acs-signature-nonce", &nonce),
        ("x-acs-content-sha256", &body_sha256),
    ];
    if !body.is_empty() {
        headers.push(("content-type", FORM));
    }
    if let Some(token) = &credentials.security_token {
        headers.push(("x-acs-accesskey-id", &credentials.access_key_id));
        headers.push(("x-acs-security-token", token.expose()));
    }
    let signature = acs3::sign(&acs3::Input {
        method: "POST",
        path: "/",
        query: &query,
        headers: &headers,
        body_sha256: &body_sha256,
        access_key_id: &credentials.access_key_id,
        access_key_secret: &credentials.access_key_secret,
    });
    headers.push((header::AUTHORIZATION.as_str(), &signature.authorization));
    post(acs3::canonical_query(&query), &headers, body)
}

/// A call that anybody may make, in the form the vendor's tools give it: action, version and date among the parameters.
pub(super) fn unsigned(call: &Outgoing, endpoint: &Endpoint, stamps: &dyn Stamps) -> Request {
    let body = acs3::canonical_query(&call.parameters.of(Place::Form)).into_bytes();
    let (date, nonce, version) =
        (stamps.now().strftime(DATE_FORMAT).to_string(), stamps.nonce(), call.service.version());
    let mut query = call.parameters.of(Place::Query);
    query.extend([("Action", call.action), ("Version", version), ("Format", "JSON")]);
    query.extend([("Timestamp", date.as_str()), ("SignatureNonce", nonce.as_str())]);
    let mut headers = vec![("host", endpoint.host()), ("x-acs-action", call.action), ("x-acs-version", version)];
    if !body.is_empty() {
        headers.push(("content-type", FORM));
    }
    post(acs3::canonical_query(&query), &headers, body)
}

fn post(query: String, headers: &[(&str, &str)], body: Vec<u8>) -> Request {
    Request { method: Method::POST, path: "/".to_owned(), query, headers: header_map(headers), body }
}

/// The headers as sent. A value no header can hold (a line break inside a key) is left out, and the service refuses the
/// signature; credentials are checked for this when they are read.
fn header_map(headers: &[(&str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        if let (Ok(name), Ok(mut value)) = (HeaderName::try_from(*name), HeaderValue::try_from(*value)) {
            value.set_sensitive(name == header::AUTHORIZATION || name == "x-acs-security-token");
            map.insert(name, value);
        }
    }
    map
}
