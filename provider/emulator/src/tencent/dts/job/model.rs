//! The job.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::jobs::{Moment, Route, State, StateMachine};
use crate::tencent::dts::engines::Engine;
use crate::tencent::ids;

use super::compare_task::CompareTask;
use super::configuration::Configuration;
use super::steps::Check;
use super::trade::{Trade, TradeStatus};

/// A job.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) account: String,
    /// Its position in the order of all jobs.
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) link: Link,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    pub(crate) configuration: Option<Configuration>,
    pub(crate) check: Check,
    /// Step IDs.
    pub(crate) skipped: BTreeSet<String>,
    /// Whether foreign keys are migrated, as a skipped step says.
    pub(crate) foreign_keys: String,
    pub(crate) trade: Trade,
    pub(crate) machine: StateMachine,
    /// When a timed job starts; set while it waits.
    pub(crate) start_at: Option<Timestamp>,
    /// It was not billed and was isolated, which destroys it.
    pub(crate) destroyed: bool,
    /// The status word of a failure is `error`.
    pub(crate) shows_error: bool,
    /// The status word of an isolated job is `isolated`.
    pub(crate) shows_isolated: bool,
    pub(crate) error_message: String,
    /// Status word that is shown in place of the real one.
    pub(crate) shown_status: Option<String>,
    /// Results that the control API has set for the steps of checks.
    pub(crate) forced_steps: BTreeMap<String, String>,
    /// The limits that a call has set.
    pub(crate) rate_limit: BTreeMap<String, i64>,
    pub(crate) compare_tasks: Vec<CompareTask>,
}

/// What was bought: engines and regions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) source: String,
    pub(crate) destination: String,
    pub(crate) source_region: String,
    pub(crate) destination_region: String,
}

impl Job {
    /// A job that has just been bought.
    pub(crate) fn new(account: &str, number: u64, link: Link, class: &str, now: Timestamp) -> Self {
        Self {
            id: ids::job_id(),
            account: account.to_owned(),
            number,
            name: String::new(),
            link,
            tags: Vec::new(),
            created: now,
            updated: now,
            started: None,
            ended: None,
            configuration: None,
            check: Check::default(),
            skipped: BTreeSet::new(),
            foreign_keys: String::new(),
            trade: Trade::new(class, now),
            machine: StateMachine::new(now),
            start_at: None,
            destroyed: false,
            shows_error: false,
            shows_isolated: false,
            error_message: String::new(),
            shown_status: None,
            forced_steps: BTreeMap::new(),
            rate_limit: BTreeMap::new(),
            compare_tasks: Vec::new(),
        }
    }

    /// Whether the job was destroyed: only DescribeMigrationDetail still returns it.
    pub(crate) fn is_gone(&self) -> bool {
        self.trade.status == TradeStatus::Offlined || self.destroyed
    }

    /// The engine of the source.
    pub(crate) fn source_engine(&self) -> Option<&'static Engine> {
        Engine::named(&self.link.source)
    }

    /// Whether the migration has an incremental phase.
    pub(crate) fn is_incremental(&self) -> bool {
        self.configuration.as_ref().is_none_or(|configuration| configuration.migrate_type() == "fullAndIncrement")
    }

    /// Advances the job by one poll; returns whether it has moved.
    pub(crate) fn poll(&mut self, moment: Moment<'_>) -> bool {
        self.trade.poll();
        self.compare_tasks.iter_mut().for_each(CompareTask::poll);
        self.moves(moment, StateMachine::poll)
    }

    /// Moves the job as far as the pace allows; returns whether it has moved.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) -> bool {
        self.moves(moment, StateMachine::advance)
    }

    fn moves(&mut self, moment: Moment<'_>, how: impl FnOnce(&mut StateMachine, Route, Moment<'_>)) -> bool {
        let before = (self.machine.position(), self.trade.status, self.start_at, self.compare_states());
        if self.start_at.is_some_and(|at| at <= moment.now) {
            self.start_at = None;
            self.machine.run(moment.now);
        }
        let was_checking = self.machine.state() == State::Checking;
        let route = self.route();
        how(&mut self.machine, route, moment);
        self.trade.advance(moment);
        self.compare_tasks.iter_mut().for_each(|task| task.advance(moment));
        if was_checking && self.machine.state() != State::Checking {
            self.check.passed = Some(!self.check.fails(&self.skipped));
            self.check.ended = Some(moment.now);
        }
        let moved = before != (self.machine.position(), self.trade.status, self.start_at, self.compare_states());
        if moved {
            self.stamp(moment.now);
        }
        moved
    }

    fn compare_states(&self) -> Vec<&'static str> {
        self.compare_tasks.iter().map(CompareTask::status).collect()
    }

    fn route(&self) -> Route {
        let migrate_type = self.configuration.as_ref().map_or("fullAndIncrement", Configuration::migrate_type);
        let incremental_only = self.source_engine().is_some_and(Engine::is_incremental_only);
        Route {
            schema: !incremental_only,
            full: migrate_type != "structure",
            verification: false,
            incremental: migrate_type == "fullAndIncrement",
            precheck_failed: self.check.fails(&self.skipped),
            purchased: false,
            change_fails: false,
        }
    }

    fn stamp(&mut self, now: Timestamp) {
        self.updated = now;
        match self.machine.state() {
            State::Running if self.started.is_none() => self.started = Some(now),
            State::Finished | State::Canceled if self.ended.is_none() => self.ended = Some(now),
            _ => {}
        }
    }
}
