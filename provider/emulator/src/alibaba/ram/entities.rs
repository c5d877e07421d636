//! ListEntitiesForPolicy: the roles and users that have a policy.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Outcome, fields};
use crate::core::accounts::Identity;
use crate::core::cloud::Context;
use crate::core::time::to_seconds;

use super::model::PolicyType;
use super::policies::no_policy;
use super::system_policies::SystemPolicies;
use super::{Ram, allowed};

/// Roles and the users of the world; the world has no groups.
pub(super) fn list(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let kind = PolicyType::read(call.parameters.required("PolicyType")?)?;
    let is_system = SystemPolicies::builtin().get(name).is_some();
    let users = users_with(context, &call.caller.account, name);
    let account = allowed(ram, call, "policy", name)?;
    let exists = match kind {
        PolicyType::System => is_system,
        PolicyType::Custom => account.policies.contains_key(name),
    };
    if !exists {
        return Err(no_policy(name));
    }
    let key = (kind, name.to_owned());
    let roles = account.roles.values().filter_map(|role| {
        let since = role.attached.get(&key)?;
        Some(json!({
            "RoleName": role.name,
            "RoleId": role.id,
            "Arn": role.arn(&account.id),
            "Description": role.description,
            "AttachDate": to_seconds(*since),
        }))
    });
    let roles: Vec<Value> = roles.collect();
    Ok(fields(json!({"Roles": {"Role": roles}, "Users": {"User": users}, "Groups": {"Group": []}})))
}

/// The world names a policy of a user without its type, and without the time at which it was attached.
fn users_with(context: Context<'_>, account: &str, policy: &str) -> Vec<Value> {
    let mut users = BTreeMap::new();
    for key in context.accounts.keys().filter(|key| key.account == account) {
        if let Identity::User { name, user_id, policies: Some(policies) } = &key.identity
            && policies.iter().any(|known| known == policy)
        {
            users.insert(name.clone(), json!({"UserName": name, "UserId": user_id, "DisplayName": name}));
        }
    }
    users.into_values().collect()
}
