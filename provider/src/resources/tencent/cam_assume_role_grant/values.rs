//! Rules on single values of the resource.

use tfplugin::{validate::Validator, value::Value};

use crate::rules::{Check, Requirement, ValueRule, shown, without_space_around};

static ROLES: ValueRule = ValueRule {
    id: "grant-roles",
    subject: "The list of roles that may be assumed",
    requirement: Requirement::Fixed("must contain at least one role"),
    check: Check::Value(check_roles),
};

static USER_UIN: ValueRule = ValueRule::text(
    "sub-user-uin",
    "The UIN of a sub-user",
    "must be the UIN of a sub-user of Tencent Cloud, with 5 to 18 digits",
    |text| check_number(text, 5, "The console of CAM shows the UIN (account ID) of each user in the list of users."),
);

static GROUP_ID: ValueRule = ValueRule::text(
    "cam-group-id",
    "The ID of a group of CAM",
    "must be the ID of a group of users in CAM, with 1 to 18 digits",
    |text| check_number(text, 1, "The console of CAM shows the ID of a group in the address of its page."),
);

pub(super) static VALUE_RULES: [&ValueRule; 3] = [&ROLES, &USER_UIN, &GROUP_ID];

/// At least one role.
pub(super) fn at_least_one_role() -> impl Validator {
    &ROLES
}

/// UINs of sub-users.
pub(super) fn user_uin() -> impl Validator {
    &USER_UIN
}

/// IDs of groups.
pub(super) fn group_id() -> impl Validator {
    &GROUP_ID
}

fn check_roles(value: &Value) -> Result<(), String> {
    match value {
        Value::List(items) if items.is_empty() => Err("It is empty, so the policy would allow nothing.".to_owned()),
        _ => Ok(()),
    }
}

/// A number that fits into the calls of CAM.
fn check_number(text: &str, least: usize, where_shown: &str) -> Result<(), String> {
    let is_number = |text: &str| (least..=18).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    without_space_around(text, is_number)?;
    if is_number(text) {
        return Ok(());
    }
    Err(match text.chars().find(|c| !c.is_ascii_digit()) {
        Some(other) => format!("{} contains {other:?}. {where_shown}", shown(text)),
        None => format!("{} has {} digits.", shown(text), text.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_digits() {
        assert_eq!(check_number("700000000021", 5, ""), Ok(()));
        for wrong in ["", "1234", "operator", "7000000000210000000", " 700000000021"] {
            assert!(check_number(wrong, 5, "").is_err(), "{wrong}");
        }
    }
}
