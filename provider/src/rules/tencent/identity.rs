//! UINs, role names and names of roles in CAM. The limits are those of the references of CAM CreateRole and DTS `AccountRole`.

use tfplugin::validate::Validator;

use crate::rules::{ValueRule, characters, cloud_of_arn, shown, without_space_around};

/// This cloud in messages.
const CLOUD: &str = "Tencent Cloud";

/// The name of a role in messages.
const EXAMPLE: &str = "dts-role";

static UIN: ValueRule = ValueRule::text(
    "uin",
    "A UIN",
    "must be the UIN of a root account of Tencent Cloud, with 5 to 20 digits",
    check_uin,
);

static ROLE_NAME: ValueRule = ValueRule::text(
    "dts-cam-role-name",
    "The name of a role that DTS uses",
    "must be the name of a CAM role with 1 to 128 letters, digits, `-` or `_` (CAM allows more characters, and DTS rejects them)",
    |text| check_role_name(text, is_dts_character),
);

static CAM_ROLE_NAME: ValueRule = ValueRule::text(
    "cam-role-name",
    "The name of a CAM role",
    "must be the name of a CAM role, with 1 to 128 letters, digits, `+`, `=`, `,`, `.`, `@`, `-` or `_`",
    |text| check_role_name(text, is_cam_character),
);

static ROLE_ARN: ValueRule = ValueRule::text(
    "cam-role-arn",
    "The ARN of a CAM role",
    "must be the ARN of a CAM role: `qcs::cam::uin/<UIN>:roleName/<name>`",
    check_role_arn,
);

pub(super) static RULES: [&ValueRule; 4] = [&UIN, &ROLE_NAME, &CAM_ROLE_NAME, &ROLE_ARN];

/// The UIN of a root account.
pub(crate) fn uin() -> impl Validator {
    &UIN
}

/// The name of a CAM role that DTS can use.
pub(crate) fn role_name() -> &'static ValueRule {
    &ROLE_NAME
}

/// The name of any CAM role.
pub(crate) fn cam_role_name() -> impl Validator {
    &CAM_ROLE_NAME
}

/// The ARN of a CAM role, by name or by ID.
pub(crate) fn cam_role_arn() -> impl Validator {
    &ROLE_ARN
}

/// UIN and name in the ARN of a role, `qcs::cam::uin/<UIN>:roleName/<name>`; none for other texts. In the form with the ID of the role,
/// the ID takes the place of the name.
pub(crate) fn parse_role_arn(text: &str) -> Option<(&str, &str)> {
    let (uin, resource) = text.strip_prefix("qcs::cam::uin/")?.split_once(':')?;
    let name = resource.strip_prefix("roleName/").or_else(|| resource.strip_prefix("role/"))?;
    let is_name = !name.is_empty() && name.chars().all(is_cam_character);
    (is_uin(uin) && is_name).then_some((uin, name))
}

/// The ARN of a role.
pub(crate) fn role_arn(uin: &str, name: &str) -> String {
    format!("qcs::cam::uin/{uin}:roleName/{name}")
}

/// Whether a text is a UIN.
pub(crate) fn is_uin(text: &str) -> bool {
    (5..=20).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}

fn check_uin(text: &str) -> Result<(), String> {
    without_space_around(text, is_uin)?;
    if let Some((_, rest)) = text.split_once("uin/") {
        let uin: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let hint = if is_uin(&uin) { format!(" Write {uin:?}.") } else { String::new() };
        return Err(format!("{} is an ARN.{hint}", shown(text)));
    }
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    if let Some(cloud) = cloud_of_arn(text).filter(|cloud| *cloud != CLOUD) {
        return Err(format!("{} is an ARN of {cloud}, which has other accounts.", shown(text)));
    }
    if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!(
            "{} contains {other:?}. The console shows the UIN (account ID) under Account Center, Account Information.",
            shown(text)
        ));
    }
    if !is_uin(text) {
        return Err(format!("{} has {} digits.", shown(text), text.len()));
    }
    Ok(())
}

