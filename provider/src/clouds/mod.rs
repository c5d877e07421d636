//! What configuring the provider makes: the accounts the resources work in.

mod account;
mod configure;

pub(crate) use account::{Account, account, planned_account, remember_account, same_account};
pub(crate) use configure::configure;

/// All that is configured. A second cloud gets a field of its own.
pub(crate) struct Clouds {
    /// The Alibaba Cloud account.
    pub(crate) alibaba: Account,
}
