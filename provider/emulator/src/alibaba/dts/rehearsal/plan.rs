//! The plan of the engine for a job, or why there is none.

use std::time::Duration;

use engine::plan::{Conflict, DatabaseChoice, Options, Plan, Steps};
use engine::server::Family;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Settings, Side, reserve, settings, text};
use crate::alibaba::dts::job::Job;
use crate::core::secret::Secret;
use crate::core::world::RealServer;
use crate::rehearsal::{Expected, Limits, Wanted, endpoint};

use super::objects;
use super::sides::{RealSide, real_sides};
use super::two_way;

/// The precheck item of what a rehearsal refuses; DTS documents none. It cannot be skipped.
pub(super) const REFUSED: &str = "CHECK_DB_AVA";
/// What an emulator says that writes to no server.
pub(super) const DRY_RUN: &str = "the emulator was started with --real-dry-run and writes to no database";
/// Replica IDs of rehearsals begin here; servers usually have small ones.
const REPLICA_IDS: u32 = 1_900_000_000;

/// Why there is no plan.
#[derive(Debug)]
pub(super) enum NoPlan {
    /// The job asks for something that a rehearsal does not do.
    Refused { code: &'static str, why: String },
    /// Something is missing that can still come.
    Waits(String),
    /// The engine cannot continue.
    Broken(engine::Error),
}

impl From<engine::Error> for NoPlan {
    fn from(error: engine::Error) -> Self {
        Self::Broken(error)
    }
}

impl NoPlan {
    fn refused(why: impl Into<String>) -> Self {
        Self::Refused { code: REFUSED, why: why.into() }
    }
}

/// The plan of a job between two real servers.
pub(super) fn plan(context: CallContext<'_>, job: &Job) -> Result<Plan, NoPlan> {
    let gone = || NoPlan::refused("the world has no real server for one of the sides of the job");
    let sides = real_sides(context, job).ok_or_else(gone)?;
    let given = reserve::of(&job.parameters);
    supported(job, &given).map_err(NoPlan::refused)?;
    let mut databases = objects::databases(job.parameters.get("DbList").unwrap_or("{}")).map_err(NoPlan::refused)?;
    allowed(&sides, &databases).map_err(NoPlan::refused)?;
    if two_way::is_two_way(job) {
        two_way::allowed(&sides).map_err(NoPlan::refused)?;
    }
    two_way::without_ddl(job, &mut databases);
    let [source, destination] = [Side::Source, Side::Destination].map(|side| {
        let server = sides[usize::from(side == Side::Destination)].server;
        let password = password(job, side, server)?;
        let encrypted = text(&given, &side.setting("SSL")).as_deref() == Some("1");
        Ok(endpoint(server, job.side(side).field("UserName"), password.expose(), encrypted))
    });
    let modes = job.modes;
    Ok(Plan {
        source: source.map_err(NoPlan::Waits)?,
        destination: destination.map_err(NoPlan::Waits)?,
        databases,
        steps: Steps { schema: modes.schema, full: modes.full, incremental: modes.incremental },
        options: Options { most_bytes: context.options.real_jobs.most_bytes, ..options(job, &given) },
        two_way: two_way::two_way(job, &given),
    })
}

fn options(job: &Job, given: &Settings) -> Options {
    let ignores = text(given, "targetTableMode").as_deref() == Some("2");
    Options {
        conflict: if ignores { Conflict::Ignore } else { Conflict::Report },
        triggers: text(given, "triggerMode").as_deref() == Some("auto"),
        events: settings::is_true(given, "eventMove"),
        retry_for: Duration::from_secs(reserve::max_retry_seconds(&job.parameters)),
        replica_id: replica_id(&job.id),
        ..Options::default()
    }
}

/// Each job reads the log with its own ID, which is the same after a restart: the server then ends the old reader.
fn replica_id(job: &str) -> u32 {
    let hash = job.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    REPLICA_IDS + hash % 100_000_000
}

/// Settings that a rehearsal does not follow are refused.
fn supported(job: &Job, given: &Settings) -> Result<(), String> {
    let is = |key: &str, words: &[&str]| text(given, key).is_some_and(|word| words.contains(&word.as_str()));
    if settings::is_true(given, "privilegeMigration") {
        return Err("a rehearsal does not migrate database accounts; set migrate_accounts to none".to_owned());
    }
    if is("etlOperatorCtl", &["Y"]) {
        return Err("a rehearsal does not run ETL scripts".to_owned());
    }
    if text(given, "dbListCaseChangeMode").is_some_and(|mode| mode != "default") {
        return Err("a rehearsal keeps the case of object names; use the default of dbListCaseChangeMode".to_owned());
    }
    if job.parameters.get("Checkpoint").is_some() && job.modes.incremental {
        return Err("a rehearsal follows the changes from its own start; it cannot begin at a checkpoint".to_owned());
    }
    if job.verification().incremental {
        return Err("a rehearsal compares all rows once; it has no incremental data verification".to_owned());
    }
    Ok(())
}

/// Only the databases that the world names, and only in the direction that it allows.
fn allowed(sides: &[RealSide<'_>; 2], databases: &[DatabaseChoice]) -> Result<(), String> {
    let [source, destination] = sides;
    if !source.server.is_source {
        return Err(format!(
            "the world file allows writing to {} only (use); a job may not read from it",
            source.database.id
        ));
    }
    if !destination.server.is_destination {
        return Err(format!(
            "the world file does not allow writing to {}; set use = \"destination\" in its table real",
            destination.database.id
        ));
    }
    let unnamed = |side: &RealSide<'_>, name: &str| {
        (!side.server.databases.iter().any(|known| known == name)).then(|| {
            format!(
                "the world file does not name the database {name} of {}; add it to databases of its table real",
                side.database.id
            )
        })
    };
    for database in databases {
        let found = unnamed(source, &database.name).or_else(|| unnamed(destination, &database.destination));
        if let Some(why) = found {
            return Err(why);
        }
    }
    Ok(())
}

/// The password of a side. It is in memory only, so that after a restart it has to come from elsewhere.
fn password(job: &Job, side: Side, server: &RealServer) -> Result<Secret, String> {
    if !job.lost_passwords[usize::from(side == Side::Destination)] {
        return Ok(job.password(side).cloned().unwrap_or_else(|| Secret::new("")));
    }
    server.password_after_restart().ok_or_else(|| {
        format!(
            "the emulator was restarted and keeps no password of a real server: send the password of the {} again \
             (ModifyDtsJobPassword), or name an environment variable with it as password_variable in the table real of the world file",
            side.word()
        )
    })
}

/// The families that the world says, and whether another one is accepted.
pub(super) fn expected(context: CallContext<'_>, job: &Job) -> Option<Expected> {
    let sides = real_sides(context, job)?;
    let family = |side: &RealSide<'_>| {
        if side.database.engine.eq_ignore_ascii_case("MariaDB") { Family::MariaDb } else { Family::MySql }
    };
    let [source, destination] = &sides;
    Some(Expected {
        families: [family(source), family(destination)],
        any_family: [source.server.any_family, destination.server.any_family],
        preview: context.options.real_jobs.is_dry_run,
    })
}