fn check_role_name(text: &str, is_allowed: fn(char) -> bool) -> Result<(), String> {
    let is_name = |name: &str| (1..=128).contains(&name.chars().count()) && name.chars().all(is_allowed);
    if is_name(text) {
        return Ok(());
    }
    without_space_around(text, is_name)?;
    if let Some((_, name)) = parse_role_arn(text) {
        let hint = if is_name(name) { format!(" Write {name:?}.") } else { String::new() };
        return Err(format!("{} is an ARN.{hint}", shown(text)));
    }
    if let Some(cloud) = cloud_of_arn(text) {
        let of = if cloud == CLOUD { String::new() } else { format!(" of {cloud}") };
        return Err(format!("{} is an ARN{of}. Write the name of a CAM role, such as {EXAMPLE:?}.", shown(text)));
    }
    let name = ["roleName/", "role/"].iter().find_map(|path| text.strip_prefix(path));
    if let Some(name) = name.filter(|name| is_name(name)) {
        return Err(format!("{} has a path. Write {name:?}.", shown(text)));
    }
    match text.chars().find(|c| !is_allowed(*c)) {
        _ if text.is_empty() => Err(format!("It is empty. Write, for example, {EXAMPLE:?}.")),
        None => Err(format!("It has {}.", characters(text.chars().count()))),
        Some(other) => {
            let fixed: String = text.chars().map(|c| if is_allowed(c) { c } else { '-' }).collect();
            let has_word = fixed.chars().any(|c| c.is_ascii_alphanumeric());
            let example = if is_name(&fixed) && has_word { &fixed } else { EXAMPLE };
            Err(format!("{} contains {other:?}. Write, for example, {example:?}.", shown(text)))
        }
    }
}

fn is_dts_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn is_cam_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+=,.@-_".contains(c)
}

fn check_role_arn(text: &str) -> Result<(), String> {
    without_space_around(text, |text| parse_role_arn(text).is_some())?;
    if parse_role_arn(text).is_some() {
        return Ok(());
    }
    let rest = text.strip_prefix("qcs::cam::uin/").and_then(|rest| rest.split_once(':'));
    Err(match rest {
        Some((uin, _)) if !is_uin(uin) => match check_uin(uin) {
            Err(problem) => format!("{} has no valid UIN: {problem}", shown(text)),
            Ok(()) => format!("{} is not the ARN of a role.", shown(text)),
        },
        _ => match cloud_of_arn(text).filter(|cloud| *cloud != CLOUD) {
            Some(cloud) => format!("{} is an ARN of {cloud}.", shown(text)),
            None => format!("{} is not the ARN of a role.", shown(text)),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uin_is_digits() {
        for right in ["100000000001", "20548499", "12345"] {
            assert_eq!(check_uin(right), Ok(()), "{right}");
        }
        for (text, part) in [
            ("1234", "has 4 digits"),
            ("", "It is empty"),
            ("acs:ram::1234567890123456:root", "an ARN of Alibaba Cloud"),
            ("10000000000l", "contains 'l'"),
            ("qcs::cam::uin/100000000001:root", "Write \"100000000001\"."),
            (" 100000000001", "Write \"100000000001\"."),
        ] {
            let refused = check_uin(text).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }

    #[test]
    fn dts_allows_fewer_characters_in_a_role_name_than_cam() {
        assert!(role_name().check(&"DTS-role_1".into()).is_ok());
        assert!(role_name().check(&"dts.role".into()).unwrap_err().ends_with("Write, for example, \"dts-role\"."));
        assert!(cam_role_name().check(&"dts.role".into()).is_ok());
        for (text, part) in [
            ("", "It is empty"),
            ("qcs::cam::uin/100000000001:roleName/DTS-role", "Write \"DTS-role\"."),
            ("acs:ram::1234567890123456:role/ram-for-dts", "an ARN of Alibaba Cloud. Write the name of a CAM role"),
            ("roleName/DTS-role", "Write \"DTS-role\"."),
            ("DTS-role\n", "Write \"DTS-role\""),
            ("dts role", "\"dts-role\""),
        ] {
            let refused = role_name().check(&text.into()).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
        assert!(role_name().check(&"x".repeat(129).as_str().into()).unwrap_err().contains("129 characters"));
        assert!(role_name().check(&"x".repeat(128).as_str().into()).is_ok());
    }

    #[test]
    fn a_role_arn_has_a_uin_and_a_name() {
        for (text, parts) in [
            ("qcs::cam::uin/100000000001:roleName/DTS-role", Some(("100000000001", "DTS-role"))),
            ("qcs::cam::uin/100000000001:role/4611686018427397919", Some(("100000000001", "4611686018427397919"))),
            ("qcs::cam::uin/12:roleName/DTS-role", None),
            ("qcs::cam::uin/100000000001:root", None),
            ("qcs::cam::uin/100000000001:roleName/", None),
            ("acs:ram::1234567890123456:role/a", None),
        ] {
            assert_eq!(parse_role_arn(text), parts, "{text}");
            assert_eq!(cam_role_arn().check(&text.into()).is_ok(), parts.is_some(), "{text}");
        }
        assert!(cam_role_arn().check(&"qcs::cam::uin/12:roleName/a".into()).unwrap_err().contains("has 2 digits"));
        assert!(cam_role_arn().check(&"arn:aws:iam::123456789012:role/a".into()).unwrap_err().contains("AWS"));
        assert!(cam_role_arn().check(&"acs:ram::1:role/a".into()).unwrap_err().contains("Alibaba Cloud"));
    }
}
