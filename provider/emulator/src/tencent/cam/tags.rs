//! The tags of roles, policies and users, which the tag service reads and changes.

use super::Cam;
use super::tagged::Tags;

impl Cam {
    /// The tags of an object, by the prefix of its resource name and its ID.
    pub(crate) fn tags(&self, account: &str, prefix: &str, id: &str) -> Option<&Tags> {
        let account = self.accounts.get(account)?;
        match prefix {
            "role" => account.roles.values().find(|role| role.id.to_string() == id).map(|role| &role.tags),
            "policy" | "policyid" => account.policies.get(id).map(|policy| &policy.tags),
            "uin" => account.users.values().find(|user| user.uin == id).map(|user| &user.tags),
            _ => None,
        }
    }

    /// The same tags to change them; the object counts as changed.
    pub(crate) fn tags_mut(&mut self, account: &str, prefix: &str, id: &str) -> Option<&mut Tags> {
        let account = self.accounts.get_mut(account)?;
        match prefix {
            "role" => {
                let name = account.roles.values().find(|role| role.id.to_string() == id)?.name.clone();
                account.roles.get_mut(&name).map(|role| &mut role.into_mut().tags)
            }
            "policy" | "policyid" => account.policies.get_mut(id).map(|policy| &mut policy.into_mut().tags),
            "uin" => {
                let name = account.users.values().find(|user| user.uin == id)?.name.clone();
                account.users.get_mut(&name).map(|user| &mut user.into_mut().tags)
            }
            _ => None,
        }
    }
}
