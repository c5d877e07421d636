//! One end, as DTS answers it.

use alibaba::dts::DetailEndpoint;
use tfplugin::model::Attr;

use super::reserved::Reserved;
use crate::facts::alibaba::{self as facts, AccessMethod, Need};
use crate::resources::alibaba::migration_task::{
    request::{engine_on_wire, instance_type_on_wire},
    rules::needs_wire,
    schema::endpoint::{CrossAccount, Endpoint, Side, Wire},
};

/// The block of one end. What DTS does not tell (passwords) stays.
pub(super) fn endpoint_of(
    side: Side,
    answered: &DetailEndpoint,
    known: &Attr<Endpoint>,
    reserved: &Reserved,
) -> Endpoint {
    let known = known.clone().into_option().unwrap_or_default();
    let (engine, access_method) = what_it_is(side, answered, &known);
    let access = access_method.as_str().and_then(facts::access_method);
    let engine_row = engine.as_str().and_then(|engine| facts::engine_at(engine, side));
    let sid = engine_row.is_some_and(|engine| engine.oracle_sid != Need::Forbidden);
    let database = engine_row.is_some_and(|engine| engine.database != Need::Forbidden);
    let topology = engine_row.is_some_and(|engine| engine.mongodb_topology != Need::Forbidden);
    let (cen, topology_of) = match side {
        Side::Source => ("srcInstanceId", "source.mongodb_topology"),
        Side::Destination => ("destInstanceId", "destination.mongodb_topology"),
    };
    let end = Endpoint {
        region: kept(&answered.region, &known.region),
        instance_id: told(access, |access| access.instance_id, &answered.instance_id, &known.instance_id),
        vpc_id: told(access, |access| access.vpc_id, &answered.instance_id, &known.vpc_id),
        cen_id: told(access, |access| access.cen_id, &reserved.text(cen).unwrap_or_default(), &known.cen_id),
        host: told(access, |access| access.host, &answered.ip, &known.host),
        port: told(access, |access| access.port, &answered.port, &known.port.clone().map(|port| port.to_string()))
            .as_str()
            .and_then(|port| port.parse().ok())
            .into(),
        database: if database { kept(&answered.database_name, &known.database) } else { known.database },
        oracle_sid: if sid { kept(&answered.oracle_sid, &known.oracle_sid) } else { known.oracle_sid },
        mongodb_topology: if topology {
            reserved.option(topology_of).map_or(known.mongodb_topology, Attr::from)
        } else {
            known.mongodb_topology
        },
        username: kept(&answered.user_name, &known.username),
        password: known.password,
        password_wo: Attr::Null,
        password_wo_version: known.password_wo_version,
        encryption: encryption_of(side, answered, &known.encryption, reserved).into(),
        cross_account: owner_of(answered),
        wire: known.wire,
        engine,
        access_method,
    };
    Endpoint { wire: wire_of(side, answered, &end), ..end }
}

/// An import of an end that is written with the API's own words brings them along.
fn wire_of(side: Side, answered: &DetailEndpoint, end: &Endpoint) -> Attr<Wire> {
    let told = !answered.engine_name.is_empty() && !answered.instance_type.is_empty();
    if !end.wire.is_null() || !told || needs_wire(side, end) != Some(true) {
        return end.wire.clone();
    }
    Wire { engine: answered.engine_name.clone().into(), instance_type: answered.instance_type.clone().into() }.into()
}

/// Engine and access method. What the tables do not know is shown as it is, so that the plan names the difference.
fn what_it_is(side: Side, answered: &DetailEndpoint, known: &Endpoint) -> (Attr<String>, Attr<String>) {
    let same = |wire: Attr<String>, answered: &str| {
        answered.is_empty() || wire.as_str().is_some_and(|wire| wire.eq_ignore_ascii_case(answered))
    };
    let engine = if same(engine_on_wire(side, known), &answered.engine_name) {
        known.engine.clone()
    } else {
        match facts::engine_of_answer(side, &answered.engine_name, &answered.instance_type) {
            Some(row) => row.engine.into(),
            None => answered.engine_name.to_lowercase().into(),
        }
    };
    let access_method = if same(instance_type_on_wire(side, known), &answered.instance_type) {
        known.access_method.clone()
    } else {
        match facts::access_of_answer(&answered.instance_type) {
            Some(word) => word.into(),
            None => answered.instance_type.as_str().into(),
        }
    };
    (engine, access_method)
}

/// An answer for an argument the access method has; others keep what is known: an RDS instance, for one, is answered with
/// a port nobody wrote.
fn told(
    access: Option<&AccessMethod>,
    need: impl Fn(&AccessMethod) -> Need,
    answered: &str,
    known: &Attr<String>,
) -> Attr<String> {
    match access {
        Some(access) if need(access) == Need::Forbidden => known.clone(),
        _ => kept(answered, known),
    }
}

fn kept(answered: &str, known: &Attr<String>) -> Attr<String> {
    if answered.is_empty() { known.clone() } else { answered.into() }
}

fn encryption_of(side: Side, answered: &DetailEndpoint, known: &Attr<String>, reserved: &Reserved) -> String {
    let argument = match side {
        Side::Source => "source.encryption",
        Side::Destination => "destination.encryption",
    };
    let by_reserve = reserved.option(argument);
    match (answered.ssl_solution.as_str(), by_reserve) {
        ("DISABLE", _) => "none",
        ("ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256", _) => "scram_sha_256",
        ("", Some(word)) => word,
        ("", None) => known.as_str().unwrap_or("none"),
        _ => "ssl",
    }
    .to_owned()
}

/// Only a cross-account end has a role.
fn owner_of(answered: &DetailEndpoint) -> Attr<CrossAccount> {
    if answered.role_name.is_empty() {
        return Attr::Null;
    }
    CrossAccount { account_id: answered.aliyun_uid.clone().into(), role_name: answered.role_name.clone().into() }.into()
}
