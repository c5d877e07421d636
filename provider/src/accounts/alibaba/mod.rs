//! The Alibaba Cloud account of a provider block, and sessions in it.

mod account;
mod session;

pub(crate) use account::{Account, account, planned_account, remember_account, same_account};
pub(crate) use session::Session;
