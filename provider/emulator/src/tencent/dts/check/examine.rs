//! What each step of a check finds, from the databases of the world.

use crate::core::world::TencentDatabase;
use crate::tencent::context::CallContext;
use crate::tencent::dts::engines::Engine;
use crate::tencent::dts::job::{Configuration, Item, Job, Step, StepState};
use crate::tencent::dts::reach::{Unreachable, reach};

use super::objects;
use super::table::{NEEDED, NEEDED_AT_DESTINATION, StepKind, steps_of};

/// What is wrong, and what to do.
struct Finding {
    state: StepState,
    reason: String,
    solution: &'static str,
}

fn failed(reason: impl Into<String>, solution: &'static str) -> Option<Finding> {
    Some(Finding { state: StepState::Failed, reason: reason.into(), solution })
}

fn warning(reason: impl Into<String>, solution: &'static str) -> Option<Finding> {
    Some(Finding { state: StepState::Warning, reason: reason.into(), solution })
}

/// The two databases of a job.
struct Databases<'a> {
    source: &'a TencentDatabase,
    destination: &'a TencentDatabase,
}

/// The steps of a job and their results. When a database is not reached, the other steps are not examined.
pub(super) fn steps(context: CallContext<'_>, job: &Job, configuration: &Configuration) -> Vec<Step> {
    let source = reach(context, job, &configuration.source);
    let destination = reach(context, job, &configuration.destination);
    let unreachable: Vec<Item> = [("source", source.as_ref().err()), ("target", destination.as_ref().err())]
        .into_iter()
        .filter_map(|(side, error)| error.map(|error| not_reached(side, error)))
        .collect();
    let databases = match (source, destination) {
        (Ok(source), Ok(destination)) => Some(Databases { source, destination }),
        _ => None,
    };
    let of_kind = |kind: &'static StepKind| {
        let items = match (&databases, kind.id) {
            (None, "ConnectDBCheck") => unreachable.clone(),
            (None, _) => Vec::new(),
            (Some(databases), _) => {
                find(kind.id, databases, job, configuration).map(|found| item(kind, found)).into_iter().collect()
            }
        };
        let items = forced(kind, databases.as_ref(), job).unwrap_or(items);
        let state = items.iter().map(|item| item.state).max_by_key(|state| *state as u8);
        Step { id: kind.id.to_owned(), state: state.unwrap_or(StepState::Pass), items }
    };
    steps_of(job.source_engine()).map(of_kind).collect()
}

fn not_reached(side: &str, error: &Unreachable) -> Item {
    Item {
        name: format!("Connection to the {side} database"),
        state: StepState::Failed,
        reason: error.reason.clone(),
        solution: error.solution.to_owned(),
        log: format!("{}: {}", error.code, error.reason),
    }
}

fn item(kind: &StepKind, found: Finding) -> Item {
    let Finding { state, reason, solution } = found;
    Item { name: kind.name.to_owned(), state, log: reason.clone(), reason, solution: solution.to_owned() }
}

/// The result that the control API or the world sets, in place of the real one.
fn forced(kind: &StepKind, databases: Option<&Databases<'_>>, job: &Job) -> Option<Vec<Item>> {
    let of_world = || {
        let databases = databases?;
        databases.source.forced(kind.id).or_else(|| databases.destination.forced(kind.id))
    };
    let state = StepState::named(job.forced_steps.get(kind.id).map(String::as_str).or_else(of_world)?)?;
    let reason = format!("The step {} was set to this result.", kind.id);
    let found = Finding { state, reason, solution: "Change the world file, or the result with the control API." };
    Some(if state == StepState::Pass { Vec::new() } else { vec![item(kind, found)] })
}

fn find(step: &str, databases: &Databases<'_>, job: &Job, configuration: &Configuration) -> Option<Finding> {
    let Databases { source, destination } = databases;
    match step {
        "VersionCheck" => version(source, destination),
        "SrcPrivilegeCheck" => source_privileges(source, job).or_else(|| {
            let has_other_step = job.source_engine().is_some_and(Engine::is_like_mysql);
            if has_other_step { None } else { missing_objects(source, configuration) }
        }),
        "SimpleParamCheck" => parameters(source, destination),
        "DstPrivilegeCheck" => destination_privileges(destination),
        "DstEmptyCheck" => conflicts(source, destination, configuration),
        "DstSpaceCheck" => space(source, destination),
        "BinlogParamCheck" => binlog(source, job),
        "ConstraintCheck" => foreign_keys(source, job),
        "ConstraintRefCheck" => missing_objects(source, configuration),
        "WarningParamCheck" => warnings(source, destination),
        _ => None,
    }
}

