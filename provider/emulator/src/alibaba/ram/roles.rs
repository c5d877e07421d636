//! CreateRole, GetRole, UpdateRole, DeleteRole, ListRoles.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::alibaba::ids;
use crate::core::cloud::Context;
use crate::policy::rewritten_for_owner;

use super::model::Role;
use super::{Ram, allowed, validate};

pub(super) fn create(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("RoleName")?;
    let document = parameters.required("AssumeRolePolicyDocument")?;
    let now = context.now;
    let account = allowed(ram, call, "role", name)?;
    validate::role_name(name)?;
    validate::trust_document(document)?;
    let trust_text = rewritten_for_owner(document, &account.id);
    let role = Role {
        name: name.to_owned(),
        id: ids::numeric_id(),
        trust: validate::trust_document(&trust_text)?,
        description: validate::description(parameters.get("Description").unwrap_or_default())?,
        max_session_seconds: validate::session_seconds(parameters, "MaxSessionDuration")?.unwrap_or(3600),
        created: now,
        updated: now,
        attached: BTreeMap::new(),
        tags: parameters.get("Tag").map(validate::tags).transpose()?.unwrap_or_default(),
    };
    if account.roles.contains_key(name) {
        let message = format!("The role already exists: {name}");
        return Err(Refusal::gateway(409, "EntityAlreadyExists.Role", message));
    }
    let answer = fields(json!({"Role": role.to_json(&account.id)}));
    account.roles.insert(name.to_owned(), role);
    Ok(answer)
}

pub(super) fn get(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("RoleName")?;
    let account = allowed(ram, call, "role", name)?;
    let role = account.roles.get(name).filter(|_| !context.hides_from_details(&account.id, name));
    let role = role.ok_or_else(|| no_role(name))?;
    Ok(fields(json!({"Role": role.to_full_json(&account.id)})))
}

pub(super) fn update(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("RoleName")?;
    let now = context.now;
    let account = allowed(ram, call, "role", name)?;
    let mut role = account.roles.get_mut(name).ok_or_else(|| no_role(name))?;
    // An empty description clears the one of the role.
    let description = parameters.sent("NewDescription").map(validate::description).transpose()?;
    let session = validate::session_seconds(parameters, "NewMaxSessionDuration")?;
    if let Some(document) = parameters.get("NewAssumeRolePolicyDocument") {
        validate::trust_document(document)?;
        role.trust = validate::trust_document(&rewritten_for_owner(document, &account.id))?;
    }
    role.description = description.unwrap_or_else(|| role.description.clone());
    role.max_session_seconds = session.unwrap_or(role.max_session_seconds);
    role.updated = now;
    Ok(fields(json!({"Role": role.to_updated_json(&account.id)})))
}

pub(super) fn delete(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("RoleName")?;
    let account = allowed(ram, call, "role", name)?;
    let role = account.roles.get(name).ok_or_else(|| no_role(name))?;
    if !role.attached.is_empty() {
        let message = "The role still has policies attached; detach them first.";
        return Err(Refusal::gateway(409, "DeleteConflict.Role.Policy", message));
    }
    account.roles.remove(name);
    Ok(Fields::new())
}

pub(super) fn list(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let account = allowed(ram, call, "role", "*")?;
    let most = validate::number(parameters, "MaxItems", "MaxItems", 1..=1000)?.unwrap_or(100);
    let wanted = parameters.get("Tag").map(validate::tags).transpose()?.unwrap_or_default();
    // The marker is the last name of the page before.
    let from = parameters.get("Marker").unwrap_or_default();
    let mut rest = account
        .roles
        .values()
        .filter(|role| role.name.as_str() > from && !context.hides_from_lists(&account.id, &role.name))
        .filter(|role| wanted.iter().all(|(key, value)| role.tags.get(key) == Some(value)))
        .peekable();
    let mut page: Vec<Value> = Vec::new();
    let mut last = String::new();
    while let Some(role) = rest.next_if(|_| (page.len() as u64) < most) {
        last.clone_from(&role.name);
        page.push(role.to_listed_json(&account.id));
    }
    let truncated = rest.peek().is_some();
    let mut answer = fields(json!({"Roles": {"Role": page}, "IsTruncated": truncated}));
    if truncated {
        answer.insert("Marker".to_owned(), json!(last));
    }
    Ok(answer)
}

pub(super) fn no_role(name: &str) -> Refusal {
    Refusal::gateway(404, "EntityNotExist.Role", format!("The role not exists: {name}"))
}
