//! The data that the handlers of STS and DTS read and do not change.

use jiff::Timestamp;

use crate::core::accounts::{Accounts, Caller};
use crate::core::cloud::Context;
use crate::core::lag::Hidden;
use crate::jobs::Moment;
use crate::policy::{Ask, Document};

use super::gateway::{Refusal, Service};
use super::options::AlibabaOptions;
use super::ram::{Ram, Role};

/// The time, the accounts of the world, the roles and policies of RAM, and the options.
#[derive(Clone, Copy)]
pub(crate) struct CallContext<'a> {
    /// The time of the emulator.
    pub(crate) now: Timestamp,
    pub(crate) accounts: &'a Accounts,
    pub(crate) ram: &'a Ram,
    pub(crate) options: &'a AlibabaOptions,
    /// Objects that a fault hides.
    hidden: &'a Hidden,
}

impl<'a> CallContext<'a> {
    pub(crate) fn new(context: Context<'a>, ram: &'a Ram, options: &'a AlibabaOptions) -> Self {
        Self { now: context.now, accounts: context.accounts, ram, options, hidden: context.hidden }
    }

    /// The moment for moving jobs.
    pub(crate) fn moment(self) -> Moment<'a> {
        Moment { now: self.now, pace: self.options.pace.as_ref() }
    }

    /// Whether lists leave an object out.
    pub(crate) fn hides_from_lists(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_lists(account, object, self.now)
    }

    /// Whether calls that return this one object do not find it.
    pub(crate) fn hides_from_details(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_details(account, object, self.now)
    }

    /// Refuses with the error of the service unless the policies of the caller allow the action.
    pub(crate) fn permit(self, caller: &Caller, service: Service, ask: Ask<'_>) -> Result<(), Refusal> {
        self.ram.permit(caller, service, ask)
    }

    pub(crate) fn role(self, account: &str, name: &str) -> Option<&'a Role> {
        self.ram.role(account, name)
    }

    /// The documents that are attached to a role.
    pub(crate) fn policies_of_role(self, account: &str, role: &str) -> Vec<&'a Document> {
        self.ram.policies_of_role(account, role)
    }
}
