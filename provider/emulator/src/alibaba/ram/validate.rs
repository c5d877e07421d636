//! RAM's rules for names, documents and tags.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::alibaba::gateway::{Parameters, Refusal};
use crate::policy::{Document, Malformed};

/// Longest trust policy; the published limit of role documents.
const TRUST_LIMIT: usize = 2048;

/// Most tags of one call.
const TAG_LIMIT: usize = 20;

/// Letters, digits, `.` and `-`, 1 to 64 of them.
pub(super) fn role_name(name: &str) -> Result<(), Refusal> {
    if name.chars().count() > 64 {
        return Err(invalid("RoleName.Length", "The role name must have 1 to 64 characters."));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-') {
        return Err(invalid("RoleName.InvalidChars", "The role name may have letters, digits, '.' and '-' only."));
    }
    Ok(())
}

/// Letters, digits and `-`, 1 to 128 of them.
pub(super) fn policy_name(name: &str) -> Result<(), Refusal> {
    if name.chars().count() > 128 {
        return Err(invalid("PolicyName.Length", "The policy name must have 1 to 128 characters."));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(invalid("PolicyName.InvalidChars", "The policy name may have letters, digits and '-' only."));
    }
    Ok(())
}

pub(super) fn trust_document(text: &str) -> Result<Document, Refusal> {
    if text.len() > TRUST_LIMIT {
        let message = format!("The trust policy is longer than {TRUST_LIMIT} bytes.");
        return Err(invalid("AssumeRolePolicyDocument.Length", &message));
    }
    Document::trust(text).map_err(|error| malformed(&error))
}

pub(super) fn malformed(error: &Malformed) -> Refusal {
    Refusal::gateway(400, "MalformedPolicyDocument", format!("The policy document is malformed: {error}."))
}

pub(super) fn description(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > 1024 {
        return Err(invalid("Description.Length", "The description must have 1 to 1024 characters."));
    }
    Ok(text.to_owned())
}

pub(super) fn session_seconds(parameters: &Parameters, name: &str) -> Result<Option<u64>, Refusal> {
    number(parameters, name, "MaxSessionDuration", 3600..=43200)
}

/// A number in a range; the refusal has the form of RAM.
pub(super) fn number(
    parameters: &Parameters,
    name: &str,
    code: &str,
    range: RangeInclusive<u64>,
) -> Result<Option<u64>, Refusal> {
    parameters
        .number(name, range.clone())
        .map_err(|_| invalid(code, &format!("{name} must be a number from {} to {}.", range.start(), range.end())))
}

#[derive(serde::Deserialize)]
struct Tag {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Value", default)]
    value: String,
}

/// `[{"Key":"k","Value":"v"}]`.
pub(super) fn tags(text: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let tags: Vec<Tag> = json("Tag", text)?;
    if tags.len() > TAG_LIMIT {
        return Err(invalid("Tag", "Tag must have at most 20 entries."));
    }
    for tag in &tags {
        if tag.key.is_empty() || tag.key.chars().count() > 128 || tag.value.chars().count() > 256 {
            return Err(invalid("Tag", "a tag key must have 1 to 128 characters, a value at most 256."));
        }
    }
    Ok(tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

/// Reads a parameter that is JSON text.
pub(super) fn json<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| invalid(name, &format!("{name} is not the expected JSON: {error}.")))
}

pub(super) fn invalid(what: &str, message: &str) -> Refusal {
    Refusal::gateway(400, format!("InvalidParameter.{what}"), message)
}
