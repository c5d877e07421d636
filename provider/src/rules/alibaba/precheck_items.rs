//! The precheck items that a configuration may ignore.

use tfplugin::validate::Validator;

use crate::{
    facts::alibaba::{ignorable_codes, precheck_fact},
    rules::{ValueRule, shown},
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
    match precheck_fact(code) {
        Some(fact) if !fact.is_ignorable() => Err(format!(
            "{code} cannot be skipped. It checks that {}. To pass it, {}. {}",
            fact.checks,
            fact.repair,
            skippable()
        )),
        None if !code.starts_with("CHECK_") => Err(format!(
            "{} is not the code of a precheck item. The codes begin with CHECK_. {}",
            shown(code),
            skippable()
        )),
        _ => Ok(()),
    }
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
        assert!(check("same objects").is_err());
    }
}
