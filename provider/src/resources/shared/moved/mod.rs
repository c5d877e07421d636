//! Resources of other providers that a `moved` block moves into resources of this one.
//!
//! Terraform converts the state before the provider is configured, so nothing is known of the cloud then. The new state has what the
//! old one has; the first refresh completes it and checks that the object exists.

mod attachment;
mod attributes;
mod unread;
mod vendor;

pub(crate) use attachment::attachment;
pub(crate) use attributes::Attributes;
pub(crate) use unread::{arrival, arrival_if_unread, is_unread, mark_unread, plan_unread, record_read, update_unread};
pub(crate) use vendor::{ALICLOUD, TENCENTCLOUD};
