//! Account IDs, role names and ARNs. The limits are those of the references of RAM CreateRole and STS AssumeRole.

use tfplugin::validate::Validator;

use crate::rules::{ValueRule, characters, cloud_of_arn, shown, without_space_around};

/// This cloud in messages.
const CLOUD: &str = "Alibaba Cloud";

/// The name of a role in messages.
const EXAMPLE: &str = "ram-for-dts";
/// The role that each account has for DTS itself. Another account cannot use it.
const DEFAULT_ROLE: &str = "AliyunDTSDefaultRole";

static ACCOUNT_ID: ValueRule = ValueRule::text(
    "account-id",
    "An account ID",
    "must be the ID of an Alibaba Cloud account, with 10 to 20 digits",
    check_account_id,
);

static ROLE_NAME: ValueRule = ValueRule::text(
    "role-name",
    "A role name",
    "must be the name of a RAM role, with 1 to 64 letters, digits, `.` or `-` (not an ARN, and not `AliyunDTSDefaultRole`)",
    check_role_name,
);

static ROLE_ARN: ValueRule = ValueRule::text(
    "role-arn",
    "A role ARN",
    "must be the ARN of a RAM role: `acs:ram::<account ID>:role/<name>`",
    |text| check_arn(text, "role", "ARN of a role"),
);

static SESSION_NAME: ValueRule = ValueRule::text(
    "session-name",
    "A session name",
    "must have 2 to 64 characters: letters, digits, `.`, `@`, `-` or `_`",
    check_session_name,
);

static OIDC_PROVIDER_ARN: ValueRule = ValueRule::text(
    "oidc-provider-arn",
    "The ARN of an identity provider",
    "must be the ARN of an OIDC identity provider in RAM: `acs:ram::<account ID>:oidc-provider/<name>`",
    |text| check_arn(text, "oidc-provider", "ARN of an identity provider"),
);

pub(super) static RULES: [&ValueRule; 5] = [&ACCOUNT_ID, &ROLE_NAME, &ROLE_ARN, &SESSION_NAME, &OIDC_PROVIDER_ARN];

/// The ID of an Alibaba Cloud account.
pub(crate) fn account_id() -> impl Validator {
    &ACCOUNT_ID
}

/// The name of a RAM role, not its ARN.
pub(crate) fn role_name() -> &'static ValueRule {
    &ROLE_NAME
}

/// The ARN of a RAM role.
pub(crate) fn role_arn() -> impl Validator {
    &ROLE_ARN
}

/// The name of an STS session.
pub(crate) fn session_name() -> impl Validator {
    &SESSION_NAME
}

/// The ARN of an OIDC identity provider.
pub(crate) fn oidc_provider_arn() -> impl Validator {
    &OIDC_PROVIDER_ARN
}

/// Account ID and name of a role ARN; none for other texts.
pub(crate) fn parse_role_arn(text: &str) -> Option<(&str, &str)> {
    parse_arn(text, ":role/")
}

/// Account ID and name of an ARN of RAM.
fn parse_arn<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let (account, name) = text.strip_prefix("acs:ram::")?.split_once(separator)?;
    let digits = !account.is_empty() && account.chars().all(|c| c.is_ascii_digit());
    (digits && !name.is_empty()).then_some((account, name))
}

/// Checks an ARN of this kind: `acs:ram::<account ID>:<kind>/<name>`. RAM has no paths in names.
fn check_arn(text: &str, kind: &str, what: &str) -> Result<(), String> {
    without_space_around(text, |trimmed| trimmed != text && check_arn(trimmed, kind, what).is_ok())?;
    let not_one = || match cloud_of_arn(text).filter(|cloud| *cloud != CLOUD) {
        Some(cloud) => format!("{} is an ARN of {cloud}.", shown(text)),
        None => format!("{} is not the {what}.", shown(text)),
    };
    let rest = text.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(':'));
    let (account, resource) = rest.ok_or_else(not_one)?;
    check_account_id(account).map_err(|problem| format!("{} has no valid account ID: {problem}", shown(text)))?;
    match resource.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')) {
        Some(name) if is_ram_name(name) => Ok(()),
        Some(name) => {
            Err(format!("{} is not a name: write 1 to 64 letters, digits, `.` or `-`, without a path.", shown(name)))
        }
        None => Err(match session_of_role(resource).filter(|_| kind == "role") {
            Some(role) => {
                format!("{} is the ARN of a session. Write \"acs:ram::{account}:role/{role}\".", shown(text))
            }
            None => not_one(),
        }),
    }
}

