//! DTS 2021-12-06: the life of a migration job.
//!
//! | module | subject |
//! |---|---|
//! | `job/` | the job, its states, its trade |
//! | `engines` | the database engines, their products, and which can be migrated to which |
//! | `purchase` | CreateMigrationService |
//! | `configure/` | ModifyMigrationJob, and the endpoints of a job |
//! | `reach/` | whether DTS reaches a database, of this account or of another one |
//! | `check/` | the check: its steps, its result, skipping a step |
//! | `lifecycle/` | starting, pausing, stopping, completing, isolating a job |
//! | `change` | changes of a job that runs: name, class, rate limit, runtime attributes |
//! | `compare` | comparisons of data |
//! | `describe/` | the calls that only read |

mod change;
mod check;
mod compare;
mod configure;
mod describe;
mod engines;
mod find;
mod force;
mod job;
mod lifecycle;
mod purchase;
mod reach;
mod shown;
mod store;

use crate::core::tracked::Tracked;
use crate::jobs::Moment;

use super::context::CallContext;
use super::gateway::{Call, Outcome};

pub(super) use check::{PRIVILEGES, STEP_IDS};
pub(super) use engines::ENGINE_NAMES;
use job::Job;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Dts, CallContext<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    ("CompleteMigrateJob", lifecycle::complete),
    ("ContinueMigrateJob", lifecycle::resume_paused),
    ("CreateCompareTask", compare::create),
    ("CreateMigrateCheckJob", check::create),
    ("CreateMigrationService", purchase::create),
    ("DeleteCompareTask", compare::delete),
    ("DescribeCompareTasks", compare::describe),
    ("DescribeMigrateDBInstances", describe::instances),
    ("DescribeMigrationCheckJob", check::describe),
    ("DescribeMigrationDetail", describe::detail),
    ("DescribeMigrationJobs", describe::list),
    ("DestroyMigrateJob", lifecycle::destroy),
    ("IsolateMigrateJob", lifecycle::isolate),
    ("ModifyCompareTask", compare::modify),
    ("ModifyMigrateJobSpec", change::class),
    ("ModifyMigrateName", change::name),
    ("ModifyMigrateRateLimit", change::rate_limit),
    ("ModifyMigrateRuntimeAttribute", change::runtime_attributes),
    ("ModifyMigrationJob", configure::modify),
    ("PauseMigrateJob", lifecycle::pause),
    ("RecoverMigrateJob", lifecycle::recover),
    ("ResumeMigrateJob", lifecycle::resume_failed),
    ("SkipCheckItem", check::skip),
    ("StartCompare", compare::start),
    ("StartMigrateJob", lifecycle::start),
    ("StopCompare", compare::stop),
    ("StopMigrateJob", lifecycle::stop),
];

/// The jobs of all accounts, by their IDs.
pub(crate) struct Dts {
    jobs: Tracked<Job>,
    /// The number of the newest job.
    last: u64,
}

impl Default for Dts {
    fn default() -> Self {
        Self { jobs: Tracked::of([]), last: 0 }
    }
}

impl Dts {
    /// The name of a job.
    pub(crate) fn name_of_job(&self, id: &str) -> Option<&str> {
        self.jobs.get(id).map(|job| job.name.as_str())
    }

    pub(crate) fn count_jobs(&self, account: &str) -> usize {
        self.of_account(account).count()
    }

    /// Moves all jobs as far as the pace allows.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) {
        self.move_jobs(|_| true, |job| job.advance(moment));
    }

    /// One poll of a job.
    fn poll(&mut self, id: &str, moment: Moment<'_>) {
        self.move_jobs(|job| job.id == id, |job| job.poll(moment));
    }

    /// Moves some jobs; those that have moved count as changed.
    fn move_jobs(&mut self, which: impl Fn(&Job) -> bool, how: impl Fn(&mut Job) -> bool) {
        let ids: Vec<String> = self.jobs.values().filter(|job| which(job)).map(|job| job.id.clone()).collect();
        for id in ids {
            // Polls alone are not written to disk.
            let Some(mut moved) = self.jobs.get(&id).cloned() else { continue };
            if how(&mut moved) {
                self.jobs.insert(id, moved);
            } else {
                self.jobs.put(id, moved);
            }
        }
    }

    /// The jobs of an account that exist: not those that were destroyed.
    fn of_account(&self, account: &str) -> impl Iterator<Item = &Job> {
        self.jobs.values().filter(move |job| job.account == account && !job.is_gone())
    }
}
