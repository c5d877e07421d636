//! Databases of the world file.

use std::ops::Range;

use toml::Spanned;

use super::error::{Source, WorldError};
use super::file::{Access, DatabaseEntry};
use super::model::{Database, Place};
use super::vocabulary::{AccessMethod, Vocabulary};
use super::words::{did_you_mean, one_of};

pub(super) fn database(
    entry: DatabaseEntry,
    source: &Source<'_>,
    vocabulary: &Vocabulary,
) -> Result<Database, WorldError> {
    engine(&entry.engine, source, vocabulary.engines)?;
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
    for privilege in entry.privileges.iter().flatten() {
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
        version: entry.version,
        region: entry.region,
        place,
        username: entry.username,
        password: entry.password,
        database: entry.database,
        oracle_sid: entry.oracle_sid,
        privileges: entry.privileges.map(|names| names.into_iter().map(Spanned::into_inner).collect()),
        binlog: entry.binlog,
        server_id: entry.server_id,
        sql_mode: entry.sql_mode,
        old_password_format: entry.old_password_format,
        schemas: entry.schemas,
        rows: entry.rows,
        precheck: entry.precheck.into_iter().map(unspanned).collect(),
    })
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