/// The role of a session, from the last part of its ARN: `assumed-role/<role>/<session>`.
fn session_of_role(resource: &str) -> Option<&str> {
    resource.strip_prefix("assumed-role/")?.split('/').next().filter(|role| is_ram_name(role))
}

fn is_ram_name(name: &str) -> bool {
    (1..=64).contains(&name.chars().count()) && name.chars().all(is_role_name_character)
}

fn check_account_id(text: &str) -> Result<(), String> {
    let is_id = |text: &str| (10..=20).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    without_space_around(text, is_id)?;
    if text.starts_with("acs:") {
        let id = text.split(':').find(|part| part.len() >= 10 && part.chars().all(|c| c.is_ascii_digit()));
        let hint = id.map(|id| format!(" Write {id:?}.")).unwrap_or_default();
        return Err(format!("{} is an ARN.{hint}", shown(text)));
    }
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    if let Some(cloud) = cloud_of_arn(text) {
        return Err(format!("{} is an ARN of {cloud}, which has other accounts.", shown(text)));
    }
    if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!(
            "{} contains {other:?}. The console shows the ID under Account Center, Security Settings.",
            shown(text)
        ));
    }
    if !(10..=20).contains(&text.len()) {
        return Err(format!("{} has {} digits.", shown(text), text.len()));
    }
    Ok(())
}

fn check_role_name(text: &str) -> Result<(), String> {
    if is_role_name(text) {
        return Ok(());
    }
    let meant = role_name_in(text);
    if meant.eq_ignore_ascii_case(DEFAULT_ROLE) {
        let names = if meant == text { "is" } else { "names" };
        return Err(format!(
            "{} {names} the role that DTS uses inside one account; another account cannot use it. Write the name of a separate role, such \
             as {EXAMPLE:?}.",
            shown(text)
        ));
    }
    if let Some(cloud) = cloud_of_arn(text).filter(|cloud| *cloud != CLOUD) {
        return Err(format!(
            "{} is an ARN of {cloud}. Write the name of a RAM role, such as {EXAMPLE:?}.",
            shown(text)
        ));
    }
    let (found, example) = match text.chars().find(|c| !is_role_name_character(*c)) {
        _ if text.starts_with("acs:") => (format!("{} is an ARN, which DTS rejects.", shown(text)), ""),
        _ if text.is_empty() => ("It is empty.".to_owned(), ""),
        _ if text.trim() != text => (without_space_around(text, |_| false).err().unwrap_or_default(), ""),
        Some(other) => {
            (format!("{} contains {other:?}.", shown(text)), if meant == text { ", for example," } else { "" })
        }
        None => (format!("It has {}.", characters(text.chars().count())), ", for example,"),
    };
    if is_role_name(meant) {
        return Err(format!("{found} Write{example} {meant:?}."));
    }
    let fixed: String = meant.chars().map(|c| if is_role_name_character(c) { c } else { '-' }).collect();
    let fixed = if is_role_name(&fixed) && fixed.chars().any(|c| c.is_ascii_alphanumeric()) { &fixed } else { EXAMPLE };
    Err(format!("{found} Write, for example, {fixed:?}."))
}

/// Whether a text is the name of a role that another account can use.
fn is_role_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.chars().all(is_role_name_character)
        && !text.eq_ignore_ascii_case(DEFAULT_ROLE)
}

/// The name in an ARN, in the end of an ARN, in the logon name of a role or between white space; otherwise the text.
fn role_name_in(text: &str) -> &str {
    let text = text.trim();
    if let Some((_, name)) = parse_role_arn(text) {
        return name;
    }
    let text = text.strip_prefix("role/").unwrap_or(text);
    text.split_once("@role.").map_or(text, |(name, _)| name)
}

fn is_role_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.' || c == '-'
}

