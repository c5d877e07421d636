//! Which arguments an endpoint needs, and which it cannot have.

use tfplugin::{diagnostic::Diagnostics, model::Attr};

use super::at;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side},
    model::TaskModel,
};
use crate::{
    facts::alibaba::{self as facts, AccessMethod, EngineSide, Need},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 4] = [&MISSING, &EXTRA, &SSL, &SCRAM];

static MISSING: Rule = Rule::validate(
    "endpoint-argument-missing",
    "Missing argument of an endpoint",
    "An endpoint must have every argument that its access method and its engine need.",
);
static EXTRA: Rule = Rule::validate(
    "endpoint-argument-extra",
    "Argument is not valid for this endpoint",
    "An endpoint must not have an argument that its access method or its engine does not use.",
);
static SSL: Rule = Rule::validate(
    "ssl-access",
    "SSL to a destination is not available for this access method",
    "SSL to a destination needs the access method `alibaba_cloud_instance` or `ecs`.",
);
static SCRAM: Rule =
    Rule::validate("scram-kafka", "SCRAM is only for Kafka", "`scram_sha_256` is valid only for a Kafka destination.");

pub(super) fn check(side: Side, end: &Endpoint, config: &TaskModel, out: &mut Diagnostics) {
    if let Some(access) = end.access_method.as_str().and_then(facts::access_method) {
        by_access(side, end, access, out);
        ssl(side, end, access, out);
    }
    if let Some(engine) = end.engine.as_str().and_then(|engine| facts::engine_at(engine, side)) {
        by_engine(side, end, engine, config, out);
    }
    scram(side, end, out);
}

/// An argument: its name, whether it is needed, whether it is null or known, and an example of a value.
type Checked<'e> = (&'static str, Need, bool, bool, &'e str);

fn checked<'e, T>(name: &'static str, need: Need, value: &Attr<T>, example: &'e str) -> Checked<'e> {
    (name, need, value.is_null(), value.is_known(), example)
}

fn by_access(side: Side, end: &Endpoint, access: &AccessMethod, out: &mut Diagnostics) {
    let instance = match access.instance_id_is {
        Some("ECS instance") => "\"i-…\"",
        Some("database gateway") => "\"dg-…\"",
        _ => "\"rm-…\"",
    };
    let port = end.engine.as_str().and_then(default_port).unwrap_or("the port of the database");
    let arguments = [
        checked("region", access.region, &end.region, "\"cn-hangzhou\""),
        checked("instance_id", access.instance_id, &end.instance_id, instance),
        checked("host", access.host, &end.host, "\"10.0.0.5\""),
        checked("port", access.port, &end.port, port),
        checked("vpc_id", access.vpc_id, &end.vpc_id, "\"vpc-…\""),
        checked("cen_id", access.cen_id, &end.cen_id, "\"cen-…\""),
    ];
    let what = format!("access_method = {:?}", access.access_method);
    let used: Vec<&str> =
        arguments.iter().filter(|(_, need, ..)| *need != Need::Forbidden).map(|(name, ..)| *name).collect();
    report(side, &what, &used, &arguments, out);
}

/// What to write for another access method: the arguments that it needs, and the arguments to remove.
pub(super) fn change_access(end: &Endpoint, word: &str) -> String {
    let Some(access) = facts::access_method(word) else { return format!("set access_method = {word:?}") };
    let arguments = [
        ("region", access.region, end.region.is_null()),
        ("instance_id", access.instance_id, end.instance_id.is_null()),
        ("host", access.host, end.host.is_null()),
        ("port", access.port, end.port.is_null()),
        ("vpc_id", access.vpc_id, end.vpc_id.is_null()),
        ("cen_id", access.cen_id, end.cen_id.is_null()),
    ];
    let of = |need: Need, null: bool| {
        let found = arguments.iter().filter(|one| one.1 == need && one.2 == null).map(|one| one.0);
        found.collect::<Vec<_>>().join(" and ")
    };
    let (missing, extra) = (of(Need::Required, true), of(Need::Forbidden, false));
    let with = if missing.is_empty() { String::new() } else { format!(" with {missing}") };
    let without = if extra.is_empty() { String::new() } else { format!(", and remove {extra}") };
    format!("set access_method = {word:?}{with}{without}")
}

