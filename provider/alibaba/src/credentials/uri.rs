//! Keys from the address of a service, as `CredentialsURI` profiles and `ALIBABA_CLOUD_CREDENTIALS_URI` name it.

use cloud_core::{Endpoint, Error, HttpRequest, HttpResponse, Interrupted, TransportFailure};
use http::{HeaderMap, Method, Uri};

use super::ecs_metadata::read_keys;
use super::temporary::ProvideContext;
use super::{Credentials, CredentialsError};
use crate::endpoint::METADATA_HOST;

/// What the request is called in the message of a cancellation.
const CALL: &str = "The request for keys";

/// Obtains the keys. The service answers as the metadata service of an ECS instance does.
pub(super) async fn obtain(uri: &str, origin: &str, provide: ProvideContext<'_>) -> Result<Credentials, Error> {
    let failed = |reason: String| CredentialsError::Uri { origin: origin.to_owned(), reason };
    let (endpoint, request) = request(uri).map_err(failed)?;
    let response = provide.client.send(&endpoint, request, provide.ctx).await.map_err(interrupted)?;
    match response {
        Ok(HttpResponse { status: 200, body, .. }) => {
            Ok(read_keys("the service", &body).map_err(|reason| failed(format!("it {reason}")))?)
        }
        Ok(response) => Err(failed(format!("it returned HTTP {}", response.status)).into()),
        Err(
            TransportFailure::NotSent(reason)
            | TransportFailure::Blocked(reason)
            | TransportFailure::Setup(reason)
            | TransportFailure::Lost(reason)
            | TransportFailure::TooLong(reason),
        ) => Err(failed(reason).into()),
    }
}

/// The request. Errors do not show the address, which may contain a token.
fn request(uri: &str) -> Result<(Endpoint, HttpRequest), String> {
    let parsed: Uri = uri.trim().parse().map_err(|error| format!("it is not a URL: {error}"))?;
    let (Some(scheme), Some(authority)) = (parsed.scheme_str(), parsed.authority()) else {
        return Err("it is not a URL with a scheme and a host, such as http://127.0.0.1:6666/keys".to_owned());
    };
    let endpoint = Endpoint::parse_metadata("the address", &format!("{scheme}://{authority}"), METADATA_HOST)
        .map_err(|error| error.to_string())?;
    let request = HttpRequest {
        method: Method::GET,
        path: parsed.path().to_owned(),
        query: parsed.query().unwrap_or_default().to_owned(),
        headers: HeaderMap::new(),
        body: Vec::new(),
    };
    Ok((endpoint, request))
}

fn interrupted(reason: Interrupted) -> Error {
    let call = CALL.to_owned();
    match reason {
        Interrupted::Cancelled => Error::Cancelled { call, in_flight: false },
        Interrupted::DeadlinePassed => Error::DeadlinePassed { call },
    }
}
