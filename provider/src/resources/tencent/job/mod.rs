//! Migration jobs of Tencent Cloud DTS, for every resource that works with them: reading, waiting, identity.

mod error;
mod identity;
pub(in crate::resources::tencent) mod links;
mod listing;
mod read;
mod search;
mod status;
mod tags;

pub(in crate::resources) use error::{failed_job, gone, no_such_import, no_such_job};
pub(in crate::resources) use identity::JobIdentity;
pub(in crate::resources) use listing::Jobs;
pub(in crate::resources) use read::{LastSeen, Waiting, detail_of, wait_for_job};
pub(crate) use search::{JobSearch, STATUSES};
pub(crate) use status::is_gone;
pub(in crate::resources) use status::{is_isolated, moves_data, reason_of, stage_of};
pub(crate) use tags::configured_tags;
pub(in crate::resources) use tags::ownership_tag;
