//! The checks of the precheck items.

use std::collections::BTreeMap;

use crate::alibaba::dts::configuration::{MappedDatabase, Objects, Side, Topology, reserve, text};
use crate::alibaba::dts::job::{ItemState, Job};
use crate::alibaba::dts::reach::Unreachable;
use crate::core::world::Database;

use super::privileges::lacking;

/// Supported source versions, per engine; the versions of other engines are not checked. The list is a choice of the
/// emulator: the published lists change.
const SOURCE_VERSIONS: [(&str, &[&str]); 1] = [("MySQL", &["5.1", "5.5", "5.6", "5.7", "8.0"])];

/// The data that the checks use.
pub(crate) struct Subject<'a> {
    pub(crate) job: &'a Job,
    pub(crate) objects: Objects,
    pub(crate) source: Result<&'a Database, Unreachable>,
    pub(crate) destination: Result<&'a Database, Unreachable>,
    /// What another synchronization forbids.
    pub(crate) topology: Option<String>,
}

/// State and finding; `None` when the item could not be checked.
pub(crate) type Found = Option<(ItemState, String)>;

impl Subject<'_> {
    pub(crate) fn side(&self, side: Side) -> &Result<&Database, Unreachable> {
        match side {
            Side::Source => &self.source,
            Side::Destination => &self.destination,
        }
    }

    /// Checks one item.
    pub(crate) fn check(&self, code: &str) -> Found {
        let source = self.source.as_ref().ok().copied();
        let destination = self.destination.as_ref().ok().copied();
        match code {
            "CHECK_CONN_SRC" => Some(connection(&self.source, &self.destination)),
            "CHECK_CONN_DEST" => Some(connection(&self.destination, &self.source)),
            "CHECK_AUTH_SRC" => source.map(|database| self.source_privileges(database)),
            "CHECK_AUTH_DEST" => destination.map(destination_privileges),
            "CHECK_BINLOG_ON" => source.map(|it| failed_unless(it.binlog.enabled, "log_bin is off")),
            "CHECK_BINLOG_MODE" => source.map(|it| wanted("binlog_format", &it.binlog.format, "ROW")),
            "CHECK_BINLOG_ROW_IMAGE" => source.map(|it| wanted("binlog_row_image", &it.binlog.row_image, "FULL")),
            "CHECK_BINLOG_EXIST" => source.map(|it| failed_unless(it.binlog.retained, "the binary logs are gone")),
            "CHECK_SERVER_ID" => source.map(|source| server_id(source, destination)),
            "CHECK_MYSQL_PASSOWRD_FORMAT" => {
                source.map(|it| failed_unless(!it.old_password_format, "the password has the old format"))
            }
            "CHECK_SRC" => source.map(version),
            "CHECK_ENGINE" => source.map(|it| match self.without_global_ids() {
                Some(found) => (ItemState::Failed, found),
                None => missing(&self.objects, it),
            }),
            "CHECK_SAME_OBJ" => source.zip(destination).map(|(from, to)| self.same_objects(from, to)),
            "CHECK_SQL_MODE" => source.zip(destination).map(|(from, to)| sql_mode(from, to)),
            "CHECK_TOPOLOGY" => Some(match &self.topology {
                Some(found) => (ItemState::Failed, found.clone()),
                None => success(),
            }),
            "CHECK_DB_AVA" => destination.map(|_| self.database_names()),
            _ => Some(success()),
        }
    }

    /// The databases of a two-way synchronization of MongoDB whose logs have no global IDs. DTS does not document the item that
    /// reports them; this one cannot be skipped.
    pub(crate) fn without_global_ids(&self) -> Option<String> {
        let is_two_way = self.job.partner.is_some() || Topology::of(&self.job.parameters) == Some(Topology::TwoWay);
        if !is_two_way || !self.job.side(Side::Source).is_engine(&["MongoDB"]) {
            return None;
        }
        let reached = Side::BOTH.into_iter().filter_map(|side| self.side(side).as_ref().ok());
        let lacking: Vec<&str> = reached.filter(|it| !it.binlog.global_ids).map(|it| it.id.as_str()).collect();
        let found = || format!("replication.oplogGlobalIdEnabled is not true at {}", lacking.join(", "));
        (!lacking.is_empty()).then(found)
    }

    fn source_privileges(&self, database: &Database) -> (ItemState, String) {
        let mut needed = vec!["SELECT"];
        if self.job.modes.incremental && self.job.side(Side::Source).is_mysql_like() {
            needed.extend(["REPLICATION CLIENT", "REPLICATION SLAVE", "SHOW VIEW"]);
        }
        privileges(database, &needed)
    }

    /// Tables that already exist at the destination; they are not checked when the job ignores conflicts.
    fn same_objects(&self, source: &Database, destination: &Database) -> (ItemState, String) {
        if text(&reserve::of(&self.job.parameters), "targetTableMode").as_deref() == Some("2") {
            return success();
        }
        let mut same = Vec::new();
        for (name, database) in &self.objects.0 {
            let there = destination.schemas.get(&database.target);
            let targets = target_tables(name, database, source);
            let both = targets.into_iter().filter(|table| there.is_some_and(|there| there.contains(table)));
            same.extend(both.map(|table| format!("{}.{table}", database.target)));
        }
        failed_unless(same.is_empty(), &format!("already at the destination: {}", same.join(", ")))
    }

    fn database_names(&self) -> (ItemState, String) {
        let usable = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let bad: Vec<&str> =
            self.objects.0.values().map(|database| database.target.as_str()).filter(|name| !usable(name)).collect();
        failed_unless(bad.is_empty(), &format!("not usable as database names: {}", bad.join(", ")))
    }
}

