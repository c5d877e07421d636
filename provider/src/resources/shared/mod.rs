//! Code that every resource needs, whichever cloud it is for: waits, retries, lookups after a lost answer, tags, identities.

mod absence;
pub(crate) mod argument;
pub(crate) mod create_record;
mod destroy_plan;
pub(crate) mod identity;
pub(crate) mod job_history;
pub(crate) mod listing;
pub(crate) mod live_status;
pub(crate) mod lost_answer;
pub(crate) mod moved;
mod name_lock;
mod operation;
mod operation_error;
pub(crate) mod pages;
mod password;
pub(crate) mod password_rules;
pub(crate) mod private_state;
mod retry;
pub(crate) mod role_trust;
mod server_clocks;
mod tags;
#[cfg(test)]
pub(crate) mod testing;
mod wait;

pub(crate) use crate::accounts::{Session, SessionOf};
pub(crate) use absence::Absence;
pub(crate) use create_record::{CreateRecords, EarlierCreate, Subject, digest};
pub(crate) use destroy_plan::allow_destroy;
pub(crate) use job_history::{JobState, RELEASED, Stage, is_released};
pub(crate) use name_lock::lock_name;
pub(crate) use operation::{CallError, Operation};
pub(crate) use operation_error::{OperationError, how_to_wait_longer};
pub(crate) use password::password_changed;
pub(crate) use retry::{PROPAGATION, retry_until_consistent, retry_while};
pub(crate) use server_clocks::is_since;
pub(crate) use tags::{OWNERSHIP_TAG, TagChange, returned_tags, tag_change};
pub(crate) use wait::{Poll, WaitError, wait};

/// A duration of whole minutes.
pub(crate) const fn minutes(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count * 60)
}
