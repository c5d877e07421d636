//! Calls without a check of the signature, on the built-in world: for tests and fuzz targets.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::core::accounts::{Accounts, Caller};
use crate::core::cloud::{Cloud as _, Context};
use crate::core::lag::NOTHING_HIDDEN;
#[cfg(test)]
use crate::core::store::ChangedRows;
use crate::core::world::World;
use crate::jobs::ByPolls;
#[cfg(test)]
use crate::policy::Circumstances;
use crate::rehearsal::Rehearsals;

use super::cloud::Alibaba;
#[cfg(test)]
use super::gateway::Parameters;
use super::gateway::{Call, Outcome, Service};
use super::options::{AlibabaOptions, RealJobs, ReportMode};
#[cfg(test)]
use super::routes::open_route;
use super::routes::route;

/// The cloud, without the gateway in front of it.
pub(crate) struct Trusted {
    accounts: Accounts,
    cloud: Alibaba,
}

impl Trusted {
    /// The cloud before the first call; every stage of a job takes this many polls.
    pub(crate) fn new(polls: u32) -> Self {
        let accounts = Accounts::of_world(&World::builtin());
        let pace = Arc::new(ByPolls(polls));
        let rehearsals = Arc::new(Rehearsals::new(None));
        let report_cross_account = ReportMode::default();
        let real_jobs = RealJobs::default();
        let options = AlibabaOptions { pace, report_cross_account, rehearsals, real_jobs, keep_released: false };
        let cloud = Alibaba::new(&accounts, options, Timestamp::now());
        Self { accounts, cloud }
    }

    /// The caller that an access key belongs to.
    pub(crate) fn caller(&self, key_id: &str) -> Option<Arc<Caller>> {
        self.accounts.key(key_id).or_else(|| self.cloud.session(key_id)).cloned()
    }

    /// Performs a call; none when its action is not served.
    pub(crate) fn perform(&mut self, service: Service, call: &Call) -> Option<Outcome> {
        let context = Context { now: Timestamp::now(), accounts: &self.accounts, hidden: &NOTHING_HIDDEN };
        let route = route(service, &call.action)?;
        Some(self.cloud.perform(context, route, call))
    }

    /// Performs a call that needs no signature; none when its action needs one.
    #[cfg(test)]
    pub(crate) fn perform_open(&mut self, service: Service, action: &str, parameters: &Parameters) -> Option<Outcome> {
        let context = Context { now: Timestamp::now(), accounts: &self.accounts, hidden: &NOTHING_HIDDEN };
        let handler = open_route(service, action)?;
        let circumstances = Circumstances::of_call(context.now, None);
        Some(self.cloud.perform_open(context, handler, parameters, &circumstances))
    }

    /// The keys of the rows that were changed since the last time.
    #[cfg(test)]
    pub(crate) fn changed_rows(&mut self) -> Vec<String> {
        let mut rows = ChangedRows::default();
        for service in self.cloud.services_mut() {
            service.take_changes(false, &mut rows).unwrap();
        }
        rows.keys().map(str::to_owned).collect()
    }

    /// The state of an account as the control API shows it.
    pub(crate) fn state(&self, account: &str) -> Map<String, Value> {
        let context = Context { now: Timestamp::now(), accounts: &self.accounts, hidden: &NOTHING_HIDDEN };
        let mut shown = Map::new();
        self.cloud.services().iter().for_each(|service| service.describe_account(context, account, &mut shown));
        shown
    }
}
