//! CreatePolicyVersion, ListPolicyVersions, DeletePolicyVersion.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::cloud::Context;
use crate::core::time::to_seconds;

use super::model::{CustomPolicy, PolicyType};
use super::policies::{SYSTEM_SINCE, document, no_policy};
use super::system_policies::SystemPolicies;
use super::{Ram, allowed, validate};

/// Most versions of a policy, including the default version.
const VERSION_LIMIT: usize = 5;

/// Creates a version. A version that becomes the default one is effective immediately. Only the numbers of the other
/// versions are kept: the calls that read one of them or select it are not emulated.
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

/// The versions of a policy, the newest first. Only the default version has its document.
pub(super) fn list(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let kind = PolicyType::read(call.parameters.required("PolicyType")?)?;
    let account = allowed(ram, call, "policy", name)?;
    let versions: Vec<Value> = match (kind, SystemPolicies::builtin().get(name), account.policies.get(name)) {
        (PolicyType::System, Some(policy), _) => vec![json!({
            "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": SYSTEM_SINCE, "PolicyDocument": policy.text,
        })],
        (PolicyType::Custom, _, Some(policy)) => {
            policy.versions.iter().rev().map(|version| version_json(policy, *version)).collect()
        }
        _ => return Err(no_policy(name)),
    };
    Ok(fields(json!({"PolicyVersions": {"PolicyVersion": versions}})))
}

fn version_json(policy: &CustomPolicy, (number, since): (u32, Timestamp)) -> Value {
    let is_default = number == policy.default_version;
    let mut shown = json!({
        "VersionId": format!("v{number}"), "IsDefaultVersion": is_default, "CreateDate": to_seconds(since),
    });
    if is_default {
        shown["PolicyDocument"] = json!(policy.document.text());
    }
    shown
}

/// Deletes a version that is not the default one.
pub(super) fn delete(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let version = call.parameters.required("VersionId")?;
    let account = allowed(ram, call, "policy", name)?;
    let mut policy = account.policies.get_mut(name).ok_or_else(|| no_policy(name))?;
    let found = policy.versions.iter().position(|(number, _)| format!("v{number}") == version);
    let Some(at) = found else {
        let message = format!("The policy version does not exist: {version}");
        return Err(Refusal::gateway(404, "EntityNotExist.Policy.Version", message));
    };
    if policy.default_name() == version {
        let message = "The default version of a policy cannot be deleted.";
        return Err(Refusal::gateway(409, "DeleteConflict.PolicyVersion.Default", message));
    }
    policy.versions.remove(at);
    Ok(Fields::new())
}
