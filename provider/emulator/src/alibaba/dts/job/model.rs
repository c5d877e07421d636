//! A job of migration or synchronization.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alibaba::dts::configuration::{Endpoint, Modes, Objects, Side, Verification};
use crate::alibaba::gateway::Parameters;
use crate::alibaba::ids;
use crate::core::secret::Secret;
use crate::core::store::pairs;
use crate::jobs::{Moment, Phase, Route, State, StateMachine};
use crate::rehearsal::Figures;

use super::change::{Change, ChangeState};
use super::direction::Direction;
use super::kind::JobKind;
use super::monitor_rule::MonitorRule;
use super::precheck_items::{Item, ItemState, Precheck};
use super::status::Status;

/// A job. Its configuration is kept as the parameters of the call, the passwords separately.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) account: String,
    #[serde(default)]
    pub(crate) kind: JobKind,
    #[serde(default)]
    pub(crate) direction: Direction,
    /// The job of the other direction, in a two-way synchronization.
    #[serde(default)]
    pub(crate) partner: Option<String>,
    /// The ID of the first job of the instance, when it is another job.
    #[serde(default)]
    pub(crate) first_of_instance: Option<String>,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) booted: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    /// When the incremental phase began for the first time.
    #[serde(default)]
    pub(crate) synchronized: Option<Timestamp>,
    /// Parameters of the last configuration, with the changes of later calls; never a password.
    pub(crate) parameters: Parameters,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) source_password: Option<Secret>,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) destination_password: Option<Secret>,
    /// Both sides are real servers: an engine moves the rows, and no password is kept on disk.
    #[serde(default)]
    pub(crate) rehearsed: bool,
    /// The job had a password of the source, of the destination, that a restart has lost.
    #[serde(default)]
    pub(crate) lost_passwords: [bool; 2],
    /// What the engine reports.
    #[serde(skip)]
    pub(crate) figures: Option<Figures>,
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
    /// Type of an alert → its rule.
    #[serde(default)]
    pub(crate) monitor_rules: BTreeMap<String, MonitorRule>,
    pub(crate) purchase: Option<Purchase>,
    pub(crate) tags: BTreeMap<String, String>,
    /// The changes of the objects of a synchronization, the oldest first.
    #[serde(default)]
    pub(crate) changes: Vec<Change>,
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
    pub(crate) fn instance_id(&self) -> String {
        ids::instance_id(self.first_of_instance.as_deref().unwrap_or(&self.id))
    }

    pub(crate) fn is_synchronization(&self) -> bool {
        self.kind == JobKind::Synchronization
    }

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
        self.lost_passwords[usize::from(side == Side::Destination)] = false;
    }

    /// The job for the data directory: the passwords of real servers are in memory only.
    pub(crate) fn to_keep(&self) -> Cow<'_, Self> {
        if !self.rehearsed {
            return Cow::Borrowed(self);
        }
        let [source, destination] = self.lost_passwords;
        Cow::Owned(Self {
            lost_passwords: [
                source || self.source_password.is_some(),
                destination || self.destination_password.is_some(),
            ],
            source_password: None,
            destination_password: None,
            ..self.clone()
        })
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
        Status::of(self.kind, self.machine.state(), self.machine.phase())
    }

    /// Advances the job by one poll; returns whether it has moved.
    pub(crate) fn poll(&mut self, moment: Moment<'_>) -> bool {
        self.moves(moment.now, |machine, route| machine.poll(route, moment))
    }

    /// Moves the job as far as the pace allows; returns whether it has moved.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) -> bool {
        self.moves(moment.now, |machine, route| machine.advance(route, moment))
    }

    /// Moves a job as an engine reports.
    pub(crate) fn driven(&mut self, now: Timestamp, how: impl FnOnce(&mut StateMachine, Route)) {
        let route = self.route();
        how(&mut self.machine, route);
        self.stamp(now);
        self.end_change();
    }

    /// A job that an engine drives is moved by [`Job::driven`] only.
    fn moves(&mut self, now: Timestamp, how: impl FnOnce(&mut StateMachine, Route)) -> bool {
        if self.rehearsed {
            return false;
        }
        let before = (self.machine.position(), self.booted, self.finished);
        self.driven(now, how);
        before != (self.machine.position(), self.booted, self.finished)
    }

    /// The precheck items at this moment: while the precheck is running, the later ones have not started.
    pub(crate) fn visible_items(&self, moment: Moment<'_>) -> Vec<Item> {
        let mut items = self.precheck.items.clone();
        if self.status() != Status::Prechecking || self.rehearsed {
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
            change_fails: self.changes.last().is_some_and(Change::fails),
        }
    }

    fn stamp(&mut self, now: Timestamp) {
        match self.machine.state() {
            State::Running if self.booted.is_none() => self.booted = Some(now),
            State::Finished if self.finished.is_none() => self.finished = Some(now),
            _ => {}
        }
        if self.machine.phase() >= Some(Phase::Incremental) && self.synchronized.is_none() {
            self.synchronized = Some(now);
        }
    }

    /// The new objects count from the end of their change on; a failed change has no effect.
    fn end_change(&mut self) {
        let state = self.machine.state();
        let Some(change) = self.changes.last_mut() else { return };
        let Some(result) = change.result(state) else { return };
        change.state = result;
        if result == ChangeState::Finished {
            self.parameters.set("DbList", change.objects.as_str());
        }
    }
}
