//! Which precheck items a configuration may ignore.

use tfplugin::validate::{Checked, checked};

use crate::facts::alibaba::{ignorable_codes, precheck_fact};

/// Codes of precheck items that may be ignored. Codes nobody documents pass: DTS itself has the last word on them.
pub(crate) fn ignorable_precheck() -> Checked {
    checked(
        "precheck-ignorable",
        "must have codes of precheck items that DTS lets one skip, such as `CHECK_SAME_OBJ`",
        check,
    )
}

fn check(code: &str) -> Result<(), String> {
    let possible = || ignorable_codes().join(", ");
    match precheck_fact(code) {
        Some(fact) if !fact.is_ignorable() => Err(format!(
            "{code} cannot be skipped: it checks that {}. To pass it, {}. Items that can be skipped are {}.",
            fact.checks,
            fact.repair,
            possible()
        )),
        None if !code.starts_with("CHECK_") => Err(format!(
            "{code:?} is no precheck item: their codes begin with CHECK_. Items that can be skipped are {}.",
            possible()
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
        assert_eq!(check("CHECK_SOMETHING_NEW"), Ok(()), "undocumented: decided by DTS");
        let refused = check("CHECK_CONN_SRC").unwrap_err();
        assert!(refused.contains("cannot be skipped") && refused.contains("CHECK_SAME_OBJ"), "{refused}");
        assert!(check("same objects").is_err());
    }
}
