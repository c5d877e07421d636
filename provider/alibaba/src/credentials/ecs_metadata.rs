//! The role of an ECS instance. The metadata service returns its keys to every process of the instance: for a token in
//! version 2, to any request in version 1.

use cloud_core::{Error, HttpResponse, MetadataError, Secret, metadata_request};
use http::{HeaderName, HeaderValue, Method};
use serde::Deserialize;
use tracing::trace;

use super::model::InstanceRole;
use super::temporary::{ProvideContext, temporary};
use super::{Credentials, CredentialsError, environment};
use crate::sign::percent_encode;

const TOKEN_PATH: &str = "/latest/api/token";
const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials/";
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const TOKEN_LIFETIME_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";
/// The token is used immediately.
const TOKEN_LIFETIME_SECONDS: &str = "60";
/// What these requests are called in the message of a cancellation.
const CALL: &str = "The request to the ECS metadata service";

/// The keys of a role as the metadata service returns them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct RoleKeys {
    code: String,
    access_key_id: String,
    access_key_secret: Secret,
    security_token: Secret,
    expiration: String,
}

/// Obtains the keys of the instance's role.
pub(super) async fn obtain(
    role: &InstanceRole,
    origin: &str,
    provide: ProvideContext<'_>,
) -> Result<Credentials, Error> {
    let reason = match keys(role, provide).await {
        Ok(keys) => return Ok(keys),
        Err(MetadataError::Interrupted(error)) => return Err(error),
        Err(MetadataError::Unreachable(reason) | MetadataError::Answer(reason)) => reason,
    };
    let address = provide.metadata.url();
    Err(match &role.searched {
        None => CredentialsError::Metadata { origin: origin.to_owned(), address, reason },
        Some(searched) => {
            let here = format!("the ECS metadata service at {address} ({reason})");
            CredentialsError::NoneFound { searched: searched.iter().cloned().chain([here]).collect() }
        }
    }
    .into())
}

async fn keys(role: &InstanceRole, provide: ProvideContext<'_>) -> Result<Credentials, MetadataError> {
    let token = token(role, provide).await?;
    let name = match &role.role {
        Some(name) => name.clone(),
        None => name_of_role(token.as_ref(), provide).await?,
    };
    let response = get(&format!("{ROLE_PATH}{}", percent_encode(&name)), token.as_ref(), provide).await?;
    match response.status {
        200 => read_keys(&format!("the role {name:?}"), &response.body).map_err(MetadataError::Answer),
        404 => Err(MetadataError::Answer(format!("has no role {name:?} for this instance (HTTP 404)"))),
        status => Err(MetadataError::Answer(format!("returned HTTP {status} for the role {name:?}"))),
    }
}

/// The token of version 2; `None` where version 1 has to be used.
async fn token(role: &InstanceRole, provide: ProvideContext<'_>) -> Result<Option<Secret>, MetadataError> {
    let reason = match send(Method::PUT, TOKEN_PATH, (TOKEN_LIFETIME_HEADER, TOKEN_LIFETIME_SECONDS), provide).await {
        Ok(HttpResponse { status: 200, body, .. }) => match header_text(&body) {
            Some(token) => return Ok(Some(Secret::from(token))),
            None => "returned something that is not a token".to_owned(),
        },
        Ok(response) => format!("returned HTTP {} to the request for a token", response.status),
        Err(MetadataError::Answer(reason)) => reason,
        Err(other) => return Err(other),
    };
    if role.without_token {
        trace!(reason, "the metadata service returns no token; it is queried without one");
        return Ok(None);
    }
    Err(MetadataError::Answer(format!("{reason}, and {} forbids requests without one", environment::IMDSV1_DISABLED)))
}

async fn name_of_role(token: Option<&Secret>, provide: ProvideContext<'_>) -> Result<String, MetadataError> {
    let response = get(ROLE_PATH, token, provide).await?;
    match (response.status, header_text(&response.body)) {
        (200, Some(name)) => Ok(name.to_owned()),
        (200 | 404, _) => Err(MetadataError::Answer("has no role for this instance".to_owned())),
        (status, _) => {
            Err(MetadataError::Answer(format!("returned HTTP {status} to the request for the instance's role")))
        }
    }
}

/// A body of one line of visible characters.
fn header_text(body: &[u8]) -> Option<&str> {
    let text = str::from_utf8(body).ok()?.trim();
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(text)
}

/// Reads keys from an answer. `owner` is `the role …`.
pub(super) fn read_keys(owner: &str, body: &[u8]) -> Result<Credentials, String> {
    // serde's own text may quote a value, which may be a secret.
    let keys: RoleKeys =
        serde_json::from_slice(body).map_err(|_| format!("returned something that is not the keys of {owner}"))?;
    if keys.code != "Success" {
        return Err(format!("returned Code {:?} for {owner}", keys.code));
    }
    temporary(keys.access_key_id, keys.access_key_secret, keys.security_token, &keys.expiration)
        .map_err(|reason| format!("returned keys of {owner} that cannot be used: {reason}"))
}

async fn get(path: &str, token: Option<&Secret>, provide: ProvideContext<'_>) -> Result<HttpResponse, MetadataError> {
    send(Method::GET, path, (TOKEN_HEADER, token.map_or("", Secret::expose)), provide).await
}

/// One request. An empty header is left out.
async fn send(
    method: Method,
    path: &str,
    (name, value): (&'static str, &str),
    provide: ProvideContext<'_>,
) -> Result<HttpResponse, MetadataError> {
    let value = HeaderValue::from_str(value).ok().filter(|value| !value.is_empty());
    let header = value.map(|mut value| {
        value.set_sensitive(name == TOKEN_HEADER);
        (HeaderName::from_static(name), value)
    });
    metadata_request(provide.client, provide.metadata, (CALL, method, path), header, provide.ctx).await
}
