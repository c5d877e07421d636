//! Databases of the world file.

use std::ops::Range;

use toml::Spanned;

use crate::alibaba::dts::configuration::{ENGINES, KINDS};
use crate::alibaba::dts::job::ITEM_CODES;
use crate::alibaba::dts::precheck::PRIVILEGES;

use super::check::{did_you_mean, one_of};
use super::error::{Source, WorldError};
use super::file::{Access, DatabaseEntry};
use super::model::{Database, Place};

/// The words of `access`, the instance type each stands for, and what a job needs to know to get there.
const WAYS: [(&str, &str, &[&str]); 5] = [
    ("ecs", "ECS", &["ecs", "port"]),
    ("express", "EXPRESS", &["vpc", "host", "port"]),
    ("cen", "CEN", &["vpc", "cen", "host", "port"]),
    ("gateway", "DG", &["gateway", "host", "port"]),
    ("public", "OTHER", &["host", "port"]),
];

pub(super) fn database(entry: DatabaseEntry, source: &Source<'_>) -> Result<Database, WorldError> {
    engine(&entry.engine, source)?;
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
            one_of(&kind, KINDS, "kind", source)?;
            vec![kind.into_inner()]
        }
        (None, Some(access)) => ways(&access, &place, source)?,
        (Some(kind), Some(_)) => {
            let what = "kind is for cloud instances and access for other databases; take one of the two away";
            return Err(source.error(kind.span(), what));
        }
    };
    for privilege in entry.privileges.iter().flatten() {
        one_of(privilege, PRIVILEGES, "privilege", source)?;
    }
    for (item, state) in &entry.precheck {
        one_of(item, ITEM_CODES, "precheck item", source)?;
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

/// Engines are compared without regard to case, as the service's own calls spell them differently.
fn engine(given: &Spanned<String>, source: &Source<'_>) -> Result<(), WorldError> {
    let name = given.get_ref();
    if ENGINES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let hint = did_you_mean(name, ENGINES.iter().copied());
    Err(source.error(given.span(), format!("unknown engine \"{name}\"{hint}; known are {}", ENGINES.join(", "))))
}

/// The instance types behind the words of `access`.
fn ways(access: &Spanned<Access>, place: &Place, source: &Source<'_>) -> Result<Vec<String>, WorldError> {
    let words = access.get_ref().words();
    if words.is_empty() {
        return Err(source.error(access.span(), "access names no way to the database"));
    }
    words.iter().map(|word| way(word, access.span(), place, source)).collect()
}

fn way(word: &str, at: Range<usize>, place: &Place, source: &Source<'_>) -> Result<String, WorldError> {
    let Some((_, kind, needed)) = WAYS.iter().find(|(known, ..)| *known == word) else {
        let known = WAYS.map(|(known, ..)| known);
        let hint = did_you_mean(word, known);
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
        None => Ok((*kind).to_owned()),
        Some(field) => Err(source.error(at, format!("access \"{word}\" needs {field}"))),
    }
}
