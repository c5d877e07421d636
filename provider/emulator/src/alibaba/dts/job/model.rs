//! A migration job.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alibaba::dts::configuration::{Endpoint, Modes, Objects, Side, Verification};
use crate::alibaba::gateway::Parameters;
use crate::core::secret::Secret;
use crate::core::store::pairs;
use crate::jobs::{Moment, Route, State, StateMachine};

use super::precheck_items::{Item, ItemState, Precheck};
use super::status::Status;

/// A job. Its configuration is kept as the parameters of the call, the passwords separately.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) booted: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    /// Parameters of the last configuration, with the changes of later calls; never a password.
    pub(crate) parameters: Parameters,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) source_password: Option<Secret>,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) destination_password: Option<Secret>,
    pub(crate) modes: Modes,
    pub(crate) machine: StateMachine,
    pub(crate) precheck: Precheck,
    /// Items that SkipPreCheck skips.
    pub(crate) skipped: Vec<String>,
    /// Results forced by the control API.
    pub(crate) forced_items: BTreeMap<String, String>,
    /// Version of the source, after a precheck has read it.
    pub(crate) source_version: Option<String>,
    /// Module and name of a setting → its value, from ModifyDtsJobConfig.
    #[serde(with = "pairs")]
    pub(crate) module_settings: BTreeMap<(String, String), String>,
    pub(crate) purchase: Option<Purchase>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) error_message: String,
    /// A word that the describe calls return in place of the status; only the control API sets it.
    pub(crate) shown_status: Option<String>,
    /// Deleted, and kept in the lists only because the options say so.
    pub(crate) released: bool,
}

/// A purchased instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Purchase {
    pub(crate) class: String,
    pub(crate) pay_type: String,
    /// Units of its dedicated cluster.
    pub(crate) du: Option<u64>,
}

impl Job {
    pub(crate) fn side(&self, side: Side) -> Endpoint<'_> {
        Endpoint::new(&self.parameters, side)
    }

    pub(crate) fn password(&self, side: Side) -> Option<&Secret> {
        match side {
            Side::Source => self.source_password.as_ref(),
            Side::Destination => self.destination_password.as_ref(),
        }
    }

    pub(crate) fn set_password(&mut self, side: Side, password: Secret) {
        match side {
            Side::Source => self.source_password = Some(password),
            Side::Destination => self.destination_password = Some(password),
        }
    }

    pub(crate) fn objects(&self) -> Objects {
        // The call has checked it; a text that cannot be read has no objects.
        Objects::parse(self.parameters.get("DbList").unwrap_or("{}")).unwrap_or_default()
    }

    /// The status as the describe calls return it.
    pub(crate) fn status_word(&self) -> &str {
        self.shown_status.as_deref().unwrap_or_else(|| self.status().name())
    }

    /// The status as the API names it.
    pub(crate) fn status(&self) -> Status {
        Status::of(self.machine.state())
    }

    /// Advances the job by one poll; returns whether it has moved.
    pub(crate) fn poll(&mut self, moment: Moment<'_>) -> bool {
        self.moves(moment.now, |machine, route| machine.poll(route, moment))
    }

    /// Moves the job as far as the pace allows; returns whether it has moved.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) -> bool {
        self.moves(moment.now, |machine, route| machine.advance(route, moment))
    }

    fn moves(&mut self, now: Timestamp, how: impl FnOnce(&mut StateMachine, Route)) -> bool {
        let before = (self.machine.position(), self.booted, self.finished);
        let route = self.route();
        how(&mut self.machine, route);
        self.stamp(now);
        before != (self.machine.position(), self.booted, self.finished)
    }

    /// The precheck items at this moment: while the precheck is running, the later ones have not started.
    pub(crate) fn visible_items(&self, moment: Moment<'_>) -> Vec<Item> {
        let mut items = self.precheck.items.clone();
        if self.status() != Status::Prechecking {
            return items;
        }
        let done = items.len() * usize::try_from(self.machine.percent(moment)).unwrap_or(100) / 100;
        for (position, item) in items.iter_mut().enumerate().skip(done) {
            item.state = if position == done { ItemState::Checking } else { ItemState::NotStarted };
        }
        items
    }

    pub(crate) fn verification(&self) -> Verification {
        Verification::of(&self.parameters)
    }

    fn route(&self) -> Route {
        Route {
            schema: self.modes.schema,
            full: self.modes.full,
            verification: self.verification().full && !self.modes.incremental,
            incremental: self.modes.incremental,
            precheck_failed: self.precheck.items.iter().any(|item| item.state == ItemState::Failed),
            purchased: self.purchase.is_some(),
        }
    }

    fn stamp(&mut self, now: Timestamp) {
        match self.machine.state() {
            State::Running if self.booted.is_none() => self.booted = Some(now),
            State::Finished if self.finished.is_none() => self.finished = Some(now),
            _ => {}
        }
    }
}
