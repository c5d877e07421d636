//! The accounts of the world and the access keys that exist from the start. They do not change while an emulator runs.

mod caller;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::world::{AccessKey, Account, World};

pub(crate) use caller::{Caller, Identity, SessionLimits};

/// All accounts by ID, and their access keys by key ID.
#[derive(Debug)]
pub(crate) struct Accounts {
    by_id: BTreeMap<String, Account>,
    keys: HashMap<String, Arc<Caller>>,
}

impl Accounts {
    /// The accounts and keys of a world.
    pub(crate) fn of_world(world: &World) -> Self {
        let keys = world.accounts.iter().flat_map(|account| account.keys.iter().map(move |key| (account, key)));
        Self {
            by_id: world.accounts.iter().map(|account| (account.id.clone(), account.clone())).collect(),
            keys: keys.map(|(account, key)| (key.id.clone(), Arc::new(caller(&account.id, key)))).collect(),
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Account> {
        self.by_id.get(id)
    }

    /// All accounts, in the order of their IDs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.by_id.values()
    }

    /// The caller that an access key of the world belongs to.
    pub(crate) fn key(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.keys.get(key_id)
    }

    /// The callers that the access keys of the world belong to, in no particular order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Caller> {
        self.keys.values().map(Arc::as_ref)
    }
}

fn caller(account: &str, key: &AccessKey) -> Caller {
    let identity = match &key.ram_user {
        None => Identity::Root,
        Some(name) => {
            Identity::User { name: name.clone(), user_id: user_id(account, name), policies: key.policies.clone() }
        }
    };
    Caller { key_id: key.id.clone(), account: account.to_owned(), identity, secret: key.secret.clone(), session: None }
}

/// The ID of a user of the world, 18 digits. It is the same for all keys of the user and after every start.
fn user_id(account: &str, name: &str) -> String {
    let sum = Sha256::new().chain_update(account).chain_update("/").chain_update(name).finalize();
    std::iter::once('2').chain(sum.iter().take(17).map(|byte| char::from(b'0' + byte % 10))).collect()
}
