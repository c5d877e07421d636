//! The identity that a signed request claims.

use jiff::Timestamp;

use crate::core::http::Incoming;
use crate::core::secret::Secret;
use crate::tencent::gateway::answer::Refusal;

use super::tc3::{ALGORITHM, SCOPE_END};

/// Key, signature and time of a request that is not authenticated yet.
pub(crate) struct Claim {
    pub(crate) key_id: String,
    /// `YYYY-MM-DD`.
    pub(super) date: String,
    pub(crate) service: String,
    /// Names in lower case, in the order of the request.
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
    /// Seconds since 1970, as it was sent.
    pub(super) timestamp: String,
    pub(super) at: Timestamp,
    pub(super) token: Option<Secret>,
}

/// A signature that leaves one of these out would not protect the request.
const ALWAYS_SIGNED: [&str; 2] = ["content-type", "host"];

impl Claim {
    /// Reads the claim; refuses what is incomplete or has the wrong form.
    pub(crate) fn read(request: &Incoming) -> Result<Self, Refusal> {
        let authorization = request.headers.get("authorization").unwrap_or_default();
        let parts = authorization
            .strip_prefix(ALGORITHM)
            .ok_or_else(|| wrong(&format!("it must be {ALGORITHM} Credential=…, SignedHeaders=…, Signature=…")))?;
        let part = |name: &str| {
            let found = parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
            found.map(str::to_owned).ok_or_else(|| wrong(&format!("it has no {name}")))
        };
        let credential = part("Credential")?;
        let mut scope = credential.split('/');
        let (key_id, date, service) = (scope.next(), scope.next(), scope.next());
        let (Some(key_id), Some(date), Some(service), Some(SCOPE_END), None) =
            (key_id, date, service, scope.next(), scope.next())
        else {
            return Err(wrong("Credential must be KEY/YYYY-MM-DD/SERVICE/tc3_request"));
        };
        if key_id.is_empty() {
            return Err(Refusal::new("AuthFailure.InvalidSecretId", "The SecretId is not valid: it is empty."));
        }
        let signed_headers: Vec<String> = part("SignedHeaders")?.split(';').map(str::to_ascii_lowercase).collect();
        if let Some(absent) = ALWAYS_SIGNED.iter().find(|name| !signed_headers.iter().any(|signed| signed == **name)) {
            return Err(wrong(&format!("the header {absent} is not among the signed headers")));
        }
        if let Some(absent) = signed_headers.iter().find(|name| request.headers.get(name).is_none()) {
            return Err(wrong(&format!("the signed header {absent} was not sent")));
        }
        let timestamp = request.headers.get("x-tc-timestamp").map(str::trim).unwrap_or_default();
        if timestamp.is_empty() {
            return Err(Refusal::missing("Timestamp"));
        }
        let at = timestamp.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        let at = at.ok_or_else(|| Refusal::value("Timestamp", "it must be the number of seconds since 1970"))?;
        Ok(Self {
            key_id: key_id.to_owned(),
            date: date.to_owned(),
            service: service.to_owned(),
            signed_headers,
            signature: part("Signature")?,
            timestamp: timestamp.to_owned(),
            at,
            token: request.headers.get("x-tc-token").filter(|token| !token.is_empty()).map(Secret::new),
        })
    }
}

fn wrong(what: &str) -> Refusal {
    Refusal::new(
        "AuthFailure.InvalidAuthorization",
        format!("The Authorization header does not conform to the Tencent Cloud standard: {what}."),
    )
}