/// The selected objects that the source does not have. DTS does not document the item that reports them; this item is about the
/// selected tables and cannot be skipped. A world without objects has all objects.
fn missing(objects: &Objects, source: &Database) -> (ItemState, String) {
    if source.schemas.is_empty() {
        return success();
    }
    let mut missing = Vec::new();
    for (name, database) in &objects.0 {
        let Some(tables) = known(&source.schemas, name) else {
            // The world of an engine with several databases in one instance has the schemas of one of them.
            if source.database.as_ref() == Some(name) {
                continue;
            }
            // So does what such an instance lacks.
            let what = if source.database.is_some() && !is_mongodb(source) { "schema" } else { "database" };
            missing.push(format!("the {what} {name}"));
            continue;
        };
        let selected = database.tables.iter().flat_map(BTreeMap::keys);
        let absent = selected.filter(|table| !tables.iter().any(|it| it.eq_ignore_ascii_case(table)));
        missing.extend(absent.map(|table| format!("the table {name}.{table}")));
    }
    failed_unless(missing.is_empty(), &format!("{} does not have {}", source.id, missing.join(", ")))
}

/// The database of a login to MongoDB is that of the user, and says nothing about the others.
fn is_mongodb(source: &Database) -> bool {
    source.engine.eq_ignore_ascii_case("MongoDB")
}

/// The tables of a database. Case does not matter, as with the default parameters of RDS for MySQL.
fn known<'s>(schemas: &'s BTreeMap<String, Vec<String>>, name: &str) -> Option<&'s Vec<String>> {
    schemas.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, tables)| tables)
}

fn target_tables(name: &str, database: &MappedDatabase, source: &Database) -> Vec<String> {
    match &database.tables {
        Some(tables) => tables.values().cloned().collect(),
        None => source.schemas.get(name).cloned().unwrap_or_default(),
    }
}

/// A real server on one side only is not asked.
fn connection(side: &Result<&Database, Unreachable>, other: &Result<&Database, Unreachable>) -> (ItemState, String) {
    match side {
        Ok(here) if here.real.is_some() && other.as_ref().is_ok_and(|there| there.real.is_none()) => {
            let found = "a real server is on this side only, so the job is simulated: no row is read or written";
            (ItemState::Warning, found.to_owned())
        }
        Ok(_) => success(),
        Err(unreachable) => (ItemState::Failed, unreachable.found.clone()),
    }
}

fn destination_privileges(database: &Database) -> (ItemState, String) {
    privileges(database, &["INSERT", "UPDATE", "DELETE", "CREATE"])
}

fn privileges(database: &Database, needed: &[&'static str]) -> (ItemState, String) {
    let lacking = lacking(database, needed);
    let found = format!("user {} at {} lacks {}", database.username, database.id, lacking.join(", "));
    failed_unless(lacking.is_empty(), &found)
}

fn server_id(source: &Database, destination: Option<&Database>) -> (ItemState, String) {
    // The same instance on both sides is allowed: a copy with other names.
    let other = destination.filter(|it| it.id != source.id);
    match (source.server_id, other.and_then(|it| it.server_id)) {
        (Some(0), _) => (ItemState::Failed, "server_id is 0".to_owned()),
        (Some(here), Some(there)) if here == there => {
            (ItemState::Failed, format!("server_id {here} is used by both servers"))
        }
        _ => success(),
    }
}

fn version(source: &Database) -> (ItemState, String) {
    let known = SOURCE_VERSIONS.iter().find(|(engine, _)| engine.eq_ignore_ascii_case(&source.engine));
    let supported = known.is_none_or(|(_, versions)| versions.contains(&source.version.as_str()));
    failed_unless(supported, &format!("{} {} is not supported as a source", source.engine, source.version))
}

/// Different modes cause a warning, and the precheck passes.
fn sql_mode(source: &Database, destination: &Database) -> (ItemState, String) {
    match (&source.sql_mode, &destination.sql_mode) {
        (Some(here), Some(there)) if here != there => {
            (ItemState::Warning, format!("sql_mode is {here} at the source and {there} at the destination"))
        }
        _ => success(),
    }
}

fn wanted(name: &str, value: &str, wanted: &str) -> (ItemState, String) {
    failed_unless(value.eq_ignore_ascii_case(wanted), &format!("{name} is {value}, not {wanted}"))
}

fn failed_unless(good: bool, found: &str) -> (ItemState, String) {
    if good { success() } else { (ItemState::Failed, found.to_owned()) }
}

fn success() -> (ItemState, String) {
    (ItemState::Success, String::new())
}
