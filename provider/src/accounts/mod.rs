//! What configuring the provider makes: the accounts the resources work in.

mod access;
mod alibaba;
mod in_flight_names;
mod plan_exchange;

pub(crate) use access::{Access, Told};
pub(crate) use alibaba::{Account, Session, account, planned_account, remember_account, same_account};
pub(crate) use in_flight_names::InFlightNames;
pub(crate) use plan_exchange::{PlanExchange, PlannedTask};

/// All that is configured. A second cloud gets a field of its own.
pub(crate) struct Clouds {
    /// The Alibaba Cloud account.
    pub(crate) alibaba: Account,
    /// The jobs its resources hold.
    pub(crate) jobs: InFlightNames,
    /// The roles its resources made, by the ids RAM gave them.
    pub(crate) roles: InFlightNames,
    /// What the present plan makes of its tasks.
    pub(crate) plan_exchange: PlanExchange,
}
