//! CreatePolicy, GetPolicy, DeletePolicy.
//!
//! `versions` has CreatePolicyVersion, `lists` the calls that list policies.

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::cloud::Context;
use crate::core::time::to_seconds;
use crate::policy::Document;

use super::model::{CustomPolicy, PolicyType};
use super::system_policies::{SystemPolicies, SystemPolicy};
use super::{Ram, RamAccount, allowed, validate};

/// Longest policy document, in bytes.
const DOCUMENT_LIMIT: usize = 6144;

/// The date shown for system policies.
pub(super) const SYSTEM_SINCE: &str = "2016-09-12T00:00:00Z";

pub(super) fn create(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("PolicyName")?;
    let text = parameters.required("PolicyDocument")?;
    let now = context.now;
    let account = allowed(ram, call, "policy", name)?;
    validate::policy_name(name)?;
    let document = document(text)?;
    let tags = parameters.get("Tag").map(validate::tags).transpose()?.unwrap_or_default();
    let description = validate::description(parameters.get("Description").unwrap_or_default())?;
    if account.policies.contains_key(name) {
        let message = format!("The policy already exists: {name}");
        return Err(Refusal::gateway(409, "EntityAlreadyExists.Policy", message));
    }
    let mut policy = CustomPolicy::new(document, &description, now);
    policy.tags = tags;
    let answer = created_json(name, &policy);
    account.policies.insert(name.to_owned(), policy);
    Ok(fields(json!({"Policy": answer})))
}

pub(super) fn get(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let kind = PolicyType::read(call.parameters.required("PolicyType")?)?;
    let system = SystemPolicies::builtin().get(name);
    let account = allowed(ram, call, "policy", name)?;
    let attachments = attached_to(account, kind, name).len();
    let (mut shown, version, text, since) = match (kind, system, account.policies.get(name)) {
        (PolicyType::System, Some(policy), _) => {
            (system_json(name, policy), "v1".to_owned(), policy.text.clone(), SYSTEM_SINCE.to_owned())
        }
        (PolicyType::Custom, _, Some(policy)) => {
            let (text, since) = (policy.document.text().to_owned(), to_seconds(policy.default_since()));
            (custom_json(name, policy), policy.default_name(), text, since)
        }
        _ => return Err(no_policy(name)),
    };
    shown["AttachmentCount"] = json!(attachments);
    Ok(fields(json!({
        "Policy": shown,
        "DefaultPolicyVersion": {
            "VersionId": version, "IsDefaultVersion": true, "PolicyDocument": text, "CreateDate": since,
        },
    })))
}

pub(super) fn delete(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let cascading = call.parameters.flag("CascadingDelete")?.unwrap_or(false);
    let account = allowed(ram, call, "policy", name)?;
    let Some(policy) = account.policies.get(name) else { return Err(no_policy(name)) };
    if policy.versions.len() > 1 && !cascading {
        let message = "The policy has versions besides the default one; delete them first.";
        return Err(Refusal::gateway(409, "DeleteConflict.Policy.Version", message));
    }
    let roles = attached_to(account, PolicyType::Custom, name);
    if !roles.is_empty() && !cascading {
        let message = format!("The policy is attached to the roles {}; detach it first.", roles.join(", "));
        return Err(Refusal::gateway(409, "DeleteConflict.Policy.Role", message));
    }
    for role in roles {
        if let Some(mut role) = account.roles.get_mut(&role) {
            role.attached.remove(&(PolicyType::Custom, name.to_owned()));
        }
    }
    account.policies.remove(name);
    Ok(Fields::new())
}

pub(super) fn no_policy(name: &str) -> Refusal {
    Refusal::gateway(404, "EntityNotExist.Policy", format!("The policy does not exist: {name}"))
}

/// A permission document of a policy.
pub(super) fn document(text: &str) -> Result<Document, Refusal> {
    if text.len() > DOCUMENT_LIMIT {
        let message = format!("The policy document is longer than {DOCUMENT_LIMIT} bytes.");
        return Err(validate::invalid("PolicyDocument.Length", &message));
    }
    Document::permission(text).map_err(|error| validate::malformed(&error))
}

/// Names of the roles a policy is attached to.
pub(super) fn attached_to(account: &RamAccount, kind: PolicyType, name: &str) -> Vec<String> {
    let key = (kind, name.to_owned());
    let roles = account.roles.values().filter(|role| role.attached.contains_key(&key));
    roles.map(|role| role.name.clone()).collect()
}

/// A policy of the account in the answer of CreatePolicy; other calls add fields.
fn created_json(name: &str, policy: &CustomPolicy) -> Value {
    json!({
        "PolicyName": name,
        "PolicyType": "Custom",
        "Description": policy.description,
        "DefaultVersion": policy.default_name(),
        "CreateDate": to_seconds(policy.created),
    })
}

/// The same with the time of the last change.
pub(super) fn custom_json(name: &str, policy: &CustomPolicy) -> Value {
    let mut shown = created_json(name, policy);
    shown["UpdateDate"] = json!(to_seconds(policy.updated));
    shown
}

/// A system policy.
pub(super) fn system_json(name: &str, policy: &SystemPolicy) -> Value {
    json!({
        "PolicyName": name,
        "PolicyType": "System",
        "Description": policy.description,
        "DefaultVersion": "v1",
        "CreateDate": SYSTEM_SINCE,
        "UpdateDate": SYSTEM_SINCE,
    })
}
