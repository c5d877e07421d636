//! Rules on the accounts of the role.

use std::collections::BTreeSet;

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Set},
    path::AttributePath,
    validate::Validator,
    value::Value,
};

use super::RoleKind;
use crate::rules::{Check, Requirement, Rule, ValueRule, Violation};

static TRUSTED_ACCOUNTS: ValueRule = ValueRule {
    id: "trusted-accounts",
    subject: "The list of trusted accounts",
    requirement: Requirement::Fixed("must contain at least one account"),
    check: Check::Value(check_accounts),
};

/// The rules on single values.
pub(crate) static VALUE_RULES: [&ValueRule; 1] = [&TRUSTED_ACCOUNTS];

/// At least one account.
pub(crate) fn at_least_one() -> impl Validator {
    &TRUSTED_ACCOUNTS
}

fn check_accounts(value: &Value) -> Result<(), String> {
    match value {
        Value::List(items) if items.is_empty() => Err("It is empty, so no account could use the role.".to_owned()),
        _ => Ok(()),
    }
}

/// These rules.
pub(crate) static RULES: [&Rule; 2] = [&OTHER_ACCOUNT, &OWN_ACCOUNT];

static OTHER_ACCOUNT: Rule = Rule::plan(
    "role-moved",
    "Role or policy of another account",
    "A role or a policy cannot be moved to another account.",
);
static OWN_ACCOUNT: Rule = Rule::plan(
    "trust-own-account",
    "The role would trust its own account",
    "`trusted_account_ids` must not contain the account in which the role is created.",
);

/// The elements of a set; none if one of them is not known yet.
pub(crate) fn known_ids(set: &Attr<Set<String>>) -> Option<BTreeSet<String>> {
    let set = set.get()?;
    (!set.has_unknown()).then(|| set.known().cloned().collect())
}

/// Rejects credentials of another account than that of the role. `owner` is the account in the state.
pub(crate) fn stays_in_account<K: RoleKind>(owner: &str, name: &str, account_id: &str) -> Result<(), Diagnostic> {
    if owner == account_id {
        return Ok(());
    }
    let noun = K::WORDS.noun;
    Err(OTHER_ACCOUNT.broken(
        AttributePath::root(),
        &Violation {
            found: format!(
                "The {} {name:?} is in account {owner}, but the credentials belong to account {account_id}.",
                K::TYPE
            ),
            allowed: format!("credentials of account {owner}"),
            fix: format!(
                "use the provider alias of account {owner}. To move the {noun} to account {account_id}, remove the resource from \
                 the configuration and apply. Then add it again with the other provider"
            ),
        },
    ))
}

/// Rejects a role that trusts its own account: it is no role for another account, and DTS rejects it.
pub(crate) fn must_not_trust_own_account(trusted: &Attr<Set<String>>, account_id: &str) -> Result<(), Diagnostic> {
    let trusts_itself = trusted.get().is_some_and(|trusted| trusted.known().any(|id| id == account_id));
    if !trusts_itself {
        return Ok(());
    }
    Err(OWN_ACCOUNT.broken(
        AttributePath::of(&["trusted_account_ids"]),
        &Violation {
            found: format!("trusted_account_ids contains {account_id}, the account in which this role is created."),
            allowed: "the ID of the account that creates the task; the role is in the account that owns the database".to_owned(),
            fix: "set the ID of the account that creates the task, or use the provider alias of the account that owns the database"
                .to_owned(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::ram_role_trust::RamRole;

    fn trusting(ids: &[&str]) -> Attr<Set<String>> {
        Attr::Known(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn a_role_that_trusts_its_own_account_is_rejected_and_one_that_trusts_another_is_not() {
        let refused = must_not_trust_own_account(&trusting(&["1234567890123456"]), "1234567890123456").unwrap_err();
        assert_eq!(refused.path, AttributePath::of(&["trusted_account_ids"]));
        assert!(must_not_trust_own_account(&trusting(&["2345678901234567"]), "1234567890123456").is_ok());
        assert!(must_not_trust_own_account(&Attr::Unknown, "1234567890123456").is_ok());
    }

    #[test]
    fn a_role_stays_in_its_account() {
        assert!(stays_in_account::<RamRole>("1", "r", "2").unwrap_err().detail.contains("is in account 1"));
        assert!(stays_in_account::<RamRole>("1", "r", "1").is_ok());
    }
}
