//! The role of a CVM instance. The metadata service returns its keys to every process of the instance.

use cloud_core::{Error, HttpResponse, MetadataError, Secret, metadata_request};
use http::Method;
use serde::Deserialize;

use super::model::InstanceRole;
use super::temporary::{ProvideContext, temporary};
use super::{Credentials, CredentialsError};

const ROLE_PATH: &str = "/latest/meta-data/cam/security-credentials/";
/// What these requests are called in the message of a cancellation.
const CALL: &str = "The request to the CVM metadata service";

/// The keys of a role as the metadata service returns them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct RoleKeys {
    code: String,
    tmp_secret_id: Secret,
    tmp_secret_key: Secret,
    token: Secret,
    expired_time: Option<i64>,
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
            let here = format!("the CVM metadata service at {address} ({reason})");
            CredentialsError::NoneFound { searched: searched.iter().cloned().chain([here]).collect() }
        }
    }
    .into())
}

async fn keys(role: &InstanceRole, provide: ProvideContext<'_>) -> Result<Credentials, MetadataError> {
    let name = match &role.role {
        Some(name) => name.clone(),
        None => name_of_role(provide).await?,
    };
    if !is_role_name(&name) {
        return Err(MetadataError::Answer(format!(
            "cannot be queried for the role {name:?}, which is not a name of a role"
        )));
    }
    let response = get(&format!("{ROLE_PATH}{name}"), provide).await?;
    match response.status {
        200 => read(&name, &response.body).map_err(MetadataError::Answer),
        404 => Err(MetadataError::Answer(format!("has no role {name:?} for this instance (HTTP 404)"))),
        status => Err(MetadataError::Answer(format!("returned HTTP {status} for the role {name:?}"))),
    }
}

async fn name_of_role(provide: ProvideContext<'_>) -> Result<String, MetadataError> {
    let response = get(ROLE_PATH, provide).await?;
    let name = str::from_utf8(&response.body).unwrap_or_default().trim();
    match response.status {
        200 if is_role_name(name) => Ok(name.to_owned()),
        200 | 404 => Err(MetadataError::Answer("has no role for this instance".to_owned())),
        status => Err(MetadataError::Answer(format!("returned HTTP {status} to the request for the instance's role"))),
    }
}

/// The alphabet of the names of roles, which needs no encoding in a path.
fn is_role_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@-_".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}

fn read(name: &str, body: &[u8]) -> Result<Credentials, String> {
    // serde's own text may quote a value, which may be a secret.
    let keys: RoleKeys = serde_json::from_slice(body)
        .map_err(|_| format!("returned something that is not the keys of the role {name:?}"))?;
    if keys.code != "Success" {
        return Err(format!("returned Code {:?} for the role {name:?}", keys.code));
    }
    temporary(keys.tmp_secret_id.expose(), keys.tmp_secret_key, keys.token, keys.expired_time)
        .map_err(|reason| format!("returned keys of the role {name:?} that cannot be used: {reason}"))
}

async fn get(path: &str, provide: ProvideContext<'_>) -> Result<HttpResponse, MetadataError> {
    metadata_request(provide.client, provide.metadata, (CALL, Method::GET, path), None, provide.ctx).await
}