fn check_session_name(text: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".@-_".contains(c);
    if (2..=64).contains(&text.chars().count()) && text.chars().all(allowed) {
        Ok(())
    } else {
        Err(format!("{} is not a session name.", shown(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_digits() {
        assert_eq!(check_account_id("1234567890123456"), Ok(()));
        assert!(check_account_id("123456789012345O").unwrap_err().contains("'O'"));
        assert!(check_account_id("12345").unwrap_err().contains("5 digits"));
        assert_eq!(check_account_id("").unwrap_err(), "It is empty.");
        assert!(check_account_id("qcs::cam::uin/100000000001:root").unwrap_err().contains("an ARN of Tencent Cloud"));
        assert!(check_account_id("acs:ram::1234567890123456:root").unwrap_err().contains("Write \"1234567890123456\""));
    }

    #[test]
    fn a_role_name_is_not_an_arn_and_not_the_default_role() {
        assert_eq!(check_role_name("ram-for-dts"), Ok(()));
        let arn = check_role_name("acs:ram::1234567890123456:role/ram-for-dts").unwrap_err();
        assert!(arn.contains("Write \"ram-for-dts\""), "{arn}");
        for text in ["AliyunDTSDefaultRole", "acs:ram::1234567890123456:role/AliyunDTSDefaultRole"] {
            let refused = check_role_name(text).unwrap_err();
            assert!(
                refused.contains("inside one account") && refused.ends_with("such as \"ram-for-dts\"."),
                "{refused}"
            );
        }
        for text in [
            "role/ram-for-dts",
            "ram-for-dts@role.1234567890123456.onaliyunservice.com",
            " ram-for-dts",
            "ram-for-dts\n",
            "\u{89d2}\u{8272}",
            "ram_for_dts",
            "",
        ] {
            let refused = check_role_name(text).unwrap_err();
            assert!(refused.ends_with("\"ram-for-dts\"."), "{refused}");
        }
        let foreign = check_role_name("qcs::cam::uin/100000000001:roleName/dts").unwrap_err();
        assert!(foreign.contains("an ARN of Tencent Cloud") && foreign.ends_with("\"ram-for-dts\"."), "{foreign}");
        assert!(check_role_name("ram_for_dts").unwrap_err().contains("\"ram-for-dts\""));
        assert!(check_role_name(&"x".repeat(65)).unwrap_err().contains("65 characters"));
    }

    #[test]
    fn arns_have_an_account_and_a_name() {
        assert_eq!(parse_role_arn("acs:ram::123:role/a"), Some(("123", "a")));
        assert_eq!(parse_role_arn("acs:ram::x:role/a"), None);
        assert_eq!(parse_role_arn("acs:ram::123:user/a"), None);
        assert!(oidc_provider_arn().check(&"acs:ram::1234567890123456:oidc-provider/ci".into()).is_ok());
        assert!(oidc_provider_arn().check(&"acs:ram::1234567890123456:role/ci".into()).is_err());
    }

    #[test]
    fn a_role_arn_has_a_valid_account_and_a_name_without_a_path() {
        let check = |text: &str| role_arn().check(&text.into());
        assert_eq!(check("acs:ram::1234567890123456:role/ci"), Ok(()));
        for (text, part) in [
            ("acs:ram::12:role/ci", "\"12\" has 2 digits"),
            ("acs:ram:::role/ci", "It is empty"),
            ("acs:ram::1234567890123456:role/team/ci", "\"team/ci\" is not a name"),
            ("acs:ram::1234567890123456:role/", "is not a name"),
            ("acs:ram::1234567890123456:role/ci ", "Write \"acs:ram::1234567890123456:role/ci\""),
            ("acs:ram::1234567890123456:assumed-role/ci/x", "Write \"acs:ram::1234567890123456:role/ci\""),
            ("acs:ram::1234567890123456:user/ci", "is not the ARN of a role"),
            ("arn:aws:iam::123456789012:role/ci", "is an ARN of AWS"),
            ("qcs::cam::uin/100000000001:roleName/ci", "is an ARN of Tencent Cloud"),
            ("deployer", "is not the ARN of a role"),
        ] {
            let refused = check(text).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }
}
