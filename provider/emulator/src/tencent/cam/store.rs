//! The rows of CAM in the data directory.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};
use crate::core::tracked::Tracked;

use super::Cam;
use super::model::User;

/// `cam_role/UIN/NAME`, `cam_policy/UIN/ID`, `cam_user/UIN/NAME` and `cam_group/UIN/ID`.
const ROLE: &str = "cam_role";
const POLICY: &str = "cam_policy";
const USER: &str = "cam_user";
const GROUP: &str = "cam_group";

impl Persist for Cam {
    fn row_kinds(&self) -> &'static [&'static str] {
        &[ROLE, POLICY, USER, GROUP]
    }

    fn empty(&mut self) {
        for account in self.accounts.values_mut() {
            (account.roles, account.policies) = (Tracked::of([]), Tracked::of([]));
            (account.users, account.groups) = (Tracked::of([]), Tracked::of([]));
        }
        self.keys.clear();
    }

    fn restore(&mut self, row: StoredRow<'_>, _: Timestamp) -> Result<(), String> {
        let (uin, name) = row.path.split_once('/').unwrap_or((row.path, ""));
        let account = self.accounts.get_mut(uin).ok_or_else(|| format!("the world has no account {uin}"))?;
        match row.kind {
            ROLE => account.roles.put(name.to_owned(), row.object()?),
            POLICY => account.policies.put(name.to_owned(), row.object()?),
            GROUP => account.groups.put(name.to_owned(), row.object()?),
            _ => {
                let user: User = row.object()?;
                self.keys.extend(user.caller(uin).map(|caller| (caller.key_id.clone(), Arc::new(caller))));
                account.users.put(name.to_owned(), user);
            }
        }
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        for (uin, account) in &mut self.accounts {
            take(&mut account.roles, ROLE, uin, all, rows)?;
            take(&mut account.policies, POLICY, uin, all, rows)?;
            take(&mut account.users, USER, uin, all, rows)?;
            take(&mut account.groups, GROUP, uin, all, rows)?;
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        for account in self.accounts.values_mut() {
            account.roles.take_changed();
            account.policies.take_changed();
            account.users.take_changed();
            account.groups.take_changed();
        }
    }
}

fn take<V: Serialize>(
    entries: &mut Tracked<V>,
    kind: &str,
    uin: &str,
    all: bool,
    rows: &mut ChangedRows,
) -> Result<(), NotWritable> {
    let mut changed = entries.take_changed();
    if all {
        changed = entries.keys().cloned().collect();
    }
    changed.into_iter().try_for_each(|name| rows.put(format!("{kind}/{uin}/{name}"), entries.get(&name)))
}
