//! From the emulation to the rows of the store, and back.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::alibaba::gateway::Caller;
use crate::core::account::Account;
use crate::core::emulation::Emulation;
use crate::core::nonces::{Mark, Minute};
use crate::core::tracked::Tracked;
use crate::options::Options;

use super::changes::Changes;
use super::error::StoreError;
use super::file::Rows;

/// The form of the rows. Another form needs another number.
const FORM: &str = "1";

/// Kinds of rows: the first part of a key, or the whole of it.
const FORM_KEY: &str = "form";
const WORLD_KEY: &str = "world";
const CLOCK_KEY: &str = "clock";
const JOB: &str = "job";
const ROLE: &str = "role";
const POLICY: &str = "policy";
const SESSION: &str = "session";
const NONCE: &str = "nonce";

/// Before the first nonce.
pub(super) const NONCES: &str = "nonce/";

/// So many nonces of calls that changed nothing are written without waiting for one that does.
const NONCES_AT_ONCE: usize = 500;

/// The key of nonces that can be forgotten at a minute.
pub(super) fn nonce_key(end: Minute, number: u64) -> String {
    format!("{NONCES}{end:012}/{number:020}")
}

/// The highest number of such a key.
pub(super) fn last_nonce(rows: &Rows) -> u64 {
    let keys = rows.iter().filter(|(key, _)| key.starts_with(NONCES));
    keys.filter_map(|(key, _)| key.rsplit('/').next()?.parse().ok()).max().unwrap_or_default()
}

/// The world a store file was begun with; none for a new file.
pub(super) fn world_of(rows: &Rows, path: &Path) -> Result<Option<String>, StoreError> {
    let text = |key: &str| {
        let row = rows.iter().find(|(known, _)| known == key);
        row.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    };
    match text(FORM_KEY) {
        None if rows.is_empty() => Ok(None),
        Some(form) if form == FORM => Ok(text(WORLD_KEY)),
        other => {
            let found = other.unwrap_or_else(|| "(none)".to_owned());
            Err(StoreError::Form { path: path.to_owned(), found, known: FORM })
        }
    }
}

impl Emulation {
    /// As the world begins; all of it counts as changed.
    pub(super) fn to_be_kept(options: Options) -> Self {
        let mut emulation = Self::new(options);
        emulation.cleared = true;
        emulation
    }

    /// As it was when these rows were written.
    pub(super) fn of_rows(options: Options, rows: &Rows, path: &Path) -> Result<Self, StoreError> {
        let mut emulation = Self::new(options);
        for account in emulation.accounts.values_mut() {
            account.roles = Tracked::of([]);
            account.policies = Tracked::of([]);
        }
        for (key, value) in rows {
            let wrong = |why: String| StoreError::Row { path: path.to_owned(), key: key.clone(), why };
            emulation.read(key, value).map_err(wrong)?;
        }
        Ok(emulation)
    }

    /// Takes one row over. The clock comes before what depends on it: rows are in the order of their keys.
    fn read(&mut self, key: &str, value: &[u8]) -> Result<(), String> {
        let mut parts = key.splitn(3, '/');
        let [kind, first, name] = [(); 3].map(|()| parts.next().unwrap_or_default());
        let number = || first.parse::<i64>().map_err(|error| error.to_string());
        match kind {
            FORM_KEY | WORLD_KEY => {}
            CLOCK_KEY => self.clock_ahead = SignedDuration::from_secs(object(value)?),
            JOB => self.jobs.put(u64::try_from(number()?).unwrap_or_default(), object(value)?),
            ROLE => self.account(first)?.roles.put(name.to_owned(), object(value)?),
            POLICY => self.account(first)?.policies.put(name.to_owned(), object(value)?),
            SESSION => self.session(first, object(value)?),
            NONCE => {
                let end = number()?;
                value.as_chunks().0.iter().for_each(|mark: &Mark| self.nonces.remember(end, *mark));
            }
            _ => return Err("this version does not know it".to_owned()),
        }
        Ok(())
    }

