//! The service, the action and the signature scheme of a request.

use crate::core::http::Incoming;

use super::answer::Refusal;
use super::service::Service;

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: ACS3-HMAC-SHA256 …`; action and version in headers.
    Acs3,
    /// `Signature=…`, HMAC-SHA1; action and version among the parameters.
    RpcV1,
    /// Without a signature; action and version among the parameters or in headers.
    Unsigned,
}

/// The service and the action of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) scheme: Scheme,
    pub(crate) service: Service,
    pub(crate) action: String,
}

impl Address {
    /// Reads scheme, version and action.
    pub(crate) fn read(request: &Incoming) -> Result<Self, Refusal> {
        let scheme = scheme(request)?;
        let (action, version) = match scheme {
            Scheme::Acs3 => (request.headers.get("x-acs-action"), request.headers.get("x-acs-version")),
            Scheme::RpcV1 => (request.parameter("Action"), request.parameter("Version")),
            Scheme::Unsigned => {
                let either = |name, header| request.parameter(name).or_else(|| request.headers.get(header));
                let found = (either("Action", "x-acs-action"), either("Version", "x-acs-version"));
                if found.0.is_none() || found.1.is_none() {
                    return Err(unsigned());
                }
                found
            }
        };
        let version = version.ok_or_else(|| Refusal::missing("Version"))?;
        let action = action.ok_or_else(|| Refusal::missing("Action"))?.to_owned();
        let service = Service::of_version(version).ok_or_else(|| {
            let message = format!(
                "The API version {version} is not served; valid versions: 2015-05-01 (RAM), 2015-04-01 (STS), 2020-01-01 (DTS)."
            );
            Refusal::gateway(400, "InvalidVersion", message)
        })?;
        Ok(Self { scheme, service, action })
    }
}

fn scheme(request: &Incoming) -> Result<Scheme, Refusal> {
    match request.headers.get("authorization") {
        Some(value) if value.starts_with("ACS3-HMAC-SHA256 ") => Ok(Scheme::Acs3),
        Some(_) => {
            let message = "The Authorization header does not begin with ACS3-HMAC-SHA256.";
            Err(Refusal::gateway(400, "InvalidSignatureMethod", message))
        }
        None if request.parameter("Signature").is_some() => Ok(Scheme::RpcV1),
        None => Ok(Scheme::Unsigned),
    }
}

/// The refusal of a request that must have a signature and has none.
pub(crate) fn unsigned() -> Refusal {
    Refusal::gateway(
        400,
        "MissingSignature",
        "Signature is mandatory: the request is not signed. In a browser, this address shows the status page of the emulator.",
    )
}
