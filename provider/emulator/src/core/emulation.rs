//! Everything one emulator knows. There is no state outside of it, so several can live in one process.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::account::Account;
use super::faults::Faults;
use super::nonces::NonceMemory;
use super::tracked::Tracked;
use crate::alibaba::dts::job::Jobs;
use crate::alibaba::gateway::ActionTable;
use crate::alibaba::gateway::NotEmulated;
use crate::alibaba::gateway::{Caller, Clocks, Identity};
use crate::alibaba::ids;
use crate::alibaba::ram::SystemPolicies;
use crate::core::faults::Held;
use crate::core::log::RequestLog;
use crate::core::world::{AccessKey, World};
use crate::options::Options;

pub(crate) struct Emulation {
    pub(crate) options: Options,
    pub(crate) actions: ActionTable,
    pub(crate) not_emulated: NotEmulated,
    pub(crate) system_policies: SystemPolicies,
    pub(crate) accounts: BTreeMap<String, Account>,
    /// Access keys of the world and of sessions, by key id.
    pub(crate) keys: Tracked<Caller>,
    pub(crate) jobs: Jobs,
    pub(crate) nonces: NonceMemory,
    pub(crate) log: RequestLog,
    pub(crate) faults: Faults,
    /// Calls a fault holds.
    pub(crate) held: Held,
    /// How far a test has moved the emulator's clock ahead.
    pub(crate) clock_ahead: SignedDuration,
    /// The clock was moved since changes were last asked for.
    pub(crate) clock_moved: bool,
    /// Everything began anew since changes were last asked for.
    pub(crate) cleared: bool,
}

impl Emulation {
    pub(crate) fn new(options: Options) -> Self {
        let now = Timestamp::now();
        let accounts = options.world.accounts.iter().map(|it| (it.id.clone(), Account::of_world(it, now))).collect();
        Self {
            actions: ActionTable::builtin(),
            not_emulated: NotEmulated::builtin(),
            system_policies: SystemPolicies::builtin(),
            accounts,
            keys: keys_of(&options.world),
            jobs: Jobs::default(),
            nonces: NonceMemory::default(),
            log: RequestLog::default(),
            faults: Faults::default(),
            held: Held::default(),
            clock_ahead: SignedDuration::ZERO,
            clock_moved: false,
            cleared: false,
            options,
        }
    }

    /// Forgets everything but the world and the options.
    pub(crate) fn reset(&mut self) {
        *self = Self { cleared: true, ..Self::new(self.options.clone()) };
    }

    /// The emulator's time: the clock, plus what a test has added.
    pub(crate) fn now(&self) -> Timestamp {
        self.clocks().emulated
    }

    /// Moves the emulator's clock ahead.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.clock_ahead = self.clock_ahead.saturating_add(by);
        self.clock_moved = true;
    }

    pub(crate) fn clocks(&self) -> Clocks {
        let wall = Timestamp::now();
        Clocks { wall, emulated: wall.saturating_add(self.clock_ahead).unwrap_or(wall) }
    }
}

fn keys_of(world: &World) -> Tracked<Caller> {
    let keys = world.accounts.iter().flat_map(|account| account.keys.iter().map(move |key| (account, key)));
    Tracked::of(keys.map(|(account, key)| (key.id.clone(), caller(&account.id, key))))
}

fn caller(account: &str, key: &AccessKey) -> Caller {
    let identity = match &key.ram_user {
        None => Identity::Root,
        Some(name) => {
            Identity::User { name: name.clone(), user_id: ids::user_id(account, name), policies: key.policies.clone() }
        }
    };
    Caller { key_id: key.id.clone(), account: account.to_owned(), identity, secret: key.secret.clone(), session: None }
}
