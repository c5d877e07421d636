//! ListPolicies: those of the account and those of the cloud, page by page.

use serde_json::{Value, json};

use crate::alibaba::gateway::{Call, Outcome, fields};
use crate::core::cloud::Context;

use super::model::PolicyType;
use super::policies::{attached_to, custom_json, system_json};
use super::system_policies::SystemPolicies;
use super::{Ram, allowed, validate};

pub(super) fn list(ram: &mut Ram, _: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let kind = parameters.get("PolicyType").map(PolicyType::read).transpose()?;
    let most = validate::number(parameters, "MaxItems", "MaxItems", 1..=1000)?.unwrap_or(100);
    let wanted = parameters.get("Tag").map(validate::tags).transpose()?.unwrap_or_default();
    // The marker is the number of policies on the pages before.
    let from = parameters.get("Marker").and_then(|marker| marker.parse::<usize>().ok()).unwrap_or(0);
    let system = SystemPolicies::builtin();
    let account = allowed(ram, call, "policy", "*")?;
    let mut found: Vec<Value> = Vec::new();
    if kind != Some(PolicyType::System) {
        for (name, policy) in account.policies.iter() {
            if wanted.iter().all(|(key, value)| policy.tags.get(key) == Some(value)) {
                let mut shown = custom_json(name, policy);
                shown["AttachmentCount"] = json!(attached_to(account, PolicyType::Custom, name).len());
                let tags = policy.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value}));
                shown["Tags"] = json!({"Tag": tags.collect::<Vec<Value>>()});
                found.push(shown);
            }
        }
    }
    // System policies have no tags.
    if kind != Some(PolicyType::Custom) && wanted.is_empty() {
        for name in system.names() {
            let Some(policy) = system.get(name) else { continue };
            let mut shown = system_json(name, policy);
            shown["AttachmentCount"] = json!(attached_to(account, PolicyType::System, name).len());
            found.push(shown);
        }
    }
    let most = usize::try_from(most).unwrap_or(1000);
    let more = found.len() > from.saturating_add(most);
    let page: Vec<Value> = found.into_iter().skip(from).take(most).collect();
    let mut answer = fields(json!({"Policies": {"Policy": page}, "IsTruncated": more}));
    if more {
        answer.insert("Marker".to_owned(), json!((from + most).to_string()));
    }
    Ok(answer)
}