fn version(source: &TencentDatabase, destination: &TencentDatabase) -> Option<Finding> {
    let numbers = |text: &str| text.split('.').map_while(|part| part.parse::<u32>().ok()).collect::<Vec<_>>();
    if source.engine() != destination.engine() || numbers(&source.version) <= numbers(&destination.version) {
        return None;
    }
    let reason =
        format!("The version {} of the source is above {} of the target.", source.version, destination.version);
    failed(reason, "Use a target of the same or a higher version.")
}

fn source_privileges(source: &TencentDatabase, job: &Job) -> Option<Finding> {
    if !job.source_engine().is_some_and(Engine::is_like_mysql) || source.grants("ALL PRIVILEGES") {
        return None;
    }
    let missing: Vec<&str> = NEEDED.into_iter().filter(|needed| !source.grants(needed)).collect();
    if missing.is_empty() {
        return None;
    }
    let reason = format!("Error 1227: Access denied; the user lacks {}.", missing.join(", "));
    failed(reason, "Grant the privileges to the user of the source.")
}

fn destination_privileges(destination: &TencentDatabase) -> Option<Finding> {
    if destination.grants("ALL PRIVILEGES") {
        return None;
    }
    let missing: Vec<&str> = NEEDED_AT_DESTINATION.into_iter().filter(|needed| !destination.grants(needed)).collect();
    if missing.is_empty() {
        return None;
    }
    failed(format!("The user lacks {}.", missing.join(", ")), "Grant the privileges to the user of the target.")
}

/// A setting of a database, or the usual one.
fn setting<'a>(database: &'a TencentDatabase, name: &str, usual: &'a str) -> &'a str {
    database.parameters.get(name).map_or(usual, String::as_str)
}

fn parameters(source: &TencentDatabase, destination: &TencentDatabase) -> Option<Finding> {
    let name = "lower_case_table_names";
    let (one, other) = (setting(source, name, "0"), setting(destination, name, "0"));
    if one != other {
        return failed(format!("{name} is {one} at the source and {other} at the target."), "Set the same value.");
    }
    let timeout = setting(source, "connect_timeout", "30");
    if timeout.parse::<u32>().is_ok_and(|seconds| seconds <= 10) {
        return failed(format!("connect_timeout of the source is {timeout}."), "Set it above 10.");
    }
    None
}

fn conflicts(
    source: &TencentDatabase,
    destination: &TencentDatabase,
    configuration: &Configuration,
) -> Option<Finding> {
    let clashing = objects::selected(source, configuration)
        .into_iter()
        .find(|(database, table)| destination.schemas.get(database).is_some_and(|tables| tables.contains(table)));
    let (database, table) = clashing?;
    failed(
        format!("The target has a table {database}.{table} already."),
        "Delete or rename the table, or select others.",
    )
}

fn space(source: &TencentDatabase, destination: &TencentDatabase) -> Option<Finding> {
    let needed = source.data_mb.saturating_mul(6) / 5;
    if destination.free_space_mb >= needed {
        return None;
    }
    let reason = format!("The target has {} MB free, and {needed} MB are needed.", destination.free_space_mb);
    failed(reason, "Free some space, or use a larger target.")
}

fn binlog(source: &TencentDatabase, job: &Job) -> Option<Finding> {
    if !job.is_incremental() {
        return None;
    }
    for (name, needed) in [("log_bin", "ON"), ("binlog_format", "ROW"), ("binlog_row_image", "FULL")] {
        let found = setting(source, name, needed);
        if !found.eq_ignore_ascii_case(needed) {
            return failed(
                format!("{name} of the source is {found}."),
                "Set log_bin ON, binlog_format ROW and binlog_row_image FULL.",
            );
        }
    }
    if setting(source, "gtid_mode", "ON") == "ON" {
        return None;
    }
    warning("gtid_mode of the source is not ON.", "Set gtid_mode ON.")
}

fn foreign_keys(source: &TencentDatabase, job: &Job) -> Option<Finding> {
    let rule = source.foreign_keys.to_ascii_uppercase();
    if rule == "RESTRICT" || rule == "NO ACTION" || !job.foreign_keys.is_empty() {
        return None;
    }
    failed(
        format!("Foreign keys of the source have the rule {rule}."),
        "Change the rule to RESTRICT or NO ACTION, or skip the step and say whether foreign keys are migrated.",
    )
}

fn missing_objects(source: &TencentDatabase, configuration: &Configuration) -> Option<Finding> {
    let absent = objects::absent(source, configuration);
    if absent.is_empty() {
        return None;
    }
    let reason = format!("The source {} does not have {}.", source.id(), absent.join(", "));
    failed(reason, "Select objects that exist.")
}

fn warnings(source: &TencentDatabase, destination: &TencentDatabase) -> Option<Finding> {
    let name = "character_set_server";
    let (one, other) = (setting(source, name, "utf8mb4"), setting(destination, name, "utf8mb4"));
    if one == other {
        return None;
    }
    warning(format!("{name} is {one} at the source and {other} at the target."), "Set the same character set.")
}