/// Whether and how both sides are compared.
pub(super) fn wanted(job: &Job) -> Wanted {
    let verification = job.verification();
    let percent = u8::try_from(verification.percent).unwrap_or(100);
    Wanted { percent: verification.full.then_some(percent) }
}

/// What the current phase may do in a second.
pub(super) fn limits(job: &Job, incremental: bool) -> Limits {
    let key = if incremental { "incDynamicConfig" } else { "fullDynamicConfig" };
    let given = settings::nested(&reserve::of(&job.parameters), key).unwrap_or_default();
    let limit =
        |name: &str| text(&given, name).and_then(|text| text.parse::<i64>().ok()).and_then(|it| u64::try_from(it).ok());
    let limit = |name: &str| limit(name).filter(|limit| *limit > 0);
    Limits {
        rows: limit("dts.datamove.source.rps.max"),
        bytes: limit("dts.datamove.source.bps.max"),
        queries: limit("dts.datamove.blaster.qps.max"),
    }
}

#[cfg(test)]
mod tests {
    use super::replica_id;

    #[test]
    fn replica_ids_differ_and_stay() {
        assert_eq!(replica_id("abc1234"), replica_id("abc1234"));
        assert_ne!(replica_id("abc1234"), replica_id("abc1235"));
        assert!((1_900_000_000..2_000_000_000).contains(&replica_id("")));
    }
}
