//! A migration job.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alibaba::gateway::Parameters;
use crate::core::secret::Secret;
use crate::core::store::pairs;

use super::precheck_items::{ItemState, Precheck};
use super::status::Status;
use crate::alibaba::dts::configuration::Objects;
use crate::alibaba::dts::configuration::Verification;
use crate::alibaba::dts::configuration::{Endpoint, Side};
use crate::jobs::{Life, Route};

/// A job. Its configuration is kept as the parameters that came, passwords apart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) booted: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    /// Parameters of the last configuration, kept up to date by the modify calls; never a password.
    pub(crate) parameters: Parameters,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) source_password: Option<Secret>,
    #[serde(serialize_with = "Secret::keep_option")]
    pub(crate) destination_password: Option<Secret>,
    pub(crate) modes: Modes,
    pub(crate) life: Life,
    pub(crate) precheck: Precheck,
    /// Items SkipPreCheck has silenced.
    pub(crate) skipped: Vec<String>,
    /// Results forced by the control API.
    pub(crate) forced_items: BTreeMap<String, String>,
    /// Version of the source, once a precheck has seen it.
    pub(crate) source_version: Option<String>,
    /// Module and name of a setting → its value, from ModifyDtsJobConfig.
    #[serde(with = "pairs")]
    pub(crate) module_settings: BTreeMap<(String, String), String>,
    pub(crate) purchase: Option<Purchase>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) error_message: String,
    /// A word the describe calls show in place of the status; by the control API only.
    pub(crate) shown_status: Option<String>,
    /// Deleted, and kept in the lists only because the options say so.
    pub(crate) released: bool,
}

/// What a job migrates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Modes {
    pub(crate) schema: bool,
    pub(crate) full: bool,
    pub(crate) incremental: bool,
}

/// A bought instance.
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
        // Checked when it came in; what is unreadable has no objects.
        Objects::parse(self.parameters.get("DbList").unwrap_or("{}")).unwrap_or_default()
    }

    /// The status as the describe calls show it.
    pub(crate) fn status_word(&self) -> &str {
        self.shown_status.as_deref().unwrap_or_else(|| self.life.status().name())
    }

    /// Advances the job by one poll; says whether it has moved.
    pub(crate) fn poll(&mut self, pace: u32, now: Timestamp) -> bool {
        let before = (self.life.place(), self.booted, self.finished);
        let route = self.route(pace);
        self.life.poll(route);
        self.stamp(now);
        before != (self.life.place(), self.booted, self.finished)
    }

    /// Lets a job without pace move at once.
    pub(crate) fn settle(&mut self, pace: u32, now: Timestamp) {
        let route = self.route(pace);
        self.life.settle(route);
        self.stamp(now);
    }

    pub(crate) fn verification(&self) -> Verification {
        Verification::of(&self.parameters)
    }

    fn route(&self, pace: u32) -> Route {
        Route {
            pace,
            schema: self.modes.schema,
            full: self.modes.full,
            verification: self.verification().full && !self.modes.incremental,
            incremental: self.modes.incremental,
            precheck_failed: self.precheck.items.iter().any(|item| item.state == ItemState::Failed),
            purchased: self.purchase.is_some(),
        }
    }

    fn stamp(&mut self, now: Timestamp) {
        match self.life.status() {
            Status::Migrating if self.booted.is_none() => self.booted = Some(now),
            Status::Finished if self.finished.is_none() => self.finished = Some(now),
            _ => {}
        }
    }
}
