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
    "An endpoint has every argument its access method and its engine need.",
);
static EXTRA: Rule = Rule::validate(
    "endpoint-argument-extra",
    "Argument of another kind of endpoint",
    "An endpoint has no argument that its access method or its engine cannot use.",
);
static SSL: Rule = Rule::validate(
    "ssl-access",
    "SSL is not possible here",
    "SSL to a destination needs access to a cloud instance or to an ECS instance.",
);
static SCRAM: Rule = Rule::validate("scram-kafka", "SCRAM is for Kafka", "`scram_sha_256` is for a Kafka destination.");

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

/// An argument and what is asked of it.
type Asked<'e> = (&'static str, Need, bool, bool, &'e str);

fn asked<'e, T>(name: &'static str, need: Need, value: &Attr<T>, write: &'e str) -> Asked<'e> {
    (name, need, value.is_null(), value.is_known(), write)
}

fn by_access(side: Side, end: &Endpoint, access: &AccessMethod, out: &mut Diagnostics) {
    let instance = match access.instance_id_is {
        Some("ECS instance") => "\"i-…\"",
        Some("database gateway") => "\"dg-…\"",
        _ => "\"rm-…\"",
    };
    let arguments = [
        asked("region", access.region, &end.region, "\"cn-hangzhou\""),
        asked("instance_id", access.instance_id, &end.instance_id, instance),
        asked("host", access.host, &end.host, "\"10.0.0.5\""),
        asked("port", access.port, &end.port, "3306"),
        asked("vpc_id", access.vpc_id, &end.vpc_id, "\"vpc-…\""),
        asked("cen_id", access.cen_id, &end.cen_id, "\"cen-…\""),
    ];
    let what = format!("access_method = {:?} ({})", access.access_method, access.name);
    let used: Vec<&str> =
        arguments.iter().filter(|(_, need, ..)| *need != Need::Forbidden).map(|(name, ..)| *name).collect();
    report(side, &what, &used, &arguments, out);
}

fn by_engine(side: Side, end: &Endpoint, engine: &EngineSide, config: &TaskModel, out: &mut Diagnostics) {
    let arguments = [
        asked("database", engine.database, &end.database, "\"postgres\""),
        asked("oracle_sid", sid(side, engine.oracle_sid, config), &end.oracle_sid, "\"ORCL\""),
        asked("mongodb_topology", engine.mongodb_topology, &end.mongodb_topology, "\"replica_set\""),
        asked("username", engine.username, &end.username, "\"dts\""),
        asked("password", forbidden_only(engine.password), &end.password, ""),
        asked("password_wo", forbidden_only(engine.password), &end.password_wo, ""),
    ];
    let what = format!("engine = {:?} ({})", engine.engine, engine.name);
    let used: Vec<&str> =
        arguments.iter().filter(|(_, need, ..)| *need != Need::Forbidden).map(|(name, ..)| *name).collect();
    report(side, &what, &used, &arguments, out);
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

fn report(side: Side, what: &str, used: &[&str], arguments: &[Asked<'_>], out: &mut Diagnostics) {
    let block = side.block();
    for (name, need, null, known, write) in arguments {
        let allowed = if used.is_empty() { String::new() } else { format!("{} with {what}", used.join(", ")) };
        if *need == Need::Required && *null {
            out.push(MISSING.broken(
                at(side, name),
                &Violation {
                    found: format!("{block}.{name} is missing: {what} needs it."),
                    allowed,
                    write: format!("{name} = {write}"),
                },
            ));
        } else if *need == Need::Forbidden && *known {
            out.push(EXTRA.broken(
                at(side, name),
                &Violation {
                    found: format!("{block}.{name} is set, and {what} does not use it."),
                    allowed,
                    write: format!("no {name}"),
                },
            ));
        }
    }
}

/// `destSSL` is documented for these accesses only (Reserve reference).
fn ssl(side: Side, end: &Endpoint, access: &AccessMethod, out: &mut Diagnostics) {
    let possible = [facts::CLOUD_INSTANCE, "ecs"];
    if side == Side::Source || end.encryption.as_str() != Some("ssl") || possible.contains(&access.access_method) {
        return;
    }
    out.push(SSL.broken(
        at(side, "encryption"),
        &Violation {
            found: format!("destination.encryption is \"ssl\" with access_method = {:?}.", access.access_method),
            allowed: format!("ssl to a destination with access_method {}", possible.join(" or ")),
            write: "encryption = \"none\", or reach the database in one of these ways".to_owned(),
        },
    ));
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
                "{}.encryption is \"scram_sha_256\", and the endpoint is {engine:?} as {}.",
                side.block(),
                side.block()
            ),
            allowed: "none or ssl; scram_sha_256 for a Kafka destination".to_owned(),
            write: "encryption = \"ssl\"".to_owned(),
        },
    ));
}
