//! A direction of a two-way synchronization as the engine takes it.

use engine::plan::{DatabaseChoice, OnConflict, TwoWay};
use engine::shape::TableName;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Settings, Topology, reserve, settings, text};
use crate::alibaba::dts::job::{Direction, Job};
use crate::rehearsal::Course;

use super::sides::{RealSide, real_sides};

/// Where DTS keeps the table that marks its transactions, at both servers.
const MARKERS: &str = "dts";

/// Whether a job is, or becomes with its purchase, a direction of a two-way synchronization.
pub(super) fn is_two_way(job: &Job) -> bool {
    job.partner.is_some() || Topology::of(&job.parameters) == Some(Topology::TwoWay)
}

/// What the engine does in addition.
pub(super) fn two_way(job: &Job, given: &Settings) -> Option<TwoWay> {
    let on_conflict = match text(given, "conflict").as_deref() {
        Some("overwrite") => OnConflict::Overwrite,
        Some("ignore") => OnConflict::Ignore,
        _ => OnConflict::Fail,
    };
    let marker = TableName::new(MARKERS, format!("two_way_{}", job.instance_id()));
    is_two_way(job).then_some(TwoWay { marker, on_conflict })
}

/// What a running job cannot change: with another one it continues with a new plan.
pub(super) fn course(job: &Job) -> Course {
    Course { marks: is_two_way(job), ddl: carries_ddl(job) }
}

/// Only the forward job carries DDL statements, unless the settings exclude them.
fn carries_ddl(job: &Job) -> bool {
    let excluded = is_two_way(job) && settings::is_true(&reserve::of(&job.parameters), "filterDDL");
    job.direction == Direction::Forward && !excluded
}

/// Leaves DDL statements out, if the job does not carry them.
pub(super) fn without_ddl(job: &Job, databases: &mut [DatabaseChoice]) {
    if carries_ddl(job) {
        return;
    }
    for database in databases {
        database.ddl = false;
        database.tables.iter_mut().flatten().for_each(|table| table.ddl = None);
    }
}

/// Both servers are read and written, also the database with the table that marks transactions.
pub(super) fn allowed(sides: &[RealSide<'_>; 2]) -> Result<(), String> {
    for side in sides {
        let id = &side.database.id;
        if !(side.server.is_source && side.server.is_destination) {
            return Err(format!(
                "a two-way synchronization reads and writes {id}; set use = \"both\" in its table real of the world file"
            ));
        }
        if !side.server.databases.iter().any(|known| known == MARKERS) {
            return Err(format!(
                "a two-way synchronization writes to a table of the database {MARKERS} of {id}, as DTS does, so that changes are \
                 not sent back; add {MARKERS} to databases of its table real of the world file"
            ));
        }
    }
    Ok(())
}

/// Why a one-way synchronization between real servers cannot get a second direction.
pub(crate) fn cannot_upgrade(context: CallContext<'_>, job: &Job) -> Option<String> {
    if !job.rehearsed {
        return None;
    }
    real_sides(context, job).and_then(|sides| allowed(&sides).err())
}
