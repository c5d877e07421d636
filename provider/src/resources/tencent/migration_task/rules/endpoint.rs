//! What an endpoint of an engine and an access type has.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use super::at;
use crate::{
    facts::tencent::{AccessType, CLOUD_DATABASE, Engine, Need, access_type, engine, engines_at},
    resources::tencent::migration_task::schema::endpoint::{Endpoint, Side},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 6] =
    [&ENGINE_SIDE, &NODE_TYPE, &MISSING, &EXTRA, &CROSS_ACCOUNT_SIDE, &CROSS_ACCOUNT_ACCESS];

/// The access type of a Cloud Connect Network.
const CLOUD_CONNECT: &str = "ccn";

static ENGINE_SIDE: Rule = Rule::validate(
    "tencent-engine-side",
    "DTS does not support this engine on this side",
    "The engine of a source and of a destination of `dts_tencent_migration_task` must be supported on that side.",
);
static NODE_TYPE: Rule = Rule::validate(
    "tencent-node-type",
    "The engine does not have this type of node",
    "`node_type` must be a type of node of the engine.",
);
static MISSING: Rule = Rule::validate(
    "tencent-endpoint-missing",
    "The endpoint needs another argument",
    "An endpoint of `dts_tencent_migration_task` needs the arguments that its access type requires.",
);
static EXTRA: Rule = Rule::validate(
    "tencent-endpoint-extra",
    "The endpoint does not use this argument",
    "An endpoint of `dts_tencent_migration_task` must not have arguments that its access type does not use.",
);
static CROSS_ACCOUNT_SIDE: Rule = Rule::validate(
    "tencent-cross-account-side",
    "The destination cannot belong to another account",
    "Only `source` of `dts_tencent_migration_task` can have `cross_account`.",
);
static CROSS_ACCOUNT_ACCESS: Rule = Rule::validate(
    "tencent-cross-account-access",
    "cross_account needs a managed database",
    "`cross_account` of `dts_tencent_migration_task` needs `access_type = \"cdb\"`.",
);

pub(super) fn check(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    if let Some(engine) = end.engine.as_str().and_then(engine) {
        engine_side(side, engine, out);
        node_type(side, end, engine, out);
    }
    arguments(side, end, out);
    network(side, end, out);
    connect_type(side, end, out);
    cross_account(side, end, out);
}

fn engine_side(side: Side, engine: &Engine, out: &mut Diagnostics) {
    if engine.is_at(side) {
        return;
    }
    let allowed: Vec<&str> = engines_at(side).map(|engine| engine.engine).collect();
    out.push(ENGINE_SIDE.broken(
        at(side, "engine"),
        &Violation {
            found: format!(
                "{side}.engine is {:?}, but DTS does not support {} as a {side}.",
                engine.engine, engine.name
            ),
            allowed: allowed.join(", "),
            fix: "use another engine".to_owned(),
        },
    ));
}

fn node_type(side: Side, end: &Endpoint, engine: &Engine, out: &mut Diagnostics) {
    let Some(given) = end.node_type.as_str() else { return };
    if given.is_empty() || engine.node_types.contains(&given) {
        return;
    }
    let fix = tfplugin::validate::nearest(given, &engine.node_types).or(engine.node_types.first().copied());
    out.push(NODE_TYPE.broken(
        at(side, "node_type"),
        &Violation {
            found: format!("{side}.node_type is {given:?}, which {} does not have.", engine.name),
            allowed: engine.node_types.join(", "),
            fix: format!("write {:?}", fix.unwrap_or_default()),
        },
    ));
}

fn arguments(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let Some(access) = end.access_type.as_str().and_then(access_type) else { return };
    for (argument, need) in access.arguments() {
        let is = state_of(end, argument);
        let (rule, found, fix) = match (need, is) {
            (Need::Required, State::Null) => (
                &MISSING,
                format!("{side}.access_type is {:?}, but {side}.{argument} is not set.", access.access_type),
                format!("set {argument}"),
            ),
            (Need::Forbidden, State::Known) => (
                &EXTRA,
                format!("{side}.access_type is {:?}, which does not use {side}.{argument}.", access.access_type),
                format!("remove {argument}, or use another access_type"),
            ),
            _ => continue,
        };
        let required: Vec<&str> =
            access.arguments().into_iter().filter(|(_, need)| *need == Need::Required).map(|(name, _)| name).collect();
        let allowed = format!("{} with access_type = {:?}", required.join(", "), access.access_type);
        // A missing argument has no line.
        let path = if is == State::Null { at(side, "access_type") } else { at(side, argument) };
        out.push(rule.broken(path, &Violation { found, allowed, fix }));
    }
}

