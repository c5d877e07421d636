//! The complete state of one emulator. There is no state outside of it, so that one process can run several emulators.

mod rows;

pub(crate) use rows::world_of;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;

use super::accounts::{Accounts, Caller};
use super::clock::{Clock, Times};
use super::cloud::{Cloud, Context, Gateway, PendingCall, Reply};
use super::faults::{Faults, Held, InjectedFault, Rule, Shown};
use super::lag::{Hidden, Lag};
use super::log::{Entry, RequestLog};
use super::nonces::NonceMemory;
use super::world::World;

/// Creates the state that each cloud has before the first call.
pub(crate) type CreateClouds = Box<dyn Fn(&Accounts, Timestamp) -> Vec<Box<dyn Cloud>> + Send + Sync>;

/// What an emulation is created from; a reset creates it again from the same setup.
pub(crate) struct Setup {
    pub(crate) world: World,
    pub(crate) clouds: CreateClouds,
    /// The receiver of the lines of the request log.
    pub(crate) lines: Option<UnboundedSender<String>>,
}

pub(crate) struct Emulation {
    setup: Arc<Setup>,
    pub(crate) accounts: Arc<Accounts>,
    /// In the order of the gateways.
    pub(crate) clouds: Vec<Box<dyn Cloud>>,
    pub(crate) clock: Clock,
    nonces: NonceMemory,
    pub(crate) log: RequestLog,
    pub(crate) faults: Faults,
    /// Calls that a fault holds.
    pub(crate) held: Held,
    /// Objects that a fault hides.
    pub(crate) hidden: Hidden,
    /// Everything was reset since the changes were last taken.
    cleared: bool,
}

impl Emulation {
    /// The world as it is before the first call.
    pub(crate) fn new(setup: Arc<Setup>) -> Self {
        let accounts = Accounts::of_world(&setup.world);
        Self {
            clouds: (setup.clouds)(&accounts, Timestamp::now()),
            accounts: Arc::new(accounts),
            clock: Clock::default(),
            nonces: NonceMemory::default(),
            log: RequestLog::default(),
            faults: Faults::default(),
            held: Held::default(),
            hidden: Hidden::default(),
            cleared: false,
            setup,
        }
    }

    /// The accounts, keys and databases that existed before the first call.
    pub(crate) fn world(&self) -> &World {
        &self.setup.world
    }

    /// Creates the emulation again from its setup; everything else is lost.
    pub(crate) fn reset(&mut self) {
        *self = Self { cleared: true, ..Self::new(Arc::clone(&self.setup)) };
    }

    /// The clouds and the context that their services read.
    pub(crate) fn clouds_and_context(&mut self) -> (&mut [Box<dyn Cloud>], Context<'_>) {
        (&mut self.clouds, Context { now: self.clock.now(), accounts: &self.accounts, hidden: &self.hidden })
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context { now: self.clock.now(), accounts: &self.accounts, hidden: &self.hidden }
    }

    /// Hides the object of a call, if the call was performed with success.
    pub(crate) fn hide(&mut self, call: &Entry, lag: Lag) {
        if call.succeeded() {
            self.hidden.add(&call.account, &call.object, lag, self.clock.now());
        }
    }

    /// The caller that an access key belongs to, and the current time. A cloud does not know the keys of another cloud.
    pub(crate) fn caller(&self, cloud: usize, key_id: Option<&str>) -> (Option<Arc<Caller>>, Times) {
        let cloud = self.clouds.get(cloud);
        let known = key_id.zip(cloud).and_then(|(key_id, cloud)| {
            self.accounts.key_of(cloud.name(), key_id).or_else(|| cloud.session(key_id)).cloned()
        });
        (known, self.clock.times())
    }

    fn key(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.accounts.key(key_id).or_else(|| self.clouds.iter().find_map(|cloud| cloud.session(key_id)))
    }

    /// Performs an authenticated call; `cloud` is the position of its cloud among the gateways.
    pub(crate) fn perform(&mut self, cloud: usize, pending: &mut dyn PendingCall) -> Option<Reply> {
        let context = Context { now: self.clock.now(), accounts: &self.accounts, hidden: &self.hidden };
        let cloud = self.clouds.get_mut(cloud)?;
        Some(pending.perform(cloud.as_mut(), context, &mut self.nonces))
    }

    /// Whether jobs move between calls.
    pub(crate) fn runs_between_calls(&self) -> bool {
        self.clouds.iter().any(|cloud| cloud.runs_between_calls())
    }

    /// Moves the jobs that move between calls.
    pub(crate) fn tick(&mut self) {
        let (clouds, context) = self.clouds_and_context();
        clouds.iter_mut().for_each(|cloud| cloud.tick(context));
    }

    /// Adds a rule for faults.
    ///
    /// # Errors
    ///
    /// The rule names an action or an account that does not exist, so that it would never match.
    pub(crate) fn add_fault(&mut self, mut rule: Rule, gateways: &[Box<dyn Gateway>]) -> Result<(), String> {
        let actions: Vec<&str> = gateways.iter().flat_map(|gateway| gateway.actions()).collect();
        let accounts = &self.accounts;
        rule.check_names(&actions, |given| {
            let found = accounts.of_all_clouds().find(|known| known.id == given || known.name == given);
            found.map(|account| account.id.to_owned())
        })?;
        self.faults.add(rule);
        Ok(())
    }

    /// The fault that hits this call, if any; the rules count it.
    pub(crate) fn next_fault(&mut self, pending: &dyn PendingCall) -> Option<InjectedFault> {
        if self.faults.is_empty() {
            return None;
        }
        let call = self.shown(pending)?;
        self.faults.next(&call)
    }

    /// What is known of a call before it is performed; none when its action is not known.
    pub(crate) fn shown(&self, pending: &dyn PendingCall) -> Option<Shown> {
        let entry = pending.entry();
        if entry.action.is_empty() {
            return None;
        }
        let account = pending.key_id().and_then(|key_id| self.key(key_id)).map(|caller| caller.account.clone());
        let job_name = self.clouds.iter().find_map(|cloud| cloud.name_of_object(&entry.object));
        let job_name = job_name.unwrap_or_default().to_owned();
        Some(Shown { account: account.unwrap_or_default(), job_name, ..shown(entry) })
    }

    /// Adds an answered call to the log, and sends its line to the receiver.
    pub(crate) fn answered(&mut self, mut entry: Entry, took: Duration) {
        entry.finish(took, Timestamp::now());
        if entry.succeeded() {
            self.faults.performed(&shown(&entry));
        }
        if let Some(lines) = &self.setup.lines {
            let name = self.accounts.name(&entry.account).unwrap_or("-");
            // Without a receiver, calls are still answered.
            let _ = lines.send(entry.line(name));
        }
        entry.trace();
        self.log.add(entry);
    }
}

/// What the rules of faults match, as far as the entry of the log has it.
fn shown(entry: &Entry) -> Shown {
    let [action, account, object] = [&entry.action, &entry.account, &entry.object].map(String::clone);
    Shown { action, account, object, mutating: entry.mutating, job_name: String::new() }
}
