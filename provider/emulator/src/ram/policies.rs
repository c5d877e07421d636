//! CreatePolicy, GetPolicy, DeletePolicy.

use serde_json::{Value, json};

use crate::account::Account;
use crate::answer::{Fields, Outcome, Refusal, fields};
use crate::emulation::Emulation;
use crate::exchange::Call;
use crate::policy::Document;
use crate::time::to_seconds;

use super::model::{CustomPolicy, PolicyType};
use super::{allowed, validate};

/// Longest policy document, in bytes.
const DOCUMENT_LIMIT: usize = 6144;

/// The date shown for system policies.
const SYSTEM_SINCE: &str = "2016-09-12T00:00:00Z";

pub(super) fn create(emulation: &mut Emulation, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("PolicyName")?;
    let text = parameters.required("PolicyDocument")?;
    let now = emulation.now();
    let account = allowed(emulation, call, "policy", name)?;
    validate::policy_name(name)?;
    if text.len() > DOCUMENT_LIMIT {
        let message = format!("The policy document is longer than {DOCUMENT_LIMIT} bytes.");
        return Err(validate::invalid("PolicyDocument.Length", &message));
    }
    let document = Document::permission(text).map_err(|error| validate::malformed(&error))?;
    let description = validate::description(parameters.get("Description").unwrap_or_default())?;
    if account.policies.contains_key(name) {
        let message = format!("The policy already exists: {name}");
        return Err(Refusal::gateway(409, "EntityAlreadyExists.Policy", message));
    }
    let policy = CustomPolicy::new(document, text.to_owned(), &description, now);
    let answer = custom_json(name, &policy);
    account.policies.insert(name.to_owned(), policy);
    Ok(fields(json!({"Policy": answer})))
}

pub(super) fn get(emulation: &mut Emulation, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let kind = PolicyType::read(call.parameters.required("PolicyType")?)?;
    let system = emulation.system_policies.get(name).cloned();
    let account = allowed(emulation, call, "policy", name)?;
    let attachments = attached_to(account, kind, name).len();
    let (mut policy, text, since) = match (kind, system, account.policies.get(name)) {
        (PolicyType::System, Some(policy), _) => {
            let described = json!({
                "PolicyName": name, "PolicyType": "System", "Description": policy.description,
                "DefaultVersion": "v1", "CreateDate": SYSTEM_SINCE,
            });
            (described, policy.text, SYSTEM_SINCE.to_owned())
        }
        (PolicyType::Custom, _, Some(policy)) => {
            (custom_json(name, policy), policy.text.clone(), to_seconds(policy.created))
        }
        _ => return Err(no_policy(name)),
    };
    policy["AttachmentCount"] = json!(attachments);
    policy["UpdateDate"] = json!(since);
    Ok(fields(json!({
        "Policy": policy,
        "DefaultPolicyVersion": {
            "VersionId": "v1", "IsDefaultVersion": true, "PolicyDocument": text, "CreateDate": since,
        },
    })))
}

pub(super) fn delete(emulation: &mut Emulation, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let cascading = call.parameters.flag("CascadingDelete")?.unwrap_or(false);
    let account = allowed(emulation, call, "policy", name)?;
    if !account.policies.contains_key(name) {
        return Err(no_policy(name));
    }
    let roles = attached_to(account, PolicyType::Custom, name);
    if !roles.is_empty() && !cascading {
        let message = format!("The policy is attached to the roles {}; detach it first.", roles.join(", "));
        return Err(Refusal::gateway(409, "DeleteConflict.Policy.Role", message));
    }
    for role in account.roles.values_mut() {
        role.attached.remove(&(PolicyType::Custom, name.to_owned()));
    }
    account.policies.remove(name);
    Ok(Fields::new())
}

pub(super) fn no_policy(name: &str) -> Refusal {
    Refusal::gateway(404, "EntityNotExist.Policy", format!("The policy does not exist: {name}"))
}

fn attached_to(account: &Account, kind: PolicyType, name: &str) -> Vec<String> {
    let key = (kind, name.to_owned());
    let roles = account.roles.values().filter(|role| role.attached.contains_key(&key));
    roles.map(|role| role.name.clone()).collect()
}

fn custom_json(name: &str, policy: &CustomPolicy) -> Value {
    json!({
        "PolicyName": name,
        "PolicyType": "Custom",
        "Description": policy.description,
        "DefaultVersion": "v1",
        "CreateDate": to_seconds(policy.created),
    })
}
