//! CreatePolicyVersion.

use serde_json::json;

use crate::alibaba::gateway::{Call, Outcome, Refusal, fields};
use crate::core::cloud::Context;
use crate::core::time::to_seconds;

use super::model::CustomPolicy;
use super::policies::{document, no_policy};
use super::{Ram, allowed, validate};

/// Most versions of a policy, including the default version.
const VERSION_LIMIT: usize = 5;

/// Creates a version. A version that becomes the default one is effective immediately. Only the numbers of the other
/// versions are kept: the calls that read or select them are not emulated.
pub(super) fn create(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("PolicyName")?;
    let text = parameters.required("PolicyDocument")?;
    let default = parameters.flag("SetAsDefault")?.unwrap_or(false);
    let rotates = match parameters.get("RotateStrategy") {
        None | Some("None") => false,
        Some("DeleteOldestNonDefaultVersionWhenLimitExceeded") => true,
        Some(_) => return Err(validate::invalid("RotateStrategy", "There is no such RotateStrategy.")),
    };
    let now = context.now;
    let account = allowed(ram, call, "policy", name)?;
    let mut policy = account.policies.get_mut(name).ok_or_else(|| no_policy(name))?;
    let document = document(text)?;
    if let Some(oldest) = version_to_remove(&policy, rotates)? {
        policy.versions.remove(oldest);
    }
    let number = 1 + policy.versions.last().map_or(0, |(number, _)| *number);
    policy.versions.push((number, now));
    policy.updated = now;
    if default {
        policy.default_version = number;
        policy.document = document;
    }
    Ok(fields(json!({"PolicyVersion": {
        "VersionId": format!("v{number}"),
        "IsDefaultVersion": default,
        "PolicyDocument": text,
        "CreateDate": to_seconds(now),
    }})))
}

/// The position of the version that has to be removed before another one is added; none while there is room.
fn version_to_remove(policy: &CustomPolicy, rotates: bool) -> Result<Option<usize>, Refusal> {
    if policy.versions.len() < VERSION_LIMIT {
        return Ok(None);
    }
    let oldest = policy.versions.iter().position(|(number, _)| *number != policy.default_version);
    match oldest.filter(|_| rotates) {
        Some(oldest) => Ok(Some(oldest)),
        None => {
            let message = format!("A policy can have {VERSION_LIMIT} versions.");
            Err(Refusal::gateway(409, "LimitExceeded.Policy.Version", message))
        }
    }
}
