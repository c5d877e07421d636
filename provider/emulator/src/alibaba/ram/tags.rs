//! TagResources, UntagResources and ListTagResources of RAM. Lists are JSON text, and the listed tags are flat.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::cloud::Context;

use super::policies::no_policy;
use super::roles::no_role;
use super::{Ram, RamAccount, allowed, validate};

/// Most resources of one call.
const RESOURCE_LIMIT: usize = 50;

pub(super) fn tag(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let (kind, names) = resources(call)?;
    let tags = validate::tags(call.parameters.required("Tag")?)?;
    each(ram, call, kind, &names, |stored| stored.extend(tags.clone()))
}

pub(super) fn untag(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let (kind, names) = resources(call)?;
    let mut keys: Vec<String> = call.parameters.list("TagKey").into_iter().map(str::to_owned).collect();
    if let Some(text) = call.parameters.get("TagKeys") {
        keys.extend(validate::json::<Vec<String>>("TagKeys", text)?);
    }
    let all = call.parameters.flag("All")?.unwrap_or(false);
    if keys.is_empty() && !all {
        return Err(Refusal::missing("TagKeys"));
    }
    each(ram, call, kind, &names, |stored| stored.retain(|key, _| !keys.is_empty() && !keys.contains(key)))
}

pub(super) fn list(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let kind = call.parameters.required("ResourceType")?;
    let names: Vec<String> =
        parameters.get("ResourceNames").map_or(Ok(Vec::new()), |text| validate::json("ResourceNames", text))?;
    let wanted = parameters.get("Tag").map(validate::tags).transpose()?.unwrap_or_default();
    let size = validate::number(parameters, "PageSize", "PageSize", 1..=100)?.unwrap_or(100);
    // The token is the number of entries on the pages before.
    let from = parameters.get("NextToken").and_then(|token| token.parse::<usize>().ok()).unwrap_or(0);
    let account = allowed(ram, call, kind, "*")?;
    let names = if names.is_empty() { known_names(account, kind)? } else { names };
    let mut found: Vec<Value> = Vec::new();
    for name in &names {
        for (key, value) in tags_of(account, kind, name)? {
            if wanted.is_empty() || wanted.get(key).is_some_and(|it| it.is_empty() || it == value) {
                let row = json!({"ResourceName": name, "ResourceType": kind, "TagKey": key, "TagValue": value});
                found.push(row);
            }
        }
    }
    let size = usize::try_from(size).unwrap_or(100);
    let more = found.len() > from + size;
    let page: Vec<Value> = found.into_iter().skip(from).take(size).collect();
    let mut answer = fields(json!({"TagResources": page}));
    if more {
        answer.insert("NextToken".to_owned(), json!((from + size).to_string()));
    }
    Ok(answer)
}

fn resources(call: &Call) -> Result<(&str, Vec<String>), Refusal> {
    let kind = call.parameters.required("ResourceType")?;
    let names: Vec<String> = validate::json("ResourceNames", call.parameters.required("ResourceNames")?)?;
    if names.is_empty() || names.len() > RESOURCE_LIMIT {
        return Err(validate::invalid("ResourceNames", "ResourceNames must have 1 to 50 entries."));
    }
    Ok((kind, names))
}

/// Changes the tags of every named resource; if one of them is unknown, it changes none.
fn each(
    ram: &mut Ram,
    call: &Call,
    kind: &str,
    names: &[String],
    change: impl Fn(&mut BTreeMap<String, String>),
) -> Outcome {
    for name in names {
        let account = allowed(ram, call, kind, name)?;
        tags_of(account, kind, name)?;
    }
    for name in names {
        change(tags_to_change(allowed(ram, call, kind, name)?, kind, name)?);
    }
    Ok(Fields::new())
}

fn tags_of<'a>(account: &'a RamAccount, kind: &str, name: &str) -> Result<&'a BTreeMap<String, String>, Refusal> {
    match kind {
        "role" => account.roles.get(name).map(|role| &role.tags).ok_or_else(|| no_role(name)),
        "policy" => account.policies.get(name).map(|policy| &policy.tags).ok_or_else(|| no_policy(name)),
        _ => Err(unknown_kind()),
    }
}

fn tags_to_change<'a>(
    account: &'a mut RamAccount,
    kind: &str,
    name: &str,
) -> Result<&'a mut BTreeMap<String, String>, Refusal> {
    match kind {
        "role" => account.roles.get_mut(name).map(|role| &mut role.into_mut().tags).ok_or_else(|| no_role(name)),
        "policy" => {
            account.policies.get_mut(name).map(|policy| &mut policy.into_mut().tags).ok_or_else(|| no_policy(name))
        }
        _ => Err(unknown_kind()),
    }
}

fn known_names(account: &RamAccount, kind: &str) -> Result<Vec<String>, Refusal> {
    match kind {
        "role" => Ok(account.roles.keys().cloned().collect()),
        "policy" => Ok(account.policies.keys().cloned().collect()),
        _ => Err(unknown_kind()),
    }
}

fn unknown_kind() -> Refusal {
    validate::invalid("ResourceType", "ResourceType must be role or policy.")
}
