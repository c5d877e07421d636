//! CreatePolicy, GetPolicy, UpdatePolicy, DeletePolicy.

use serde_json::json;

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Fields, Outcome, Refusal, fields, nothing};
use crate::tencent::ids;
use crate::tencent::time::to_beijing;

use super::model::CustomPolicy;
use super::tagged::tags_json;
use super::{Cam, CamAccount, Presets, allowed, validate};

/// Most custom policies of an account.
const POLICY_LIMIT: usize = 1500;

/// The date shown for preset policies.
pub(super) const PRESET_SINCE: &str = "2016-09-12 00:00:00";

pub(super) fn create(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("PolicyName")?;
    let text = parameters.required("PolicyDocument")?;
    let account = allowed(cam, call, "policyid/*")?;
    validate::policy_name(name)?;
    let document = validate::permission(text, &account.uin)?;
    let tags = validate::tags(parameters, "Tags")?;
    let taken = account.policies.values().any(|policy| policy.name == name);
    if taken || Presets::builtin().named(name).is_some() {
        return Err(Refusal::new("FailedOperation.PolicyNameInUse", format!("The policy name {name} is in use.")));
    }
    if account.policies.len() >= POLICY_LIMIT {
        let message = format!("An account can have {POLICY_LIMIT} custom policies.");
        return Err(Refusal::new("FailedOperation.PolicyFull", message));
    }
    let id = ids::policy_id();
    let mut policy = CustomPolicy::new(id, name, document, parameters.text("Description"), context.now);
    policy.tags = tags;
    account.policies.insert(id.to_string(), policy);
    Ok(fields(json!({"PolicyId": id})))
}

pub(super) fn get(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let id = id_of(call)?;
    let account = allowed(cam, call, &format!("policyid/{id}"))?;
    if let Some(preset) = Presets::builtin().with_id(id) {
        return Ok(fields(json!({
            "PolicyName": preset.name, "Description": preset.description, "Type": 2, "AddTime": PRESET_SINCE,
            "UpdateTime": PRESET_SINCE, "PolicyDocument": preset.text, "PresetAlias": preset.name,
            "IsServiceLinkedRolePolicy": 0, "Tags": [],
        })));
    }
    let policy = account.policies.get(&id.to_string()).ok_or_else(no_policy)?;
    Ok(fields(json!({
        "PolicyName": policy.name, "Description": policy.description, "Type": 1, "AddTime": to_beijing(policy.created),
        "UpdateTime": to_beijing(policy.updated), "PolicyDocument": policy.document.text(), "PresetAlias": "",
        "IsServiceLinkedRolePolicy": 0, "Tags": tags_json(&policy.tags),
    })))
}

/// A policy can be addressed by name or by ID; only in the first case the answer contains the ID. A name beside an ID
/// is a new name.
pub(super) fn update(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let by_id = parameters.number("PolicyId").and_then(|id| u64::try_from(id).ok());
    let account = allowed(cam, call, &by_id.map_or("policyid/*".to_owned(), |id| format!("policyid/{id}")))?;
    let id = match (by_id, parameters.get("PolicyName")) {
        (Some(id), _) => id,
        (None, Some(name)) => account.policy_named(name)?,
        (None, None) => {
            return Err(Refusal::new("InvalidParameter.ParamError", "PolicyId or PolicyName must be given."));
        }
    };
    let document = parameters.get("PolicyDocument").map(|text| validate::permission(text, &account.uin)).transpose()?;
    let mut policy = account.policies.get_mut(&id.to_string()).ok_or_else(no_policy)?;
    if let (Some(_), Some(name)) = (by_id, parameters.get("PolicyName")) {
        validate::policy_name(name)?;
        name.clone_into(&mut policy.name);
    }
    if parameters.has("Description") {
        parameters.text("Description").clone_into(&mut policy.description);
    }
    if let Some(document) = document {
        policy.document = document;
    }
    policy.updated = context.now;
    Ok(fields(if by_id.is_none() { json!({"PolicyId": id}) } else { json!({}) }))
}

/// Attached policies are detached.
pub(super) fn delete(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let ids: Vec<u64> = call.parameters.list("PolicyId").iter().filter_map(serde_json::Value::as_u64).collect();
    if ids.is_empty() {
        return Err(Refusal::missing("PolicyId"));
    }
    for id in &ids {
        let account = allowed(cam, call, &format!("policyid/{id}"))?;
        account.policies.get(&id.to_string()).ok_or_else(no_policy)?;
    }
    for id in ids {
        let account = allowed(cam, call, &format!("policyid/{id}"))?;
        account.detach_from_all(id);
        account.policies.remove(&id.to_string());
    }
    nothing()
}

/// The ID of the policy of a call.
pub(super) fn id_of(call: &Call) -> Result<u64, Refusal> {
    let id = call.parameters.number("PolicyId").ok_or_else(|| Refusal::missing("PolicyId"))?;
    u64::try_from(id).map_err(|_| validate::invalid("PolicyIdError", "PolicyId must be a positive number."))
}

/// The policy of a call, which names it by ID or by name.
pub(super) fn id_or_name(account: &CamAccount, parameters: &Fields) -> Result<u64, Refusal> {
    match (parameters.number("PolicyId").and_then(|id| u64::try_from(id).ok()), parameters.get("PolicyName")) {
        (Some(id), _) if account.has_policy(id) => Ok(id),
        (Some(_), _) => Err(validate::invalid("PolicyIdNotExist", "The policy does not exist.")),
        (None, Some(name)) => account.policy_named(name),
        (None, None) => Err(Refusal::new("InvalidParameter.ParamError", "PolicyId or PolicyName must be given.")),
    }
}

pub(super) fn no_policy() -> Refusal {
    Refusal::new("ResourceNotFound.PolicyIdNotFound", "The policy does not exist.")
}

impl CamAccount {
    pub(super) fn has_policy(&self, id: u64) -> bool {
        Presets::builtin().with_id(id).is_some() || self.policies.contains_key(&id.to_string())
    }

    /// The ID of a preset or custom policy.
    pub(super) fn policy_named(&self, name: &str) -> Result<u64, Refusal> {
        let preset = Presets::builtin().named(name).map(|preset| preset.id);
        let custom = || self.policies.values().find(|policy| policy.name == name).map(|policy| policy.id);
        let no_such = || validate::invalid("PolicyIdNotExist", format!("The policy {name} does not exist."));
        preset.or_else(custom).ok_or_else(no_such)
    }

    fn detach_from_all(&mut self, id: u64) {
        let roles: Vec<String> =
            self.roles.values().filter(|role| role.attached.contains_key(&id)).map(|role| role.name.clone()).collect();
        for name in roles {
            if let Some(mut role) = self.roles.get_mut(&name) {
                role.attached.remove(&id);
            }
        }
        let users: Vec<String> =
            self.users.values().filter(|user| user.attached.contains_key(&id)).map(|user| user.name.clone()).collect();
        for name in users {
            if let Some(mut user) = self.users.get_mut(&name) {
                user.attached.remove(&id);
            }
        }
        let groups: Vec<String> = self
            .groups
            .iter()
            .filter(|(_, group)| group.attached.contains_key(&id))
            .map(|(id, _)| id.clone())
            .collect();
        for name in groups {
            if let Some(mut group) = self.groups.get_mut(&name) {
                group.attached.remove(&id);
            }
        }
    }
}
