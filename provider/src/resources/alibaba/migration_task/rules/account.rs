//! Whose databases they are.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use crate::resources::alibaba::migration_task::schema::{endpoint::known_endpoints, model::TaskModel};
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 1] = [&OWN_ACCOUNT];

static OWN_ACCOUNT: Rule = Rule::plan(
    "own-account",
    "cross_account names the task's own account",
    "`cross_account.account_id` must not be the account whose credentials create the task.",
);

/// `cross_account` is for another account: with the caller's own DTS would look for a role it does not need.
pub(crate) fn own_account(config: &TaskModel, account_id: &str, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        let owner = end.cross_account.get().and_then(|other| other.account_id.as_str());
        if owner != Some(account_id) {
            continue;
        }
        let block = side.block();
        out.push(OWN_ACCOUNT.broken(
            AttributePath::of(&[block, "cross_account", "account_id"]),
            &Violation {
                found: format!("{block}.cross_account.account_id is {account_id}, the account that creates this task."),
                allowed: format!(
                    "the ID of another account, which owns the {block} database and trusts account {account_id}"
                ),
                fix: format!(
                    "remove the cross_account block if account {account_id} owns the database; otherwise set the ID of the \
                     account that owns it"
                ),
            },
        ));
    }
}
