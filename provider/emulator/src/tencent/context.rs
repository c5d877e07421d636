//! The data that the handlers of STS and DTS read and do not change.

use jiff::Timestamp;

use crate::core::accounts::{Accounts, Caller};
use crate::core::cloud::Context;
use crate::core::lag::Hidden;
use crate::core::world::TencentSwitches;
use crate::jobs::{Moment, Pace};
use crate::policy::Ask;

use super::cam::Cam;
use super::gateway::Refusal;
use super::sessions::Sessions;

/// The time, the accounts of the world, the objects of CAM, and the pace of jobs.
#[derive(Clone, Copy)]
pub(crate) struct CallContext<'a> {
    /// The time of the emulator.
    pub(crate) now: Timestamp,
    pub(crate) accounts: &'a Accounts,
    pub(crate) cam: &'a Cam,
    /// None for the handlers of STS itself.
    pub(crate) sessions: Option<&'a Sessions>,
    pace: &'a dyn Pace,
    hidden: &'a Hidden,
}

impl<'a> CallContext<'a> {
    pub(crate) fn new(context: Context<'a>, cam: &'a Cam, sessions: Option<&'a Sessions>, pace: &'a dyn Pace) -> Self {
        Self { now: context.now, accounts: context.accounts, cam, sessions, pace, hidden: context.hidden }
    }

    /// The moment for moving jobs.
    pub(crate) fn moment(self) -> Moment<'a> {
        Moment { now: self.now, pace: self.pace }
    }

    pub(crate) fn switches(self) -> TencentSwitches {
        self.accounts.tencent_switches()
    }

    /// Whether lists leave an object out.
    pub(crate) fn hides_from_lists(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_lists(account, object, self.now)
    }

    /// Whether calls that return this one object do not find it.
    pub(crate) fn hides_from_details(self, account: &str, object: &str) -> bool {
        self.hidden.hides_from_details(account, object, self.now)
    }

    /// Refuses unless the policies of the caller allow the action.
    pub(crate) fn permit(self, caller: &Caller, ask: Ask<'_>) -> Result<(), Refusal> {
        self.cam.permit(caller, ask)
    }
}
