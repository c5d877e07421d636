//! The protocol of Alibaba Cloud's RPC services: parameters in query and form, the ACS3 signature, two envelopes.

use std::time::Duration;

use cloud_core::{Call, Decoded, Endpoint, HttpRequest, HttpResponse, Meaning, Protocol, Service, Stamp};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use crate::endpoint::calls_per_second;
use crate::keys::Credentials;
use crate::sign::acs3::{self, canonical_query};
use crate::wire::{Parameters, Place};
use crate::{envelope, errors};

const FORM: &str = "application/x-www-form-urlencoded";
const DATE_FORMAT: &str = "%Y-%m-%dT%H:%M:%SZ";
const SECURITY_TOKEN: &str = "x-acs-security-token";

/// The protocol; it has no state.
pub(crate) struct AlibabaProtocol;

impl Protocol for AlibabaProtocol {
    type Credentials = Credentials;
    type Payload = Parameters;

    fn encode(&self, call: &Call<Parameters>, endpoint: &Endpoint) -> HttpRequest {
        let query = canonical_query(&call.payload.of(Place::Query));
        let body = canonical_query(&call.payload.of(Place::Form)).into_bytes();
        let mut headers = HeaderMap::new();
        set(&mut headers, "host", endpoint.host());
        set(&mut headers, "x-acs-action", call.action);
        set(&mut headers, "x-acs-version", call.service.version);
        if !body.is_empty() {
            set(&mut headers, "content-type", FORM);
        }
        HttpRequest { method: Method::POST, path: "/".to_owned(), query, headers, body }
    }

    fn sign(
        &self,
        call: &Call<Parameters>,
        request: &mut HttpRequest,
        credentials: Option<&Credentials>,
        stamp: &Stamp,
    ) {
        match credentials {
            Some(credentials) => sign(request, credentials, stamp),
            None => request.query = anonymous_query(call, stamp),
        }
    }

    fn decode(&self, response: &HttpResponse) -> Decoded {
        let location = response.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        envelope::decode(response.status, request_id(&response.headers), location, &response.body)
    }

    fn meaning(&self, service: &Service, http_status: u16, code: &str, message: &str) -> Meaning {
        errors::meaning(service, http_status, code, message)
    }

    fn secrets<'a>(&self, call: &'a Call<Parameters>, credentials: Option<&'a Credentials>) -> Vec<&'a str> {
        let secret = call.payload.iter().filter(|parameter| parameter.secret).map(|parameter| parameter.value.as_str());
        let keys = credentials.into_iter().flat_map(|keys| {
            [Some(keys.access_key_secret.expose()), keys.security_token.as_ref().map(cloud_core::Secret::expose)]
        });
        secret.chain(keys.flatten()).collect()
    }

    /// `x-acs-retry-after` is in milliseconds, `Retry-After` in seconds (Alibaba Cloud does not use its date form).
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok().filter(|n| *n > 0);
        let milliseconds = number("x-acs-retry-after").map(Duration::from_millis);
        milliseconds.or_else(|| number("retry-after").map(Duration::from_secs))
    }

    fn calls_per_second(&self, service: &Service, action: &str) -> Option<u32> {
        calls_per_second(service, action)
    }
}

/// Signs the host, every header that starts with `x-acs-` and, with a body, the content type.
fn sign(request: &mut HttpRequest, credentials: &Credentials, stamp: &Stamp) {
    let body_sha256 = acs3::sha256_hex(&request.body);
    let headers = &mut request.headers;
    set(headers, "x-acs-date", &date(stamp));
    set(headers, "x-acs-signature-nonce", &stamp.nonce);
    set(headers, "x-acs-content-sha256", &body_sha256);
    if let Some(token) = &credentials.security_token {
        set(headers, "x-acs-accesskey-id", &credentials.access_key_id);
        set(headers, SECURITY_TOKEN, token.expose());
    }
    let signed: Vec<(&str, &str)> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let signature = acs3::sign(&acs3::Input {
        method: request.method.as_str(),
        path: &request.path,
        query: &request.query,
        headers: &signed,
        body_sha256: &body_sha256,
        access_key_id: &credentials.access_key_id,
        access_key_secret: &credentials.access_key_secret,
    });
    set(headers, header::AUTHORIZATION.as_str(), &signature.authorization);
}

/// The query of a call without a signature, as Alibaba Cloud's tools send it: action, version and date are parameters.
fn anonymous_query(call: &Call<Parameters>, stamp: &Stamp) -> String {
    let date = date(stamp);
    let mut query = call.payload.of(Place::Query);
    query.extend([("Action", call.action), ("Version", call.service.version), ("Format", "JSON")]);
    query.extend([("Timestamp", date.as_str()), ("SignatureNonce", stamp.nonce.as_str())]);
    canonical_query(&query)
}

fn date(stamp: &Stamp) -> String {
    stamp.now.strftime(DATE_FORMAT).to_string()
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-acs-request-id").and_then(|value| value.to_str().ok())
}

/// Sets a header. A value that a header cannot contain (a line break inside a key) is left out, and the service rejects the
/// signature; credentials are checked for this when they are read.
fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(mut value) = HeaderValue::try_from(value) {
        value.set_sensitive(name == header::AUTHORIZATION || name == SECURITY_TOKEN);
        headers.insert(HeaderName::from_static(name), value);
    }
}
