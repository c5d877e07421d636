//! The accounts of the world, of all clouds, and the access keys that exist from the start. They do not change while an emulator runs.

mod caller;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::world::{AccessKey, Account, AlibabaSwitches, TencentAccount, TencentKey, TencentSwitches, World};

pub(crate) use caller::{Caller, Identity, SessionLimits};

/// The accounts of each cloud by ID, and the access keys of all by key ID.
#[derive(Debug)]
pub(crate) struct Accounts {
    by_id: BTreeMap<String, Account>,
    alibaba_switches: AlibabaSwitches,
    tencent: BTreeMap<String, TencentAccount>,
    tencent_switches: TencentSwitches,
    keys: HashMap<String, Arc<Caller>>,
}

/// What the core shows of an account of any cloud.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountSummary<'a> {
    pub(crate) cloud: CloudName,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) dts_activated: bool,
    pub(crate) databases: usize,
}

/// An emulated cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloudName {
    Alibaba,
    Tencent,
}

impl CloudName {
    /// As the control API and the status page show it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Alibaba => "alibaba",
            Self::Tencent => "tencent",
        }
    }
}

impl Accounts {
    /// The accounts and keys of a world.
    pub(crate) fn of_world(world: &World) -> Self {
        let keys = world.accounts.iter().flat_map(|account| account.keys.iter().map(move |key| (account, key)));
        Self {
            by_id: world.accounts.iter().map(|account| (account.id.clone(), account.clone())).collect(),
            alibaba_switches: world.alibaba,
            tencent: world.tencent.accounts.iter().map(|account| (account.uin.clone(), account.clone())).collect(),
            tencent_switches: world.tencent.switches,
            keys: keys
                .map(|(account, key)| caller(&account.id, key))
                .chain(world.tencent.accounts.iter().flat_map(tencent_callers))
                .map(|caller| (caller.key_id.clone(), Arc::new(caller)))
                .collect(),
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Account> {
        self.by_id.get(id)
    }

    /// Behaviour of Alibaba Cloud that the world chooses.
    pub(crate) fn alibaba_switches(&self) -> AlibabaSwitches {
        self.alibaba_switches
    }

    /// An account of Tencent Cloud by its UIN.
    pub(crate) fn tencent(&self, uin: &str) -> Option<&TencentAccount> {
        self.tencent.get(uin)
    }

    /// All accounts of Tencent Cloud, in the order of their UINs.
    pub(crate) fn tencent_accounts(&self) -> impl Iterator<Item = &TencentAccount> {
        self.tencent.values()
    }

    /// How Tencent Cloud behaves where no source confirms it.
    pub(crate) fn tencent_switches(&self) -> TencentSwitches {
        self.tencent_switches
    }

    /// The accounts of all clouds, cloud by cloud.
    pub(crate) fn of_all_clouds(&self) -> impl Iterator<Item = AccountSummary<'_>> {
        let alibaba = self.by_id.values().map(|account| AccountSummary {
            cloud: CloudName::Alibaba,
            id: &account.id,
            name: &account.name,
            dts_activated: account.dts_activated,
            databases: account.databases.len(),
        });
        alibaba.chain(self.tencent.values().map(|account| AccountSummary {
            cloud: CloudName::Tencent,
            id: &account.uin,
            name: &account.name,
            dts_activated: true,
            databases: account.databases.len(),
        }))
    }

    /// The name of an account of any cloud.
    pub(crate) fn name(&self, id: &str) -> Option<&str> {
        self.of_all_clouds().find(|account| account.id == id).map(|account| account.name)
    }

    /// All accounts of Alibaba Cloud, in the order of their IDs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.by_id.values()
    }

    /// The caller that an access key of the world belongs to.
    pub(crate) fn key(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.keys.get(key_id)
    }

    /// The same for the keys of one cloud.
    pub(crate) fn key_of(&self, cloud: CloudName, key_id: &str) -> Option<&Arc<Caller>> {
        let is_of_cloud = |caller: &&Arc<Caller>| match cloud {
            CloudName::Alibaba => self.by_id.contains_key(&caller.account),
            CloudName::Tencent => self.tencent.contains_key(&caller.account),
        };
        self.key(key_id).filter(is_of_cloud)
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

fn tencent_callers(account: &TencentAccount) -> impl Iterator<Item = Caller> + use<'_> {
    account.keys.iter().map(|key| Caller {
        key_id: key.id.clone(),
        account: account.uin.clone(),
        identity: tencent_identity(account, key),
        secret: key.secret.clone(),
        session: None,
    })
}

/// The policies of a user of Tencent Cloud change, so that they are not part of the caller.
fn tencent_identity(account: &TencentAccount, key: &TencentKey) -> Identity {
    let user = key.user.as_ref().and_then(|name| account.users.iter().find(|user| user.name == *name));
    user.map_or(Identity::Root, |user| Identity::User {
        name: user.name.clone(),
        user_id: user.uin.clone(),
        policies: None,
    })
}

/// The ID of a user of the world, 18 digits. It is the same for all keys of the user and after every start.
fn user_id(account: &str, name: &str) -> String {
    let sum = Sha256::new().chain_update(account).chain_update("/").chain_update(name).finalize();
    std::iter::once('2').chain(sum.iter().take(17).map(|byte| char::from(b'0' + byte % 10))).collect()
}
