//! The protocol of Tencent Cloud's API 3.0: a JSON body, the name of the action in a header, the TC3 signature, one envelope.

use std::time::Duration;

use cloud_core::{
    Call, Decoded, Endpoint, HttpRequest, HttpResponse, Meaning, Protocol, Secret, Service, Stamp, sha256_hex,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use crate::endpoint::calls_per_second;
use crate::keys::Credentials;
use crate::sign::tc3;
use crate::wire::Parameters;
use crate::{envelope, errors};

const JSON: &str = "application/json";
/// The headers that are signed, as the SDKs do it.
const SIGNED_HEADERS: [&str; 2] = ["content-type", "host"];
const TOKEN: &str = "x-tc-token";
/// The language of the messages.
const LANGUAGE: &str = "en-US";
/// The region of calls by a client without one, as the SDKs have it: CAM and STS have no regions, and STS requires the header.
const REGION: &str = "ap-guangzhou";
/// In place of a signature, where the cloud accepts a call without one.
const UNSIGNED: &str = "SKIP";

/// The protocol in one region.
pub(crate) struct TencentProtocol {
    pub(crate) region: String,
}

impl Protocol for TencentProtocol {
    type Credentials = Credentials;
    type Payload = Parameters;

    fn encode(&self, call: &Call<Parameters>, endpoint: &Endpoint) -> HttpRequest {
        let mut headers = HeaderMap::new();
        set(&mut headers, "host", endpoint.host());
        set(&mut headers, "content-type", JSON);
        set(&mut headers, "x-tc-action", call.action);
        set(&mut headers, "x-tc-version", call.service.version);
        let region = if self.region.is_empty() { REGION } else { &self.region };
        set(&mut headers, "x-tc-region", region);
        set(&mut headers, "x-tc-language", LANGUAGE);
        let body = call.payload.to_body();
        HttpRequest { method: Method::POST, path: "/".to_owned(), query: String::new(), headers, body }
    }

    fn sign(
        &self,
        call: &Call<Parameters>,
        request: &mut HttpRequest,
        credentials: Option<&Credentials>,
        stamp: &Stamp,
    ) {
        set(&mut request.headers, "x-tc-timestamp", &stamp.now.as_second().to_string());
        match credentials {
            Some(credentials) => sign(call.service, request, credentials, stamp),
            None => set(&mut request.headers, header::AUTHORIZATION.as_str(), UNSIGNED),
        }
    }

    fn decode(&self, response: &HttpResponse) -> Decoded {
        let location = response.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        envelope::decode(response.status, location, &response.body)
    }

    fn meaning(&self, service: &Service, http_status: u16, code: &str, message: &str) -> Meaning {
        errors::meaning(service, http_status, code, message)
    }

    fn secrets<'a>(&self, call: &'a Call<Parameters>, credentials: Option<&'a Credentials>) -> Vec<&'a str> {
        let keys = credentials
            .into_iter()
            .flat_map(|keys| [Some(keys.secret_key.expose()), keys.token.as_ref().map(Secret::expose)]);
        call.payload.secrets().into_iter().chain(keys.flatten()).collect()
    }

    /// `Retry-After` in seconds; the cloud documents no header of its API for it.
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse::<u64>().ok();
        seconds.filter(|seconds| *seconds > 0).map(Duration::from_secs)
    }

    fn calls_per_second(&self, service: &Service, action: &str) -> Option<u32> {
        calls_per_second(service, action)
    }
}

fn sign(service: &Service, request: &mut HttpRequest, credentials: &Credentials, stamp: &Stamp) {
    let headers = &mut request.headers;
    if let Some(token) = &credentials.token {
        set(headers, TOKEN, token.expose());
    }
    let value = |name: &'static str| Some((name, headers.get(name)?.to_str().ok()?));
    let signed: Vec<(&str, &str)> = SIGNED_HEADERS.into_iter().filter_map(value).collect();
    let signature = tc3::sign(&tc3::Input {
        method: request.method.as_str(),
        query: &request.query,
        headers: &signed,
        body_sha256: &sha256_hex(&request.body),
        service: service.key,
        time: stamp.now,
        secret_id: &credentials.secret_id,
        secret_key: &credentials.secret_key,
    });
    set(headers, header::AUTHORIZATION.as_str(), &signature.authorization);
}

/// Sets a header. A value that a header cannot contain (a line break inside a key) is left out, and the service rejects the
/// signature; credentials are checked for this when they are read.
fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(mut value) = HeaderValue::try_from(value) {
        value.set_sensitive(name == header::AUTHORIZATION || name == TOKEN);
        headers.insert(HeaderName::from_static(name), value);
    }
}
