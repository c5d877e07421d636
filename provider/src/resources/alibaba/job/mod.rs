//! DTS jobs: what the resources, the data sources and the functions of every kind of job have in common.

mod actions;
mod describe;
mod desired_status;
pub(crate) mod endpoint;
mod error;
mod identity;
mod import_id;
mod kind;
mod listing;
pub(super) mod live_status;
mod moved;
pub(crate) mod objects;
pub(super) mod of_kind;
mod ownership_tag;
pub(crate) mod precheck;
mod progress;
mod purchase;
mod release;
pub(super) mod replacement;
mod retry;
mod search;
mod status;
pub(crate) mod topology;
mod watch;
mod words;

pub(super) use actions::{
    change_tags, job_failed, limit_du, message_of, raise_class, read_existing, start, wait_until_stable,
};
pub(crate) use describe::{detail, detail_of, in_milliseconds, summary, summary_of};
pub(super) use desired_status::{StatusChange, Step, observed, refreshed_desired_status, step};
pub(super) use error::{OperationError, vanished};
pub(super) use identity::{InstanceIdentity, TaskIdentity};
pub(super) use import_id::{must_be_task_id, no_such_import, task_of_instance};
pub(crate) use kind::{FORWARD, JobKind, Kind, MIGRATION, REVERSE, SYNCHRONIZATION, kind_of};
pub(super) use listing::Jobs;
pub(crate) use live_status::reason_of;
pub(super) use moved::{stored_job, stored_password};
pub(super) use of_kind::{Extension, OfKind};
pub(super) use ownership_tag::{is_tagged_as_owned, tag_as_owned};
pub(super) use progress::Progress;
pub(super) use purchase::{NotPurchased, Purchase, purchase};
pub(super) use release::{Release, release, stop};
pub(super) use retry::retry_while_busy;
pub(crate) use search::JobSearch;
pub(super) use status::DataMovement;
pub(super) use watch::{wait_for_job, wait_for_new_job};
pub(crate) use words::in_words;
