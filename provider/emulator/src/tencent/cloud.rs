//! The state of the cloud: its services.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::core::accounts::{Accounts, Caller, CloudName};
use crate::core::cloud::{Cloud, Context, Counts, ForcedJob, JobRow, Listing, Service as CoreService};
use crate::jobs::{Moment, Pace};
use crate::policy::Circumstances;

use super::cam::Cam;
use super::context::CallContext;
use super::dts::Dts;
use super::gateway::{ActionTable, Call, Fields, Outcome, Refusal, Service, Strictness};
use super::routes::Route;
use super::sessions::Sessions;
use super::sts::OpenHandler;

/// CAM, STS and DTS. STS and DTS read the objects of CAM, and the tag service changes them; otherwise each service has its
/// own state.
pub(crate) struct Tencent {
    cam: Cam,
    sessions: Sessions,
    dts: Dts,
    pace: Arc<dyn Pace>,
}

impl Tencent {
    /// The cloud before the first call.
    pub(crate) fn new(accounts: &Accounts, pace: Arc<dyn Pace>, now: Timestamp) -> Self {
        let cam = Cam::new(accounts, now);
        Self { cam, sessions: Sessions::default(), dts: Dts::default(), pace }
    }

    /// Checks the parameters of a call.
    pub(super) fn check(
        context: Context<'_>,
        service: Service,
        action: &str,
        parameters: Map<String, Value>,
        from_query: bool,
    ) -> Result<Fields, Refusal> {
        let accepts_unconfirmed = context.accounts.tencent_switches().accepts_role_external_id;
        ActionTable::builtin().check(service, action, parameters, Strictness { accepts_unconfirmed, from_query })
    }

    /// Performs a call whose caller is known. A session ends with its role.
    pub(super) fn perform(&mut self, context: Context<'_>, route: Route, call: &Call) -> Outcome {
        let Self { cam, sessions, dts, pace } = self;
        if !cam.has_identity_of(&call.caller) {
            let message = "The token is not valid: its role or user was deleted.";
            return Err(Refusal::new("AuthFailure.TokenFailure", message));
        }
        match route {
            Route::Cam(handler) => handler(cam, context, call),
            Route::Tag(handler) => handler(cam, call),
            Route::Sts(handler) => handler(sessions, CallContext::new(context, cam, None, pace.as_ref()), call),
            Route::Dts(handler) => handler(dts, CallContext::new(context, cam, Some(sessions), pace.as_ref()), call),
        }
    }

    /// Performs a call that needs no signature.
    pub(super) fn perform_open(
        &mut self,
        context: Context<'_>,
        handler: OpenHandler,
        parameters: &Fields,
        circumstances: &Circumstances,
    ) -> Outcome {
        let Self { cam, sessions, pace, .. } = self;
        let context = CallContext::new(context, cam, None, pace.as_ref());
        handler(sessions, context, parameters, circumstances)
    }
}

impl Cloud for Tencent {
    fn name(&self) -> CloudName {
        CloudName::Tencent
    }

    fn services(&self) -> Vec<&dyn CoreService> {
        vec![&self.cam, &self.sessions, &self.dts]
    }

    fn services_mut(&mut self) -> Vec<&mut dyn CoreService> {
        vec![&mut self.cam, &mut self.sessions, &mut self.dts]
    }

    fn session(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.sessions.get(key_id).or_else(|| self.cam.key(key_id))
    }

    fn runs_between_calls(&self) -> bool {
        self.pace.runs_between_calls()
    }

    fn tick(&mut self, context: Context<'_>) {
        self.dts.advance(Moment { now: context.now, pace: self.pace.as_ref() });
    }

    fn name_of_object(&self, id: &str) -> Option<&str> {
        self.dts.name_of_job(id)
    }

    fn force_job(&mut self, context: Context<'_>, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>> {
        self.dts.force_job(context.now, id, forced)
    }

    fn job_rows(&self, context: Context<'_>) -> Vec<JobRow> {
        self.dts.job_rows(context, Moment { now: context.now, pace: self.pace.as_ref() })
    }

    fn job_page(&self, context: Context<'_>, id: &str) -> Option<Value> {
        self.dts.job_page(Moment { now: context.now, pace: self.pace.as_ref() }, id)
    }

    fn newest_roles(&self, context: Context<'_>, most: usize) -> Listing {
        self.cam.newest_roles(context, most)
    }

    fn counts(&self, account: &str) -> Counts {
        Counts { jobs: self.dts.count_jobs(account), roles: self.cam.count_roles(account) }
    }
}
