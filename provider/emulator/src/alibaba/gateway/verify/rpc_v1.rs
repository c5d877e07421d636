//! The RPC signature of the older SDKs: HMAC-SHA1 over all parameters.

use crate::alibaba::gateway::answer::Refusal;
use crate::core::hash::hmac_sha1_base64;
use crate::core::http::{Incoming, percent_encode};
use crate::core::secret::Secret;

use super::claim::{Claim, SchemeClaim, date, mismatch};

pub(crate) fn read(request: &Incoming) -> Result<Claim, Refusal> {
    let required = |name: &str| request.parameter(name).ok_or_else(|| Refusal::missing(name));
    let method = required("SignatureMethod")?;
    if method != "HMAC-SHA1" {
        let message = format!("The signature method {method} is not HMAC-SHA1.");
        return Err(Refusal::gateway(400, "InvalidSignatureMethod", message));
    }
    let version = required("SignatureVersion")?;
    if version != "1.0" {
        return Err(Refusal::invalid("SignatureVersion", "it must be 1.0"));
    }
    Ok(Claim {
        key_id: required("AccessKeyId")?.to_owned(),
        signature: required("Signature")?.to_owned(),
        at: date(required("Timestamp")?)?,
        nonce: required("SignatureNonce")?.to_owned(),
        token: request.parameter("SecurityToken").map(Secret::new),
        scheme: SchemeClaim::RpcV1,
    })
}

pub(crate) fn check(request: &Incoming, signature: &str, secret: &Secret) -> Result<(), Refusal> {
    if signature_of(&string_to_sign(request), secret) == signature {
        return Ok(());
    }
    Err(mismatch("check the access key secret and how the request is signed"))
}

/// The HTTP method and all parameters except the signature, from the query and from the body.
pub(crate) fn string_to_sign(request: &Incoming) -> String {
    let mut pairs: Vec<(String, String)> = request
        .query
        .iter()
        .chain(&request.form)
        .filter(|(key, _)| key != "Signature")
        .map(|(key, value)| (percent_encode(key), percent_encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{}&%2F&{}", request.method, percent_encode(&pairs.join("&")))
}

pub(crate) fn signature_of(string_to_sign: &str, secret: &Secret) -> String {
    hmac_sha1_base64(&format!("{}&", secret.expose()), string_to_sign)
}