fn by_engine(side: Side, end: &Endpoint, engine: &EngineSide, config: &TaskModel, out: &mut Diagnostics) {
    let database = match engine.engine {
        "mongodb" => "\"admin\"",
        _ => "the name of the database to migrate",
    };
    let sid_or_type = match side {
        Side::Source => "\"ORCL\", or reserve = { srcOracleType = … } for a database with RAC, which has none",
        Side::Destination => "\"ORCL\", or reserve = { destOracleType = … } for a database with RAC, which has none",
    };
    let arguments = [
        checked("database", engine.database, &end.database, database),
        checked("oracle_sid", sid(side, engine.oracle_sid, config), &end.oracle_sid, sid_or_type),
        checked("mongodb_topology", engine.mongodb_topology, &end.mongodb_topology, "\"replica_set\""),
        checked("username", engine.username, &end.username, "\"dts\""),
        checked("password", forbidden_only(engine.password), &end.password, ""),
        checked("password_wo", forbidden_only(engine.password), &end.password_wo, ""),
    ];
    let what = format!("engine = {:?}", engine.engine);
    let used: Vec<&str> =
        arguments.iter().filter(|(_, need, ..)| *need != Need::Forbidden).map(|(name, ..)| *name).collect();
    report(side, &what, &used, &arguments, out);
}

/// The port that an engine has unless it was changed.
fn default_port(engine: &str) -> Option<&'static str> {
    Some(match engine {
        "mysql" | "mariadb" | "polardb_mysql" | "polardb_x_1" | "polardb_x_2" | "analyticdb_mysql" => "3306",
        "postgresql" | "polardb_postgresql" => "5432",
        "polardb_oracle" | "oracle" => "1521",
        "sqlserver" => "1433",
        "redis" => "6379",
        "mongodb" => "27017",
        "kafka" => "9092",
        "db2_luw" => "50000",
        _ => return None,
    })
}

/// A SID is for databases without RAC; `reserve` can say that a database is another kind.
fn sid(side: Side, need: Need, config: &TaskModel) -> Need {
    let key = match side {
        Side::Source => "srcOracleType",
        Side::Destination => "destOracleType",
    };
    let by_reserve = config.reserve.is_unknown() || config.reserve.get().is_some_and(|own| own.0.contains_key(key));
    if need == Need::Required && by_reserve { Need::Optional } else { need }
}

/// Whether a password is missing is known at plan only.
fn forbidden_only(need: Need) -> Need {
    if need == Need::Required { Need::Optional } else { need }
}

fn report(side: Side, what: &str, used: &[&str], arguments: &[Checked<'_>], out: &mut Diagnostics) {
    let block = side.block();
    for (name, need, null, known, example) in arguments {
        let allowed = if used.is_empty() { String::new() } else { format!("{} with {what}", used.join(", ")) };
        if *need == Need::Required && *null {
            out.push(MISSING.broken(
                at(side, name),
                &Violation {
                    found: format!("{block}.{name} is missing: {what} needs it."),
                    allowed,
                    fix: match example.strip_prefix("the ") {
                        Some(_) => format!("set {name} to {example}"),
                        None => format!("set {name} = {example}"),
                    },
                },
            ));
        } else if *need == Need::Forbidden && *known {
            out.push(EXTRA.broken(
                at(side, name),
                &Violation {
                    found: format!("{block}.{name} is set, but {what} does not use it."),
                    allowed,
                    fix: format!("remove {name}"),
                },
            ));
        }
    }
}

/// The access methods of a destination with SSL.
pub(super) const SSL_ACCESS: [&str; 2] = [facts::CLOUD_INSTANCE, "ecs"];

/// `destSSL` is documented for these accesses only (Reserve reference).
fn ssl(side: Side, end: &Endpoint, access: &AccessMethod, out: &mut Diagnostics) {
    if side == Side::Source || end.encryption.as_str() != Some("ssl") || SSL_ACCESS.contains(&access.access_method) {
        return;
    }
    out.push(
        SSL.broken(
            at(side, "encryption"),
            &Violation {
                found: format!(
                    "destination.encryption is \"ssl\", but DTS does not offer SSL to a destination with access_method = {:?}.",
                    access.access_method
                ),
                allowed: format!("\"ssl\" for a destination with access_method {}", SSL_ACCESS.join(" or ")),
                fix: "use one of these access methods, or set encryption = \"none\" (data and password are then sent \
            unencrypted)"
                    .to_owned(),
            },
        ),
    );
}

fn scram(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let Attr::Known(engine) = &end.engine else { return };
    if end.encryption.as_str() != Some("scram_sha_256") || (side == Side::Destination && engine == "kafka") {
        return;
    }
    out.push(SCRAM.broken(
        at(side, "encryption"),
        &Violation {
            found: format!(
                "{block}.encryption is \"scram_sha_256\", but {block}.engine is {engine:?}.",
                block = side.block()
            ),
            allowed: "\"none\" or \"ssl\"; \"scram_sha_256\" only for a Kafka destination".to_owned(),
            fix: scram_fix(side, end).to_owned(),
        },
    ));
}

/// SSL to a destination is not available for every access method.
fn scram_fix(side: Side, end: &Endpoint) -> &'static str {
    let access = end.access_method.as_str().unwrap_or_default();
    if side == Side::Source || SSL_ACCESS.contains(&access) { "set encryption = \"ssl\"" } else { "remove encryption" }
}
