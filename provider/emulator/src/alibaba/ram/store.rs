//! The rows of RAM in the data directory.

use jiff::Timestamp;

use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};
use crate::core::tracked::Tracked;

use super::Ram;

/// `role/ACCOUNT/NAME` and `policy/ACCOUNT/NAME`.
const ROLE: &str = "role";
const POLICY: &str = "policy";

impl Persist for Ram {
    fn row_kinds(&self) -> &'static [&'static str] {
        &[ROLE, POLICY]
    }

    fn empty(&mut self) {
        for account in self.accounts.values_mut() {
            (account.roles, account.policies) = (Tracked::of([]), Tracked::of([]));
        }
    }

    fn restore(&mut self, row: StoredRow<'_>, _: Timestamp) -> Result<(), String> {
        let (id, name) = row.path.split_once('/').unwrap_or((row.path, ""));
        let account = self.accounts.get_mut(id).ok_or_else(|| format!("the world has no account {id}"))?;
        if row.kind == ROLE {
            account.roles.put(name.to_owned(), row.object()?);
        } else {
            account.policies.put(name.to_owned(), row.object()?);
        }
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        for (id, account) in &mut self.accounts {
            let (mut roles, mut policies) = (account.roles.take_changed(), account.policies.take_changed());
            if all {
                roles = account.roles.keys().cloned().collect();
                policies = account.policies.keys().cloned().collect();
            }
            for name in roles {
                rows.put(format!("{ROLE}/{id}/{name}"), account.roles.get(&name))?;
            }
            for name in policies {
                rows.put(format!("{POLICY}/{id}/{name}"), account.policies.get(&name))?;
            }
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        for account in self.accounts.values_mut() {
            account.roles.take_changed();
            account.policies.take_changed();
        }
    }
}
