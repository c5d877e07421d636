//! Whose databases they are.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use crate::resources::alibaba::job::endpoint::CrossAccount;
use crate::resources::alibaba::migration_task::schema::{endpoint::known_endpoints, model::TaskModel};
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 1] = [&OWN_ACCOUNT];

static OWN_ACCOUNT: Rule = Rule::plan(
    "own-account",
    "cross_account names the task's own account",
    "`cross_account.account_id` must not be the account of the credentials: the block is for a database of another account.",
);

/// `cross_account` is for another account: with the caller's own DTS would look for a role it does not need.
pub(crate) fn own_account(config: &TaskModel, account_id: &str, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        out.extend(own_account_at(side.block(), &end.cross_account, account_id, "creates this task"));
    }
}

/// Rejects the caller's own account in the `cross_account` of a block. `role` is what the caller does.
pub(crate) fn own_account_at(
    block: &str,
    owner: &Attr<CrossAccount>,
    account_id: &str,
    role: &str,
) -> Option<Diagnostic> {
    owner.get().filter(|owner| owner.account_id.as_str() == Some(account_id))?;
    Some(OWN_ACCOUNT.broken(
        AttributePath::of(&[block, "cross_account", "account_id"]),
        &Violation {
            found: format!("{block}.cross_account.account_id is {account_id}, the account that {role}."),
            allowed: format!(
                "the ID of another account, which owns the {block} database and trusts account {account_id}"
            ),
            fix: format!(
                "remove the cross_account block if account {account_id} owns the database; otherwise set the ID of the account \
                 that owns it"
            ),
        },
    ))
}