/// The arguments of a Cloud Connect Network.
fn network(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let Some(access) = end.access_type.as_str().and_then(access_type) else { return };
    let access = access.access_type;
    if access == CLOUD_CONNECT {
        if end.network_environment.is_null() {
            out.push(MISSING.broken(
                at(side, "access_type"),
                &Violation {
                    found: format!("{side}.access_type is {access:?}, but {side}.network_environment is not set."),
                    allowed: format!("network_environment = \"UserIDC\" or \"TencentVPC\" with access_type = {access:?}"),
                    fix: "set network_environment = \"UserIDC\" for a database outside Tencent Cloud, or \"TencentVPC\"".to_owned(),
                },
            ));
        }
        return;
    }
    let set = [
        ("network_environment", end.network_environment.is_known()),
        ("ccn_account_id", end.ccn_account_id.is_known()),
    ];
    for (argument, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        out.push(EXTRA.broken(
            at(side, argument),
            &Violation {
                found: format!("{side}.access_type is {access:?}, which does not use {side}.{argument}."),
                allowed: format!("{argument} with access_type = {CLOUD_CONNECT:?}"),
                fix: format!("remove {argument}"),
            },
        ));
    }
}

fn connect_type(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let is_tdsql = end.engine.as_str() == Some("tdsqlmysql");
    if side == Side::Source && is_tdsql && end.connect_type.is_null() {
        out.push(MISSING.broken(
            at(side, "engine"),
            &Violation {
                found: format!("{side}.engine is \"tdsqlmysql\", but {side}.connect_type is not set."),
                allowed: "connect_type = \"proxy\" or \"set\" for a TDSQL source".to_owned(),
                fix: "set connect_type = \"proxy\"".to_owned(),
            },
        ));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Null,
    Unknown,
    Known,
}

fn state_of(end: &Endpoint, argument: &str) -> State {
    fn of<T>(value: &Attr<T>) -> State {
        match value {
            Attr::Null => State::Null,
            Attr::Unknown => State::Unknown,
            Attr::Known(_) => State::Known,
        }
    }
    match argument {
        "instance_id" => of(&end.instance_id),
        "cvm_instance_id" => of(&end.cvm_instance_id),
        "host" => of(&end.host),
        "port" => of(&end.port),
        "vpc_id" => of(&end.vpc_id),
        "subnet_id" => of(&end.subnet_id),
        "vpn_gateway_id" => of(&end.vpn_gateway_id),
        "direct_connect_gateway_id" => of(&end.direct_connect_gateway_id),
        "ccn_id" => of(&end.ccn_id),
        _ => State::Unknown,
    }
}

fn cross_account(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    if !end.owner().is_known() {
        return;
    }
    if side == Side::Destination {
        out.push(CROSS_ACCOUNT_SIDE.broken(
            AttributePath::of(&["destination", "cross_account", "account_id"]),
            &Violation {
                found: "destination has cross_account, but DTS migrates from another account only, never into one.".to_owned(),
                allowed: "cross_account in source".to_owned(),
                fix: "remove cross_account from destination, and run the job in the account that owns the destination".to_owned(),
            },
        ));
        return;
    }
    if let Some(access) = end.access_type.as_str().filter(|access| *access != CLOUD_DATABASE) {
        let removed: Vec<&str> = access_type(CLOUD_DATABASE)
            .into_iter()
            .flat_map(AccessType::arguments)
            .filter(|(argument, need)| *need == Need::Forbidden && state_of(end, argument) == State::Known)
            .map(|(argument, _)| argument)
            .collect();
        let remove = if removed.is_empty() { String::new() } else { format!(", and remove {}", removed.join(" and ")) };
        out.push(CROSS_ACCOUNT_ACCESS.broken(
            at(side, "access_type"),
            &Violation {
                found: format!("source has cross_account, but source.access_type is {access:?}."),
                allowed: format!("{CLOUD_DATABASE:?} with cross_account"),
                fix: format!(
                    "set access_type = {CLOUD_DATABASE:?} and instance_id{remove}; or remove cross_account: with another access type, DTS \
                     needs no role"
                ),
            },
        ));
    }
}
