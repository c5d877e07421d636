//! Databases of the world file.

use std::ops::Range;

use toml::Spanned;

use crate::core::secret::Secret;

use super::error::{Source, WorldError};
use super::file::{Access, DatabaseEntry};
use super::model::{Database, Place};
use super::real::real;
use super::vocabulary::{AccessMethod, Vocabulary};
use super::words::{did_you_mean, one_of};

/// The version of a simulated database that does not say it.
const VERSION: &str = "8.0";
/// The number of rows of each table, for the same case.
const ROWS: u64 = 1000;

pub(super) fn database(
    entry: DatabaseEntry,
    source: &Source<'_>,
    vocabulary: &Vocabulary,
) -> Result<Database, WorldError> {
    engine(&entry.engine, source, vocabulary.engines)?;
    let login = login(&entry, source, vocabulary)?;
    let place = Place {
        host: entry.host,
        port: entry.port,
        vpc: entry.vpc,
        ecs: entry.ecs,
        gateway: entry.gateway,
        cen: entry.cen,
    };
    let kinds = match (entry.kind, entry.access) {
        (None, None) => vec!["RDS".to_owned()],
        (Some(kind), None) => {
            one_of(&kind, vocabulary.instance_types, "kind", source)?;
            vec![kind.into_inner()]
        }
        (None, Some(access)) => instance_types(&access, &place, source, vocabulary.access_methods)?,
        (Some(kind), Some(_)) => {
            let what = "kind is for cloud instances and access for other databases; remove one of the two";
            return Err(source.error(kind.span(), what));
        }
    };
    for privilege in entry.privileges.iter().flat_map(Spanned::get_ref) {
        one_of(privilege, vocabulary.privileges, "privilege", source)?;
    }
    for (item, state) in &entry.precheck {
        one_of(item, vocabulary.precheck_items, "precheck item", source)?;
        one_of(state, &["Success", "Warning", "Failed"], "precheck state", source)?;
    }
    let unspanned = |(item, state): (Spanned<String>, Spanned<String>)| (item.into_inner(), state.into_inner());
    Ok(Database {
        id: entry.id.into_inner(),
        kinds,
        engine: entry.engine.into_inner(),
        version: entry.version.map_or_else(|| VERSION.to_owned(), Spanned::into_inner),
        region: entry.region,
        place,
        username: login.0,
        password: login.1,
        other_users: entry.other_users.map(Spanned::into_inner).unwrap_or_default(),
        real: entry.real.map(|entry| real(entry, source)).transpose()?,
        database: entry.database,
        oracle_sid: entry.oracle_sid,
        privileges: entry.privileges.map(|names| names.into_inner().into_iter().map(Spanned::into_inner).collect()),
        binlog: entry.binlog.map(Spanned::into_inner).unwrap_or_default(),
        server_id: entry.server_id.map(Spanned::into_inner),
        sql_mode: entry.sql_mode.map(Spanned::into_inner),
        old_password_format: entry.old_password_format.is_some_and(Spanned::into_inner),
        schemas: entry.schemas.map(Spanned::into_inner).unwrap_or_default(),
        rows: entry.rows.map_or(ROWS, Spanned::into_inner),
        precheck: entry.precheck.into_iter().map(unspanned).collect(),
    })
}

/// The login of a simulated database. A real server has its own accounts, and knows the other values, too.
fn login(entry: &DatabaseEntry, source: &Source<'_>, vocabulary: &Vocabulary) -> Result<(String, Secret), WorldError> {
    let id = &entry.id;
    if entry.real.is_none() {
        return match (&entry.username, &entry.password) {
            (Some(user), Some(password)) => Ok((user.get_ref().clone(), password.get_ref().clone())),
            (None, _) => Err(source.error(id.span(), "missing field `username`: the login that a job must use")),
            (_, None) => Err(source.error(id.span(), "missing field `password`: the login that a job must use")),
        };
    }
    let engine = entry.engine.get_ref();
    if !vocabulary.real_engines.iter().any(|known| known.eq_ignore_ascii_case(engine)) {
        let known = vocabulary.real_engines.join(", ");
        let what = format!("a real server cannot have the engine {engine}; the engines with real servers are {known}");
        return Err(source.error(entry.engine.span(), what));
    }
    match simulated_value(entry) {
        None => Ok((String::new(), Secret::new(""))),
        Some((name, span)) => {
            let what = format!("remove {name}: the table real is given, and the emulator asks the real server");
            Err(source.error(span, what))
        }
    }
}

/// A value that describes a simulated database.
fn simulated_value(entry: &DatabaseEntry) -> Option<(&'static str, Range<usize>)> {
    fn span<T>(value: Option<&Spanned<T>>) -> Option<Range<usize>> {
        value.map(Spanned::span)
    }
    let values = [
        ("username", span(entry.username.as_ref())),
        ("password", span(entry.password.as_ref())),
        ("other_users", span(entry.other_users.as_ref())),
        ("version", span(entry.version.as_ref())),
        ("privileges", span(entry.privileges.as_ref())),
        ("binlog", span(entry.binlog.as_ref())),
        ("server_id", span(entry.server_id.as_ref())),
        ("sql_mode", span(entry.sql_mode.as_ref())),
        ("old_password_format", span(entry.old_password_format.as_ref())),
        ("schemas", span(entry.schemas.as_ref())),
        ("rows", span(entry.rows.as_ref())),
    ];
    values.into_iter().find_map(|(name, span)| Some((name, span?)))
}

/// Engines are compared without regard to case, because the calls of the service spell them differently.
fn engine(given: &Spanned<String>, source: &Source<'_>, known: &[&str]) -> Result<(), WorldError> {
    let name = given.get_ref();
    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let hint = did_you_mean(name, known.iter().copied());
    Err(source.error(given.span(), format!("unknown engine \"{name}\"{hint}; known are {}", known.join(", "))))
}

/// The instance types behind the words of `access`.
fn instance_types(
    access: &Spanned<Access>,
    place: &Place,
    source: &Source<'_>,
    methods: &[AccessMethod],
) -> Result<Vec<String>, WorldError> {
    let words = access.get_ref().words();
    if words.is_empty() {
        return Err(source.error(access.span(), "access names no access method"));
    }
    words.iter().map(|word| instance_type(word, access.span(), place, source, methods)).collect()
}

fn instance_type(
    word: &str,
    at: Range<usize>,
    place: &Place,
    source: &Source<'_>,
    methods: &[AccessMethod],
) -> Result<String, WorldError> {
    let Some((_, instance_type, needed)) = methods.iter().find(|(known, ..)| *known == word) else {
        let known: Vec<&str> = methods.iter().map(|(known, ..)| *known).collect();
        let hint = did_you_mean(word, known.iter().copied());
        return Err(source.error(at, format!("unknown access \"{word}\"{hint}; known are {}", known.join(", "))));
    };
    let given = |field: &str| match field {
        "host" => place.host.is_some(),
        "port" => place.port.is_some(),
        "vpc" => place.vpc.is_some(),
        "ecs" => place.ecs.is_some(),
        "gateway" => place.gateway.is_some(),
        _ => place.cen.is_some(),
    };
    match needed.iter().find(|field| !given(field)) {
        None => Ok((*instance_type).to_owned()),
        Some(field) => Err(source.error(at, format!("access \"{word}\" needs {field}"))),
    }
}
