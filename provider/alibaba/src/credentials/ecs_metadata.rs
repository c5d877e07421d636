//! The role of an ECS instance. Its metadata service hands out keys to whoever runs on the instance: for a token in its
//! version 2, to any request in version 1.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Deserialize;
use tokio::time::timeout_at;
use tracing::trace;

use super::obtain::{Way, temporary};
use super::source::MachineRole;
use super::{Credentials, CredentialsError, environment};
use crate::action::Service;
use crate::error::Error;
use crate::secret::Secret;
use crate::sign::percent_encode;
use crate::transport::{Failure, Request, Response};

const TOKEN_PATH: &str = "/latest/api/token";
const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials/";
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const TOKEN_LIFE_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";
/// The token is used at once.
const TOKEN_LIFE_SECONDS: &str = "60";
/// What these requests are in a cancellation's message.
const SEARCH: &str = "credentials search";

/// Why there are no keys.
enum Trouble {
    /// The operation was ended from outside.
    Ended(Error),
    /// There is nobody to ask; a sentence's end after "the metadata service".
    Absent(String),
    /// The answer is of no use; likewise.
    Answer(String),
}

/// What the metadata service says about the role's keys.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct RoleKeys {
    code: String,
    access_key_id: String,
    access_key_secret: Secret,
    security_token: Secret,
    expiration: String,
}

/// Asks for the keys of the instance's role.
pub(super) async fn ask(role: &MachineRole, origin: &str, way: Way<'_>) -> Result<Credentials, Error> {
    let reason = match keys(role, way).await {
        Ok(keys) => return Ok(keys),
        Err(Trouble::Ended(error)) => return Err(error),
        Err(Trouble::Absent(reason) | Trouble::Answer(reason)) => reason,
    };
    let address = way.metadata.url();
    Err(match &role.last_resort {
        None => CredentialsError::Metadata { origin: origin.to_owned(), address, reason },
        Some(looked) => {
            let here = format!("the ECS metadata service at {address} ({reason})");
            CredentialsError::NoneFound { looked: looked.iter().cloned().chain([here]).collect() }
        }
    }
    .into())
}

async fn keys(role: &MachineRole, way: Way<'_>) -> Result<Credentials, Trouble> {
    let token = token(role, way).await?;
    let name = match &role.role {
        Some(name) => name.clone(),
        None => name_of_role(token.as_ref(), way).await?,
    };
    let response = get(&format!("{ROLE_PATH}{}", percent_encode(&name)), token.as_ref(), way).await?;
    match response.status {
        200 => read(&name, &response.body).map_err(Trouble::Answer),
        404 => Err(Trouble::Answer(format!("knows no role {name:?} of this instance (HTTP 404)"))),
        status => Err(Trouble::Answer(format!("answered HTTP {status} for the role {name:?}"))),
    }
}

/// The token of version 2; none where version 1 has to do.
async fn token(role: &MachineRole, way: Way<'_>) -> Result<Option<Secret>, Trouble> {
    let reason = match send(Method::PUT, TOKEN_PATH, (TOKEN_LIFE_HEADER, TOKEN_LIFE_SECONDS), way).await {
        Ok(Response { status: 200, body, .. }) => match header_text(&body) {
            Some(token) => return Ok(Some(Secret::from(token))),
            None => "answered with something that is no token".to_owned(),
        },
        Ok(response) => format!("answered HTTP {} when asked for a token", response.status),
        Err(Trouble::Answer(reason)) => reason,
        Err(other) => return Err(other),
    };
    if role.without_token {
        trace!(reason, "the metadata service gives no token; asking without one");
        return Ok(None);
    }
    Err(Trouble::Answer(format!("{reason}, and {} forbids asking without one", environment::IMDSV1_DISABLED)))
}

async fn name_of_role(token: Option<&Secret>, way: Way<'_>) -> Result<String, Trouble> {
    let response = get(ROLE_PATH, token, way).await?;
    match (response.status, header_text(&response.body)) {
        (200, Some(name)) => Ok(name.to_owned()),
        (200 | 404, _) => Err(Trouble::Answer("knows no role of this instance".to_owned())),
        (status, _) => Err(Trouble::Answer(format!("answered HTTP {status} when asked for the instance's role"))),
    }
}

/// A body of one line of visible characters.
fn header_text(body: &[u8]) -> Option<&str> {
    let text = str::from_utf8(body).ok()?.trim();
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(text)
}

fn read(name: &str, body: &[u8]) -> Result<Credentials, String> {
    // serde's own text may quote a value, which may be a secret.
    let keys: RoleKeys = serde_json::from_slice(body)
        .map_err(|_| format!("answered with something that is not the keys of the role {name:?}"))?;
    if keys.code != "Success" {
        return Err(format!("answered Code {:?} for the role {name:?}", keys.code));
    }
    temporary(keys.access_key_id, keys.access_key_secret, keys.security_token, &keys.expiration)
        .map_err(|reason| format!("gave keys of the role {name:?} that cannot be used: {reason}"))
}

async fn get(path: &str, token: Option<&Secret>, way: Way<'_>) -> Result<Response, Trouble> {
    send(Method::GET, path, (TOKEN_HEADER, token.map_or("", Secret::expose)), way).await
}

/// One request, ended by cancellation or the deadline. An empty header is left out.
async fn send(method: Method, path: &str, header: (&'static str, &str), way: Way<'_>) -> Result<Response, Trouble> {
    let mut headers = HeaderMap::new();
    if let (false, Ok(mut value)) = (header.1.is_empty(), HeaderValue::from_str(header.1)) {
        value.set_sensitive(header.0 == TOKEN_HEADER);
        headers.insert(HeaderName::from_static(header.0), value);
    }
    let request = Request { method, path: path.to_owned(), query: String::new(), headers, body: Vec::new() };
    let exchange = way.caller.exchange.exchange(way.metadata, request);
    let bounded = async {
        match way.ctx.deadline {
            Some(deadline) => timeout_at(deadline, exchange).await.map_err(|_| ended(true)),
            None => Ok(exchange.await),
        }
    };
    let result = tokio::select! {
        biased;
        () = way.ctx.cancel.cancelled() => return Err(ended(false)),
        result = bounded => result?,
    };
    match &result {
        Ok(response) => trace!(path, http_status = response.status, "the metadata service answered"),
        Err(failure) => trace!(path, ?failure, "no answer from the metadata service"),
    }
    result.map_err(|failure| match failure {
        Failure::NotSent(reason) | Failure::Setup(reason) => Trouble::Absent(format!("cannot be reached: {reason}")),
        Failure::Lost(reason) | Failure::TooLong(reason) => Trouble::Answer(format!("gave no answer: {reason}")),
    })
}

fn ended(late: bool) -> Trouble {
    let (service, action) = (Service::Sts, SEARCH);
    Trouble::Ended(match late {
        true => Error::DeadlinePassed { service, action },
        false => Error::Cancelled { service, action, in_flight: false },
    })
}
