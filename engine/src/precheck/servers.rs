//! The binary log and the relation of the two servers.

use super::{Check, Facts, Item};
use crate::connect::Session;
use crate::error::Result;
use crate::server::Family;

/// A week in seconds: how long DTS asks to keep the log.
const WEEK: u64 = 7 * 24 * 3600;

/// The log of the source, which only an incremental migration needs.
pub(super) async fn log(facts: &Facts<'_>, source: &mut Session) -> Result<Vec<Item>> {
    if !facts.plan.steps.incremental {
        return Ok(Vec::new());
    }
    let place = source.place().to_owned();
    if !facts.source.is_on("log_bin") {
        let message = format!("{place}: log_bin is off; start the server with log_bin");
        return Ok(vec![Item::failed(Check::LogOn, message)]);
    }
    let mut items = vec![Item::success(Check::LogOn)];
    items.push(expected(facts, &place, Check::LogFormat, "binlog_format", "ROW"));
    items.push(row_image(facts, &place));
    items.push(log_files(facts, source).await?);
    Ok(items)
}

/// MySQL 8.3 and later have no `binlog_format` that could be another one.
fn expected(facts: &Facts<'_>, place: &str, check: Check, variable: &str, value: &str) -> Item {
    match facts.source.variable(variable) {
        "" => Item::success(check),
        found if found.eq_ignore_ascii_case(value) => Item::success(check),
        found => Item::failed(check, format!("{place}: {variable} is {found}; set it to {value} for all sessions")),
    }
}

fn row_image(facts: &Facts<'_>, place: &str) -> Item {
    let options = facts.source.variable("binlog_row_value_options");
    if options.to_ascii_uppercase().contains("PARTIAL_JSON") {
        let message = format!(
            "{place}: binlog_row_value_options is {options}; set it to '': changes of parts of JSON values cannot be applied"
        );
        return Item::failed(Check::LogRowImage, message);
    }
    expected(facts, place, Check::LogRowImage, "binlog_row_image", "FULL")
}

async fn log_files(facts: &Facts<'_>, source: &mut Session) -> Result<Item> {
    let place = source.place().to_owned();
    // Without the privilege the item about privileges fails.
    let Ok(files) = source.texts("SHOW BINARY LOGS").await else { return Ok(Item::success(Check::LogFiles)) };
    let numbers: Vec<u64> =
        files.iter().filter_map(|row| row.first()?.as_deref()?.rsplit('.').next()?.parse().ok()).collect();
    if numbers.windows(2).any(|pair| pair[1] != pair[0] + 1) {
        let message = format!(
            "{place}: a file between the first and the last one of the binary log is missing; purge the files before it"
        );
        return Ok(Item::failed(Check::LogFiles, message));
    }
    let seconds = match facts.source.number("binlog_expire_logs_seconds") {
        0 => facts.source.number("expire_logs_days") * 24 * 3600,
        seconds => seconds,
    };
    Ok(match seconds {
        // Files are never deleted.
        0 => Item::success(Check::LogFiles),
        seconds if seconds >= WEEK => Item::success(Check::LogFiles),
        seconds => Item::warning(
            Check::LogFiles,
            format!(
                "{place}: the server deletes files of the binary log after {} hours; keep them for at least 7 days",
                seconds / 3600
            ),
        ),
    })
}

/// IDs, SQL modes, and whether both are the same server.
pub(super) async fn pair(facts: &Facts<'_>, source: &mut Session) -> Result<Vec<Item>> {
    Ok(vec![server_ids(facts), sql_mode(facts), topology(facts, source).await?])
}

fn server_ids(facts: &Facts<'_>) -> Item {
    let (one, other) = (facts.source.server_id(), facts.destination.server_id());
    let same_server = facts.source.is_same_server(&facts.destination);
    if facts.plan.steps.incremental && one == 0 {
        Item::failed(Check::ServerIds, "server_id of the source is 0; set it to a number greater than 1")
    } else if facts.plan.steps.incremental && one == other && !same_server {
        Item::failed(Check::ServerIds, format!("server_id is {one} on both servers; give each one another number"))
    } else if facts.plan.steps.incremental && one == 1 {
        Item::warning(Check::ServerIds, "server_id of the source is 1; a number greater than 1 is recommended")
    } else {
        Item::success(Check::ServerIds)
    }
}

fn sql_mode(facts: &Facts<'_>) -> Item {
    let modes = |text: &str| {
        let mut modes: Vec<String> = text.split(',').map(str::to_ascii_uppercase).collect();
        modes.sort_unstable();
        modes.join(",")
    };
    let (one, other) = (modes(facts.source.variable("sql_mode")), modes(facts.destination.variable("sql_mode")));
    if one == other {
        return Item::success(Check::SqlMode);
    }
    Item::warning(
        Check::SqlMode,
        format!("sql_mode is {one} at the source and {other} at the destination; applications can behave differently"),
    )
}

async fn topology(facts: &Facts<'_>, source: &mut Session) -> Result<Item> {
    if facts.source.is_same_server(&facts.destination) {
        let onto_itself = facts
            .plan
            .databases
            .iter()
            .find(|database| facts.plan.databases.iter().any(|other| other.destination == database.name));
        if let Some(database) = onto_itself {
            return Ok(Item::failed(
                Check::Topology,
                format!(
                    "both sides are the same server, and {} would be migrated onto itself; choose another name or server",
                    database.name
                ),
            ));
        }
    }
    // Without the privilege it is not known; then the item about privileges fails.
    let replicates = source.texts(facts.source.replica_status_statement()).await.is_ok_and(|rows| !rows.is_empty());
    let logs = facts.source.is_on("log_slave_updates") || facts.source.is_on("log_replica_updates");
    if facts.plan.steps.incremental && replicates && !logs {
        return Ok(Item::failed(
            Check::Topology,
            format!(
                "the source is a replica and does not log what it replicates; set {}, or migrate from its primary server",
                if facts.source.family == Family::MariaDb { "log_slave_updates" } else { "log_replica_updates" }
            ),
        ));
    }
    Ok(Item::success(Check::Topology))
}
