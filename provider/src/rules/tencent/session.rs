//! Arguments of STS AssumeRole. The limits are those of its reference.

use tfplugin::validate::{Validator, in_range};

use crate::rules::{ValueRule, characters, duplicate_key};

static EXTERNAL_ID: ValueRule = ValueRule::text(
    "cam-external-id",
    "The external ID of a CAM role",
    "must have 2 to 128 characters: letters, digits, `_`, `+`, `=`, `,`, `.`, `@`, `:`, `/` or `-`",
    |text| check_characters(text, "_+=,.@:/-"),
);

static SESSION_NAME: ValueRule = ValueRule::text(
    "cam-session-name",
    "The name of a session of a CAM role",
    "must have 2 to 128 characters: letters, digits, `_`, `+`, `=`, `,`, `.`, `@` or `-`",
    |text| check_characters(text, "_+=,.@-"),
);

static SESSION_POLICY: ValueRule = ValueRule::text(
    "cam-session-policy",
    "The policy of a session of a CAM role",
    "must be a policy document of CAM: a JSON object with `version` and `statement`, of at most 6144 characters",
    check_policy,
);

pub(super) static RULES: [&ValueRule; 3] = [&EXTERNAL_ID, &SESSION_NAME, &SESSION_POLICY];

/// The external ID that the trust policy of a role requires. The message does not show it.
pub(crate) fn cam_external_id() -> impl Validator {
    &EXTERNAL_ID
}

/// The name of an STS session.
pub(crate) fn cam_session_name() -> impl Validator {
    &SESSION_NAME
}

/// A policy that restricts the permissions of a session.
pub(crate) fn cam_session_policy() -> impl Validator {
    &SESSION_POLICY
}

/// The duration of an STS session, in seconds.
pub(crate) fn session_duration() -> impl Validator {
    in_range(1..=43_200, "seconds")
}

fn check_characters(text: &str, others: &str) -> Result<(), String> {
    if let Some(other) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !others.contains(*c)) {
        return Err(format!("It contains {other:?}."));
    }
    match text.len() {
        2..=128 => Ok(()),
        count => Err(format!("It has {}.", characters(count))),
    }
}

fn check_policy(text: &str) -> Result<(), String> {
    let count = text.chars().count();
    if count > 6144 {
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
    match ["version", "statement"].into_iter().find(|key| !document.contains_key(*key)) {
        Some(missing) => Err(format!("It has no {missing}.")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_ids_and_session_names_have_the_documented_characters_and_length() {
        for good in ["ab", "a+b=c,d.e@f:g/h-i_j", &"x".repeat(128)] {
            assert!(cam_external_id().check(&good.into()).is_ok(), "{good}");
        }
        for bad in ["", "x", " ab", "a b", "é2", &"x".repeat(129)] {
            assert!(cam_external_id().check(&bad.into()).is_err(), "{bad}");
            assert!(cam_session_name().check(&bad.into()).is_err(), "{bad}");
        }
        assert!(cam_session_name().check(&"ci@shop".into()).is_ok());
        assert!(cam_session_name().check(&"ci/shop".into()).is_err());
        let hidden = cam_external_id().check(&"my secret".into()).unwrap_err();
        assert!(!hidden.contains("secret"), "{hidden}");
    }

    #[test]
    fn a_session_policy_is_a_policy_document() {
        let good = r#"{"version":"2.0","statement":[{"effect":"allow","action":"dts:*","resource":"*"}]}"#;
        assert_eq!(check_policy(good), Ok(()));
        for (bad, part) in [
            ("allow all", "not JSON"),
            ("[]", "not an object"),
            ("{}", "no version"),
            (r#"{"Version":"2.0","Statement":[]}"#, "no version"),
            (r#"{"version":"2.0","version":"2.0","statement":[]}"#, "\"version\" twice"),
            (&format!("{good}{}", " ".repeat(6144)), "characters"),
        ] {
            let refused = check_policy(bad).unwrap_err();
            assert!(refused.contains(part), "{bad}: {refused}");
        }
    }
}
