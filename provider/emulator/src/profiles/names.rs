//! One profile for each key: `ACCOUNT` for the first key of an account, `ACCOUNT-USER` for the keys of further users.

use std::collections::HashSet;

use serde_json::json;

use crate::core::world::{Account, TencentAccount};

/// A configuration file of the aliyun CLI with all keys. The first profile is the current one.
pub(super) fn alibaba_json(accounts: &[Account]) -> String {
    let mut names = Names::default();
    let keys = accounts.iter().flat_map(|account| account.keys.iter().map(move |key| (account, key)));
    let profiles: Vec<_> = keys
        .map(|(account, key)| {
            json!({
                "name": names.of(&account.name, key.ram_user.as_deref()),
                "mode": "AK",
                "access_key_id": key.id,
                "access_key_secret": key.secret.expose(),
            })
        })
        .collect();
    let current = profiles.first().map(|profile| profile["name"].clone());
    format!("{:#}\n", json!({ "current": current, "profiles": profiles }))
}

/// Name and text of a tccli credential file for each key.
pub(super) fn tencent_credentials(accounts: &[TencentAccount]) -> Vec<(String, String)> {
    let mut names = Names::default();
    let keys = accounts.iter().flat_map(|account| account.keys.iter().map(move |key| (account, key)));
    keys.map(|(account, key)| {
        let credentials = json!({ "secretId": key.id, "secretKey": key.secret.expose() });
        (names.of(&account.name, key.user.as_deref()), format!("{credentials:#}\n"))
    })
    .collect()
}

/// The names that are in use; a second key of the same user gets a number.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    fn of(&mut self, account: &str, user: Option<&str>) -> String {
        if self.0.insert(account.to_owned()) {
            return account.to_owned();
        }
        let name = user.map_or_else(|| account.to_owned(), |user| format!("{account}-{user}"));
        let numbered = std::iter::once(name.clone()).chain((2_usize..).map(|number| format!("{name}-{number}")));
        for candidate in numbered {
            if self.0.insert(candidate.clone()) {
                return candidate;
            }
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_different_name() {
        let mut names = Names::default();
        let given = [("a", Some("t")), ("a", Some("u")), ("a", Some("u")), ("a", None)];
        let names: Vec<String> = given.into_iter().map(|(account, user)| names.of(account, user)).collect();
        assert_eq!(names, ["a", "a-u", "a-u-2", "a-2"]);
    }
}
