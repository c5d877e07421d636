//! AttachPolicyToRole, DetachPolicyFromRole, ListPoliciesForRole.

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::cloud::Context;
use crate::core::time::to_seconds;

use super::model::{CustomPolicy, PolicyType};
use super::policies::no_policy;
use super::roles::no_role;
use super::system_policies::SystemPolicies;
use super::{Ram, allowed};

/// Most policies of a role. The quota of the cloud is not published; this is the usual one.
const ATTACHMENT_LIMIT: usize = 20;

pub(super) fn attach(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let (role_name, key) = attachment(call)?;
    let now = context.now;
    let is_system = SystemPolicies::builtin().get(&key.1).is_some();
    let account = allowed(ram, call, "role", role_name)?;
    let mut role = account.roles.get_mut(role_name).ok_or_else(|| no_role(role_name))?;
    let exists = match key.0 {
        PolicyType::System => is_system,
        PolicyType::Custom => account.policies.contains_key(&key.1),
    };
    if !exists {
        return Err(no_policy(&key.1));
    }
    if role.attached.contains_key(&key) {
        let message = format!("The policy {} is already attached to the role.", key.1);
        return Err(Refusal::gateway(409, "EntityAlreadyExists.Role.Policy", message));
    }
    if role.attached.len() >= ATTACHMENT_LIMIT {
        let message = format!("A role can have {ATTACHMENT_LIMIT} policies.");
        return Err(Refusal::gateway(409, "LimitExceeded.Role.Policy", message));
    }
    role.attached.insert(key, now);
    Ok(Fields::new())
}

pub(super) fn detach(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let (role_name, key) = attachment(call)?;
    let account = allowed(ram, call, "role", role_name)?;
    let mut role = account.roles.get_mut(role_name).ok_or_else(|| no_role(role_name))?;
    if !role.attached.contains_key(&key) {
        let message = format!("The policy {} is not attached to the role.", key.1);
        return Err(Refusal::gateway(404, "EntityNotExist.Role.Policy", message));
    }
    role.attached.remove(&key);
    Ok(Fields::new())
}

pub(super) fn list_for_role(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("RoleName")?;
    let system = SystemPolicies::builtin();
    let account = allowed(ram, call, "role", name)?;
    let role = account.roles.get(name).filter(|_| !context.hides_from_details(&account.id, name));
    let role = role.ok_or_else(|| no_role(name))?;
    let policies = role.attached.iter().map(|((kind, policy), since)| {
        let (description, version) = match kind {
            PolicyType::System => (system.get(policy).map(|it| it.description.as_str()), None),
            PolicyType::Custom => {
                let policy = account.policies.get(policy);
                (policy.map(|it| it.description.as_str()), policy.map(CustomPolicy::default_name))
            }
        };
        json!({
            "PolicyName": policy,
            "PolicyType": kind.name(),
            "Description": description.unwrap_or_default(),
            "DefaultVersion": version.unwrap_or_else(|| "v1".to_owned()),
            "AttachDate": to_seconds(*since),
        })
    });
    let policies: Vec<Value> = policies.collect();
    Ok(fields(json!({"Policies": {"Policy": policies}})))
}

fn attachment(call: &Call) -> Result<(&str, (PolicyType, String)), Refusal> {
    let kind = PolicyType::read(call.parameters.required("PolicyType")?)?;
    let policy = call.parameters.required("PolicyName")?;
    Ok((call.parameters.required("RoleName")?, (kind, policy.to_owned())))
}
