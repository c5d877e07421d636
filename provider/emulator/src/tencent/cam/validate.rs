//! CAM's rules for names, documents, pages and tags.

use serde_json::Value;

use crate::policy::{Document, Element, Malformed};
use crate::tencent::gateway::{Fields, Refusal};

use super::tagged::Tags;

/// Longest policy document, in characters.
const DOCUMENT_LIMIT: usize = 6144;

/// Longest description of a role, in bytes.
const DESCRIPTION_LIMIT: usize = 300;

/// Most tags of an object.
const TAG_LIMIT: usize = 50;

pub(super) fn invalid(what: &str, message: impl Into<String>) -> Refusal {
    Refusal::new(format!("InvalidParameter.{what}"), message)
}

pub(super) fn role_name(name: &str) -> Result<(), Refusal> {
    if is_name(name) {
        return Ok(());
    }
    Err(invalid("RoleNameError", "RoleName must have 1 to 128 letters, digits or characters of +=,.@-_."))
}

pub(super) fn policy_name(name: &str) -> Result<(), Refusal> {
    if is_name(name) {
        return Ok(());
    }
    Err(invalid("PolicyNameError", "PolicyName must have 1 to 128 letters, digits or characters of +=,.@-_."))
}

fn is_name(name: &str) -> bool {
    (1..=128).contains(&name.chars().count())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c))
}

pub(super) fn description(text: &str) -> Result<String, Refusal> {
    if text.len() > DESCRIPTION_LIMIT {
        let message = format!("The description is longer than {DESCRIPTION_LIMIT} bytes.");
        return Err(invalid("DescriptionLengthOverlimit", message));
    }
    Ok(text.to_owned())
}

pub(super) fn permission(text: &str, owner: &str) -> Result<Document, Refusal> {
    length(text)?;
    Document::cam_permission(text, owner).map_err(|error| malformed(&error))
}

pub(super) fn trust(text: &str, owner: &str) -> Result<Document, Refusal> {
    length(text)?;
    Document::cam_trust(text, owner).map_err(|error| malformed(&error))
}

fn length(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > DOCUMENT_LIMIT {
        let message = format!("The document has more than {DOCUMENT_LIMIT} characters.");
        return Err(invalid("PolicyDocumentLengthOverLimit", message));
    }
    Ok(())
}

fn malformed(error: &Malformed) -> Refusal {
    let code = match error.element() {
        Element::Document => "PolicyDocumentError",
        Element::Version => "VersionError",
        Element::Statement => "StatementError",
        Element::Effect => "EffectError",
        Element::NoAction => "ActionMiss",
        Element::Action => "ActionError",
        Element::Resource => "ResourceError",
        Element::Principal => "PrincipalError",
        Element::Condition => "ConditionError",
    };
    invalid(code, format!("The policy document is not valid: {error}."))
}

/// The number of seconds of a session.
pub(super) fn session_seconds(parameters: &Fields) -> Result<Option<i64>, Refusal> {
    match parameters.number("SessionDuration") {
        Some(seconds) if !(0..=43_200).contains(&seconds) => {
            Err(invalid("ParamError", "SessionDuration must be a number from 0 to 43200."))
        }
        // Zero is the usual one, too.
        Some(0) => Ok(Some(7200)),
        seconds => Ok(seconds),
    }
}

/// 0 or 1.
pub(super) fn flag(parameters: &Fields, name: &str) -> Result<Option<i64>, Refusal> {
    match parameters.number(name) {
        Some(number) if !(0..=1).contains(&number) => Err(invalid("ParamError", format!("{name} must be 0 or 1."))),
        number => Ok(number),
    }
}

/// Tags of a structure with `Key` and `Value`.
pub(super) fn tags(parameters: &Fields, name: &str) -> Result<Tags, Refusal> {
    let tags = parameters.pairs(name, "Key", "Value");
    if tags.len() > TAG_LIMIT {
        return Err(invalid("TagLimitExceeded", format!("An object can have at most {TAG_LIMIT} tags.")));
    }
    if tags.iter().any(|(key, value)| key.is_empty() || key.chars().count() > 127 || value.chars().count() > 255) {
        return Err(invalid("TagParamError", "A tag key must have 1 to 127 characters, a value at most 255."));
    }
    Ok(tags)
}

/// The rows of a page, and the number of all rows.
pub(super) fn page(rows: Vec<Value>, parameters: &Fields) -> Result<(Vec<Value>, usize), Refusal> {
    let number =
        parameters.number_in("Page", 1..=i64::MAX, 1).map_err(|_| invalid("ParamError", "Page must be at least 1."))?;
    let size = parameters.number_in("Rp", 1..=200, 20).map_err(|_| invalid("ParamError", "Rp must be 1 to 200."))?;
    let (number, size) = (usize::try_from(number).unwrap_or(1), usize::try_from(size).unwrap_or(20));
    let total = rows.len();
    Ok((rows.into_iter().skip((number - 1).saturating_mul(size)).take(size).collect(), total))
}
