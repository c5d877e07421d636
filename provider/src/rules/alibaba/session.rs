//! Arguments of STS AssumeRole. The limits are those of its reference.

use tfplugin::validate::Validator;

use crate::rules::{ValueRule, characters, duplicate_key};

static EXTERNAL_ID: ValueRule = ValueRule::text(
    "external-id",
    "An external ID",
    "must have 2 to 1224 characters: letters, digits, `_`, `=`, `,`, `.`, `@`, `:`, `/`, `+` or `-`",
    check_external_id,
);

static SESSION_POLICY: ValueRule = ValueRule::text(
    "session-policy",
    "The policy of a session",
    "must be a policy document of RAM: a JSON object with `Version` and `Statement`, of at most 2048 characters",
    check_policy,
);

pub(super) static RULES: [&ValueRule; 2] = [&EXTERNAL_ID, &SESSION_POLICY];

/// The external ID that the trust policy of a role requires.
pub(crate) fn external_id() -> impl Validator {
    &EXTERNAL_ID
}

/// A policy that restricts the permissions of a session.
pub(crate) fn session_policy() -> impl Validator {
    &SESSION_POLICY
}

fn check_external_id(text: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_=,.@:/+-".contains(c);
    if let Some(other) = text.chars().find(|c| !allowed(*c)) {
        return Err(format!("It contains {other:?}."));
    }
    match text.len() {
        2..=1224 => Ok(()),
        count => Err(format!("It has {}.", characters(count))),
    }
}

fn check_policy(text: &str) -> Result<(), String> {
    let count = text.chars().count();
    if count > 2048 {
        return Err(format!("It has {}.", characters(count)));
    }
    let json: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| format!("It is not JSON: {error}. Write it with jsonencode({{ … }})."))?;
    let serde_json::Value::Object(document) = json else {
        return Err("It is JSON, but not an object.".to_owned());
    };
    if let Some(key) = duplicate_key(text) {
        return Err(format!("It has the key {key:?} twice in one object."));
    }
    match ["Version", "Statement"].into_iter().find(|key| !document.contains_key(*key)) {
        Some(missing) => Err(format!("It has no {missing}.")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_external_id_has_the_documented_characters_and_length() {
        for good in ["ab", "a+b=c,d.e@f:g/h-i_j", &"x".repeat(1224)] {
            assert_eq!(check_external_id(good), Ok(()), "{good}");
        }
        for bad in ["", "x", " ab", "a b", "é2", &"x".repeat(1225)] {
            assert!(check_external_id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_session_policy_is_a_policy_document() {
        let good = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"dts:*","Resource":"*"}]}"#;
        assert_eq!(check_policy(good), Ok(()));
        for (bad, part) in [
            ("allow all", "not JSON"),
            ("[]", "not an object"),
            ("{}", "no Version"),
            (r#"{"Version":"1"}"#, "no Statement"),
            (r#"{"Version":"1","Version":"1","Statement":[]}"#, "\"Version\" twice"),
            (&format!("{good}{}", " ".repeat(2048)), "characters"),
        ] {
            let refused = check_policy(bad).unwrap_err();
            assert!(refused.contains(part), "{bad}: {refused}");
        }
    }
}