    fn account(&mut self, id: &str) -> Result<&mut Account, String> {
        self.accounts.get_mut(id).ok_or_else(|| format!("the world has no account {id}"))
    }

    /// A session that has ended is removed with the next changes.
    fn session(&mut self, id: &str, caller: Caller) {
        let over = caller.session.as_ref().is_some_and(|session| session.expires <= self.now());
        self.keys.put(id.to_owned(), caller);
        if over {
            self.keys.remove(id);
        }
    }

    /// What was changed since the last time; none when there is nothing to write yet.
    pub(crate) fn take_changes(&mut self) -> Result<Option<Changes>, StoreError> {
        let mut rows = BTreeMap::new();
        let cleared = std::mem::take(&mut self.cleared);
        if cleared {
            rows.insert(FORM_KEY.to_owned(), Some(FORM.as_bytes().to_vec()));
            rows.insert(WORLD_KEY.to_owned(), Some(self.options.world.text().as_bytes().to_vec()));
        }
        if std::mem::take(&mut self.clock_moved) {
            rows.insert(CLOCK_KEY.to_owned(), Some(bytes(CLOCK_KEY, &self.clock_ahead.as_secs())?));
        }
        for number in self.jobs.take_changed() {
            let job = self.jobs.numbered().get(&number);
            put(&mut rows, format!("{JOB}/{number:020}"), job)?;
        }
        for account in self.accounts.values_mut() {
            account_rows(account, cleared, &mut rows)?;
        }
        for id in self.keys.take_changed() {
            put(&mut rows, format!("{SESSION}/{id}"), self.keys.get(&id))?;
        }
        if rows.is_empty() && !cleared && self.nonces.fresh() < NONCES_AT_ONCE {
            return Ok(None);
        }
        Ok(Some(Changes { cleared, rows, nonces: self.nonces.take_fresh() }))
    }

    /// The nonces that wait for a call that changes something.
    pub(crate) fn take_nonces(&mut self) -> Changes {
        Changes { nonces: self.nonces.take_fresh(), ..Changes::default() }
    }

    /// Without a data directory nobody asks what was changed.
    pub(crate) fn forget_changes(&mut self) {
        (self.cleared, self.clock_moved) = (false, false);
        self.jobs.take_changed();
        for account in self.accounts.values_mut() {
            account.roles.take_changed();
            account.policies.take_changed();
        }
        self.keys.take_changed();
        self.nonces.take_fresh();
    }
}

/// Everything of an account when it is written anew, otherwise what was changed.
fn account_rows(
    account: &mut Account,
    all: bool,
    rows: &mut BTreeMap<String, Option<Vec<u8>>>,
) -> Result<(), StoreError> {
    let (mut roles, mut policies) = (account.roles.take_changed(), account.policies.take_changed());
    if all {
        roles = account.roles.keys().cloned().collect();
        policies = account.policies.keys().cloned().collect();
    }
    for name in roles {
        put(rows, format!("{ROLE}/{}/{name}", account.id), account.roles.get(&name))?;
    }
    for name in policies {
        put(rows, format!("{POLICY}/{}/{name}", account.id), account.policies.get(&name))?;
    }
    Ok(())
}

fn put<T: Serialize>(
    rows: &mut BTreeMap<String, Option<Vec<u8>>>,
    key: String,
    object: Option<&T>,
) -> Result<(), StoreError> {
    let value = object.map(|object| bytes(&key, object)).transpose()?;
    rows.insert(key, value);
    Ok(())
}

fn bytes<T: Serialize>(key: &str, object: &T) -> Result<Vec<u8>, StoreError> {
    let wrong = |error: serde_json::Error| StoreError::Row {
        path: super::file::FILE_NAME.into(),
        key: key.to_owned(),
        why: error.to_string(),
    };
    serde_json::to_vec(object).map_err(wrong)
}

fn object<T: DeserializeOwned>(value: &[u8]) -> Result<T, String> {
    serde_json::from_slice(value).map_err(|error| error.to_string())
}
