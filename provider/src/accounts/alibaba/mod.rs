//! The Alibaba Cloud account of a provider block, and sessions in it.

mod account;
mod session;

pub(crate) use account::{Account, REGION_VARIABLES, Settings, account, same_account};
pub(crate) use session::Session;
