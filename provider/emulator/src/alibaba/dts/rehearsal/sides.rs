//! The two real servers of a job.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::reach::locate;
use crate::core::world::{Database, RealServer};

/// A side of a job with its real server.
#[derive(Clone, Copy)]
pub(super) struct RealSide<'a> {
    pub(super) database: &'a Database,
    pub(super) server: &'a RealServer,
}

/// Whether both sides of a job have a real server.
pub(crate) fn is_rehearsed(context: CallContext<'_>, job: &Job) -> bool {
    real_sides(context, job).is_some()
}

/// Both sides, if both have a real server.
pub(super) fn real_sides<'a>(context: CallContext<'a>, job: &Job) -> Option<[RealSide<'a>; 2]> {
    Some([real_side(context, job, Side::Source)?, real_side(context, job, Side::Destination)?])
}

fn real_side<'a>(context: CallContext<'a>, job: &Job, side: Side) -> Option<RealSide<'a>> {
    let owner = job.side(side).cross_account().map_or(job.account.as_str(), |(owner, _)| owner);
    let database = locate(context, owner, job, side)?;
    database.real.as_ref().map(|server| RealSide { database, server })
}
