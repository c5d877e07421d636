//! The state of the cloud: its three services.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::core::accounts::{Accounts, Caller, CloudName};
use crate::core::cloud::{Cloud, Context, Counts, ForcedJob, JobRow, Listing, Service};
use crate::jobs::Moment;
use crate::policy::Circumstances;

use super::context::CallContext;
use super::dts::Dts;
use super::gateway::{Call, Outcome, Parameters, Refusal};
use super::options::AlibabaOptions;
use super::ram::Ram;
use super::routes::Route;
use super::sts::{OpenHandler, Sts};

/// RAM, STS and DTS. STS and DTS read the objects of RAM; otherwise each service has its own state.
pub(crate) struct Alibaba {
    ram: Ram,
    sts: Sts,
    dts: Dts,
    options: AlibabaOptions,
    /// The world has real servers, so that jobs can move between calls.
    has_real_servers: bool,
}

impl Alibaba {
    /// The cloud before the first call.
    pub(crate) fn new(accounts: &Accounts, options: AlibabaOptions, now: Timestamp) -> Self {
        // After a reset, nothing of the jobs from before runs on.
        options.rehearsals.keep_only(&BTreeSet::new());
        let has_real_servers = accounts.iter().flat_map(|account| &account.databases).any(|it| it.real.is_some());
        Self { ram: Ram::new(accounts, now), sts: Sts::default(), dts: Dts::default(), options, has_real_servers }
    }

    /// Performs a call whose caller is known.
    ///
    /// A session ends with its role. The code that the real cloud returns then is not documented; with this one,
    /// clients get new credentials.
    pub(super) fn perform(&mut self, context: Context<'_>, route: Route, call: &Call) -> Outcome {
        let Self { ram, sts, dts, options, .. } = self;
        if !ram.has_role_of(&call.caller) {
            let message = "Specified SecurityToken is expired: the role of its session was deleted.";
            return Err(Refusal::gateway(403, "InvalidSecurityToken.Expired", message));
        }
        match route {
            Route::Ram(handler) => handler(ram, context, call),
            Route::Sts(handler) => handler(sts, CallContext::new(context, ram, options), call),
            Route::Dts(handler) => handler(dts, CallContext::new(context, ram, options), call),
        }
    }

    /// Performs a call that needs no signature.
    pub(super) fn perform_open(
        &mut self,
        context: Context<'_>,
        handler: OpenHandler,
        parameters: &Parameters,
        circumstances: &Circumstances,
    ) -> Outcome {
        let Self { ram, sts, options, .. } = self;
        handler(sts, CallContext::new(context, ram, options), parameters, circumstances)
    }
}

impl Cloud for Alibaba {
    fn name(&self) -> CloudName {
        CloudName::Alibaba
    }

    fn services(&self) -> Vec<&dyn Service> {
        vec![&self.ram, &self.sts, &self.dts]
    }

    fn services_mut(&mut self) -> Vec<&mut dyn Service> {
        vec![&mut self.ram, &mut self.sts, &mut self.dts]
    }

    fn session(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.sts.session(key_id)
    }

    fn runs_between_calls(&self) -> bool {
        self.has_real_servers || self.options.pace.runs_between_calls()
    }

    fn tick(&mut self, context: Context<'_>) {
        if self.options.pace.runs_between_calls() {
            self.dts.advance(Moment { now: context.now, pace: self.options.pace.as_ref() });
        }
        if self.has_real_servers {
            self.dts.drive_rehearsals(CallContext::new(context, &self.ram, &self.options));
        }
    }

    fn name_of_object(&self, id: &str) -> Option<&str> {
        self.dts.name_of_job(id)
    }

    fn force_job(&mut self, context: Context<'_>, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>> {
        self.dts.force_job(context.now, id, forced)
    }

    fn job_rows(&self, context: Context<'_>) -> Vec<JobRow> {
        self.dts.job_rows(context, Moment { now: context.now, pace: self.options.pace.as_ref() })
    }

    fn job_page(&self, context: Context<'_>, id: &str) -> Option<Value> {
        self.dts.job_page(Moment { now: context.now, pace: self.options.pace.as_ref() }, id)
    }

    fn newest_roles(&self, context: Context<'_>, most: usize) -> Listing {
        self.ram.newest_roles(context, most)
    }

    fn counts(&self, account: &str) -> Counts {
        Counts { jobs: self.dts.count_jobs(account), roles: self.ram.count_roles(account) }
    }
}
