//! What the core needs from an emulated cloud.
//!
//! A cloud has two halves. Its [`Gateway`] has no state: it reads requests and checks signatures while nothing is
//! locked. Its [`Cloud`] is the state, behind the lock of the emulator, as a list of [`Service`]s. A [`PendingCall`] is
//! one request that goes through both.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::jobs::{Phase, Standing};

use super::accounts::{Accounts, Caller, CloudName};
use super::clock::Times;
use super::http::{Incoming, Outgoing};
use super::lag::Hidden;
use super::log::Entry;
use super::nonces::NonceMemory;
use super::store::Persist;

/// The data that services read and do not change.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The time of the emulator.
    pub(crate) now: Timestamp,
    pub(crate) accounts: &'a Accounts,
    /// Objects that a fault hides.
    pub(crate) hidden: &'a Hidden,
}

impl Context<'_> {
    /// Whether lists leave an object out.
    pub(crate) fn hides_from_lists(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_lists(account, object, self.now)
    }

    /// Whether calls that return this one object do not find it.
    pub(crate) fn hides_from_details(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_details(account, object, self.now)
    }
}

/// The error code of a call that the emulator does not serve. No cloud has it, so that no client takes it for an answer of
/// the real cloud.
pub(crate) const NOT_EMULATED: &str = "NotEmulated";

/// The half of a cloud without state.
pub(crate) trait Gateway: Send + Sync {
    /// Whether a request is of this cloud's protocol.
    fn recognizes(&self, request: &Incoming) -> bool;

    /// The first characters of the names of headers that only this cloud has, in lower case.
    fn header_prefix(&self) -> &'static str;

    /// The host names of the real cloud, without what is before them: a client with a proxy sends them.
    fn hosts(&self) -> &'static [&'static str];

    /// Whether a request can have another path than `/`.
    fn serves_path(&self, path: &str) -> bool;

    /// Reads a request. It is read once: everything later works with the pending call.
    fn read(&self, request: Incoming) -> Box<dyn PendingCall>;

    /// The names of all actions that this cloud serves.
    fn actions(&self) -> Vec<&str>;
}

/// One request from the moment it is read to its answer.
pub(crate) trait PendingCall: Send + Sync {
    /// The entry for the request log, which the rules of faults match, too.
    fn entry(&self) -> &Entry;

    fn entry_mut(&mut self) -> &mut Entry;

    /// The ID of the access key that it names; the signature can be wrong.
    fn key_id(&self) -> Option<&str>;

    /// Checks the signature with the key of [`PendingCall::key_id`], and everything else that needs no state. It runs
    /// without a lock.
    fn authenticate(&mut self, caller: Option<Arc<Caller>>, times: Times);

    /// Performs the call; the state is locked. It must not wait.
    fn perform(&mut self, cloud: &mut dyn Cloud, context: Context<'_>, nonces: &mut NonceMemory) -> Reply;

    /// Answers with an injected failure; nothing is performed.
    fn refuse(&mut self, failure: &Failure) -> Reply;
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// The JSON body.
    pub(crate) body: Value,
    pub(crate) content_type: &'static str,
}

impl From<Reply> for Outgoing {
    fn from(reply: Reply) -> Self {
        let mut response =
            Self { status: reply.status, headers: Vec::new(), body: reply.body.to_string().into_bytes() };
        response.set("content-type", reply.content_type);
        response
    }
}

/// A failure that a fault injects in place of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The caller has sent too many requests.
    Throttled,
    /// The cloud itself has failed.
    Internal(String),
    /// An error of a given code. Status 200 means the form that a service of the cloud uses for its own errors; without a
    /// status it is the usual one of the cloud.
    Error { http_status: Option<u16>, code: String, message: String },
    /// The connection was closed before the call was performed; only the log shows it.
    NotPerformed,
    /// What the call did cannot be written to disk.
    NotStored(String),
}

/// A part of a cloud with its own state, its own rows in the data directory and its own part of the control API's
/// state.
pub(crate) trait Service: Persist {
    /// The name, as `DTS`.
    fn name(&self) -> &'static str;

    /// Adds what the service holds for an account to the state that the control API shows.
    fn describe_account(&self, context: Context<'_>, account: &str, shown: &mut Map<String, Value>);
}

/// The state of a cloud.
pub(crate) trait Cloud: Any + Send {
    fn name(&self) -> CloudName;

    fn services(&self) -> Vec<&dyn Service>;

    fn services_mut(&mut self) -> Vec<&mut dyn Service>;

    /// The caller that the access key of a session belongs to.
    fn session(&self, key_id: &str) -> Option<&Arc<Caller>>;

    /// Whether jobs move between calls, so that [`Cloud::tick`] has to be called regularly.
    fn runs_between_calls(&self) -> bool;

    /// Moves the jobs that move between calls. It must not wait.
    fn tick(&mut self, context: Context<'_>);

    /// The name of an object that has a generated ID. The name is the same in each run.
    fn name_of_object(&self, id: &str) -> Option<&str>;

    /// Changes the state of a job; none when the cloud has no such job. Returns the job after that, or the error.
    fn force_job(&mut self, context: Context<'_>, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>>;

    /// A row of the status page for each job.
    fn job_rows(&self, context: Context<'_>) -> Vec<JobRow>;

    /// All that the status page shows of a job; none when the cloud has no such job.
    fn job_page(&self, context: Context<'_>, id: &str) -> Option<Value>;

    /// The roles for the status page.
    fn newest_roles(&self, context: Context<'_>, most: usize) -> Listing;

    /// How many jobs and roles an account has.
    fn counts(&self, account: &str) -> Counts;
}

/// A job on the status page, as a row.
#[derive(Debug)]
pub(crate) struct JobRow {
    pub(crate) standing: Standing,
    pub(crate) created: Timestamp,
    /// What the row shows.
    pub(crate) shown: Value,
}

/// Objects for the status page.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The total number.
    pub(crate) total: usize,
    /// Some of them, with the time at which each was created.
    pub(crate) rows: Vec<(Timestamp, Value)>,
}

/// How many objects an account has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) jobs: usize,
    pub(crate) roles: usize,
}

/// The body of `POST /_control/jobs/{id}`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForcedJob {
    /// A status by its name in the API.
    pub(crate) status: Option<String>,
    /// `schema`, `full`, `incremental` or `caught_up`.
    pub(crate) phase: Option<Phase>,
    /// True keeps the job in its state, whatever calls request; with false it can move again.
    pub(crate) hold: Option<bool>,
    /// A status word without a known meaning, returned in place of the status; with an empty text the real status is
    /// returned.
    pub(crate) shown_status: Option<String>,
    /// The job's error text.
    pub(crate) error_message: Option<String>,
    /// Precheck item code → `Success`, `Warning` or `Failed`, from the next precheck on.
    #[serde(default)]
    pub(crate) precheck: BTreeMap<String, String>,
}
