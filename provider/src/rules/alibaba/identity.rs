//! Account ids, role names, ARNs. Limits from the RAM CreateRole and STS AssumeRole references.

use tfplugin::validate::{Checked, checked};

/// The role every account has for DTS itself; it cannot serve another account.
const DEFAULT_ROLE: &str = "AliyunDTSDefaultRole";

/// The id of an Alibaba Cloud account.
pub(crate) fn account_id() -> Checked {
    checked("account-id", "must be an Alibaba Cloud account id: 10 to 20 digits", check_account_id)
}

/// The name of a RAM role, not its ARN.
pub(crate) fn role_name() -> Checked {
    checked("role-name", "must be the name of a RAM role: 1 to 64 letters, digits, `.` or `-`", check_role_name)
}

/// The ARN of a RAM role.
pub(crate) fn role_arn() -> Checked {
    checked("role-arn", "must be the ARN of a RAM role: `acs:ram::<account id>:role/<name>`", |text| {
        match parse_role_arn(text) {
            Some(_) => Ok(()),
            None => Err(format!("{text:?} is not one.")),
        }
    })
}

/// The name of an STS session.
pub(crate) fn session_name() -> Checked {
    checked("session-name", "must be 2 to 64 letters, digits, `.`, `@`, `-` or `_`", |text| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".@-_".contains(c);
        if (2..=64).contains(&text.chars().count()) && text.chars().all(allowed) {
            Ok(())
        } else {
            Err(format!("{text:?} is not."))
        }
    })
}

fn check_account_id(text: &str) -> Result<(), String> {
    if text.starts_with("acs:") {
        let id = text.split(':').find(|part| part.len() >= 10 && part.chars().all(|c| c.is_ascii_digit()));
        let hint = id.map(|id| format!(" Write {id:?}.")).unwrap_or_default();
        return Err(format!("{text:?} is an ARN.{hint}"));
    }
    if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!(
            "{text:?} has {other:?} in it. The id stands in the console under Account Center, Security Settings."
        ));
    }
    if !(10..=20).contains(&text.len()) {
        return Err(format!("{text:?} has {} digits.", text.len()));
    }
    Ok(())
}

fn check_role_name(text: &str) -> Result<(), String> {
    if let Some((_, name)) = parse_role_arn(text) {
        return Err(format!("{text:?} is an ARN, which DTS refuses. Write {name:?}."));
    }
    if text.eq_ignore_ascii_case(DEFAULT_ROLE) {
        return Err(format!(
            "{DEFAULT_ROLE} is the role DTS uses inside one account; it cannot be trusted by another. Use a role of its \
             own, such as \"ram-for-dts\"."
        ));
    }
    if let Some(other) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '.' || *c == '-')) {
        let mended: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
        return Err(format!("{text:?} has {other:?} in it. Write, for example, {mended:?}."));
    }
    match text.chars().count() {
        1..=64 => Ok(()),
        count => Err(format!("It has {count} characters.")),
    }
}

/// Account id and name of a role ARN.
pub(crate) fn parse_role_arn(text: &str) -> Option<(&str, &str)> {
    let (account, name) = text.strip_prefix("acs:ram::")?.split_once(":role/")?;
    let digits = !account.is_empty() && account.chars().all(|c| c.is_ascii_digit());
    (digits && !name.is_empty()).then_some((account, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_digits() {
        assert_eq!(check_account_id("1234567890123456"), Ok(()));
        assert!(check_account_id("123456789012345O").unwrap_err().contains("'O'"));
        assert!(check_account_id("12345").unwrap_err().contains("5 digits"));
        assert!(check_account_id("acs:ram::1234567890123456:root").unwrap_err().contains("Write \"1234567890123456\""));
    }

    #[test]
    fn a_role_name_is_no_arn_and_not_the_default_role() {
        assert_eq!(check_role_name("ram-for-dts"), Ok(()));
        let arn = check_role_name("acs:ram::1234567890123456:role/ram-for-dts").unwrap_err();
        assert!(arn.contains("Write \"ram-for-dts\""), "{arn}");
        assert!(check_role_name("AliyunDTSDefaultRole").unwrap_err().contains("inside one account"));
        assert!(check_role_name("ram_for_dts").unwrap_err().contains("\"ram-for-dts\""));
        assert!(check_role_name(&"x".repeat(65)).unwrap_err().contains("65 characters"));
    }

    #[test]
    fn arns_are_taken_apart() {
        assert_eq!(parse_role_arn("acs:ram::123:role/a"), Some(("123", "a")));
        assert_eq!(parse_role_arn("acs:ram::x:role/a"), None);
        assert_eq!(parse_role_arn("acs:ram::123:user/a"), None);
    }
}
