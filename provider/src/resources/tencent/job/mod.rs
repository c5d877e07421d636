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
pub(crate) use read::detail_of;
pub(in crate::resources) use read::{LastSeen, Waiting, wait_for_job};
pub(crate) use search::{JobSearch, STATUSES};
pub(in crate::resources) use status::{delay_megabytes, is_isolated, moves_data, stage_of};
pub(crate) use status::{delay_seconds, is_gone, reason_of};
pub(crate) use tags::configured_tags;
pub(in crate::resources) use tags::ownership_tag;
