//! What configuring the provider makes: the accounts the resources work in.

mod access;
mod account;
mod claims;
mod configure;
mod planned;

pub(crate) use account::{Account, account, planned_account, remember_account, same_account};
pub(crate) use claims::Claims;
pub(crate) use configure::configure;
pub(crate) use planned::{PlannedTask, PlannedTasks};

/// All that is configured. A second cloud gets a field of its own.
pub(crate) struct Clouds {
    /// The Alibaba Cloud account.
    pub(crate) alibaba: Account,
    /// The jobs its resources hold.
    pub(crate) jobs: Claims,
    /// The roles its resources made, by the ids RAM gave them.
    pub(crate) roles: Claims,
    /// What the present plan makes of its tasks.
    pub(crate) planned: PlannedTasks,
}
