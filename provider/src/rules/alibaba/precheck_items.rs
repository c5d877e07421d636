//! The precheck items that a configuration may ignore.

use tfplugin::validate::Validator;

use crate::{
    facts::alibaba::{ignorable_codes, precheck_fact},
    rules::{LONGEST_NAME, ValueRule, shown, without_space_around},
};

static IGNORABLE: ValueRule = ValueRule::text(
    "precheck-ignorable",
    "The list of ignored precheck items",
    "must contain only codes of items that DTS allows you to skip, such as `CHECK_SAME_OBJ`",
    check,
);

pub(super) static RULES: [&ValueRule; 1] = [&IGNORABLE];

/// Codes of precheck items that may be ignored. Codes that are not documented pass: DTS decides about them.
pub(crate) fn ignorable_precheck() -> impl Validator {
    &IGNORABLE
}

fn check(code: &str) -> Result<(), String> {
    let skippable = || format!("Items that can be skipped: {}.", ignorable_codes().join(", "));
    without_space_around(code, |code| check(code).is_ok())?;
    match precheck_fact(code) {
        Some(fact) if !fact.is_ignorable() => Err(format!(
            "{code} cannot be skipped. It checks that {}. To pass it, {}. {}",
            fact.checks,
            fact.repair_of(""),
            skippable()
        )),
        None if !is_code(code) => Err(format!(
            "{} is not the code of a precheck item. The codes begin with CHECK_, and have only letters, digits and _. {}",
            shown(code),
            skippable()
        )),
        _ => Ok(()),
    }
}

fn is_code(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.len() <= LONGEST_NAME && text.starts_with("CHECK_") && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn only_skippable_items_may_be_ignored() {
        assert_eq!(check("CHECK_SAME_OBJ"), Ok(()));
        assert_eq!(check("CHECK_SOMETHING_NEW"), Ok(()), "not documented: DTS decides");
        let refused = check("CHECK_CONN_SRC").unwrap_err();
        assert!(refused.contains("cannot be skipped") && refused.contains("CHECK_SAME_OBJ"), "{refused}");
        for wrong in ["same objects", "CHECK_SAME OBJ", ""] {
            assert!(check(wrong).is_err(), "{wrong:?}");
        }
        assert!(check("CHECK_SAME_OBJ\n").unwrap_err().contains("Write \"CHECK_SAME_OBJ\""));
    }
}
