//! The object of a call, and whether the call changes anything.

use serde_json::{Map, Value};

/// Parameters that name the object of a call; the first of them that the call has counts.
const OBJECTS: [&str; 12] = [
    "JobId",
    "RoleName",
    "RoleId",
    "AttachRoleName",
    "AttachRoleId",
    "DetachRoleName",
    "DetachRoleId",
    "RoleArn",
    "PolicyName",
    "PolicyId",
    "Name",
    "JobName",
];

/// The first characters of the names of actions that change nothing. Sessions of STS do not count as a change.
const READING: [&str; 4] = ["AssumeRole", "Describe", "Get", "List"];

/// The object of a call; empty when no parameter names one.
pub(crate) fn object_of(parameters: &Map<String, Value>) -> String {
    let text = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    OBJECTS.iter().find_map(|name| parameters.get(*name).and_then(text)).unwrap_or_default()
}

/// Whether an action changes what exists.
pub(crate) fn is_mutating(action: &str) -> bool {
    !READING.iter().any(|prefix| action.starts_with(prefix))
}

/// Names and values of all parameters for the request log, with dots between the levels.
pub(crate) fn flat(parameters: &Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in parameters {
        flatten(name.clone(), value, &mut found);
    }
    found.sort();
    found
}

fn flatten(path: String, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| flatten(format!("{path}.{name}"), value, found));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(at, value)| flatten(format!("{path}.{at}"), value, found));
        }
        Value::String(text) => found.push((path, text.clone())),
        other => found.push((path, other.to_string())),
    }
}
