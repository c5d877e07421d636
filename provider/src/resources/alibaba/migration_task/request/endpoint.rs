//! The two ends.

use alibaba::{Secret, dts::ConfigureDtsJob};
use tfplugin::model::Attr;

use super::Unknowns;
use crate::facts::alibaba::{self as facts, Need};
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side, password_of},
    model::TaskModel,
};

/// The parameters of one end.
#[derive(Default)]
struct End {
    instance_type: String,
    engine: Option<String>,
    instance_id: Option<String>,
    region: Option<String>,
    ip: Option<String>,
    port: Option<String>,
    database: Option<String>,
    user_name: Option<String>,
    password: Option<Secret>,
    oracle_sid: Option<String>,
    owner: Option<String>,
    role: Option<String>,
}

/// Their names, which differ in more than the prefix.
struct Names {
    instance_type: &'static str,
    engine: &'static str,
    instance_id: &'static str,
    region: &'static str,
    ip: &'static str,
    port: &'static str,
    database: &'static str,
    user_name: &'static str,
    oracle_sid: &'static str,
    owner: &'static str,
    role: &'static str,
}

const SOURCE: Names = Names {
    instance_type: "SourceEndpointInstanceType",
    engine: "SourceEndpointEngineName",
    instance_id: "SourceEndpointInstanceID",
    region: "SourceEndpointRegion",
    ip: "SourceEndpointIP",
    port: "SourceEndpointPort",
    database: "SourceEndpointDatabaseName",
    user_name: "SourceEndpointUserName",
    oracle_sid: "SourceEndpointOracleSID",
    owner: "SourceEndpointOwnerID",
    role: "SourceEndpointRole",
};

const DESTINATION: Names = Names {
    instance_type: "DestinationEndpointInstanceType",
    engine: "DestinationEndpointEngineName",
    instance_id: "DestinationEndpointInstanceID",
    region: "DestinationEndpointRegion",
    ip: "DestinationEndpointIP",
    port: "DestinationEndpointPort",
    database: "DestinationEndpointDataBaseName",
    user_name: "DestinationEndpointUserName",
    oracle_sid: "DestinationEndpointOracleSID",
    owner: "DestinationEndpointOwnerID",
    role: "DestinationEndpointRole",
};

/// Fills in one end.
pub(super) fn fill(
    request: &mut ConfigureDtsJob,
    side: Side,
    planned: &TaskModel,
    config: &TaskModel,
    unknowns: &mut Unknowns,
) {
    let (end, configured) = match side {
        Side::Source => (&planned.source, &config.source),
        Side::Destination => (&planned.destination, &config.destination),
    };
    let Some(end) = end.get() else { return };
    let mut wire = of(side, end, unknowns);
    wire.password = configured.get().and_then(password_of);
    match side {
        Side::Source => to_source(request, wire),
        Side::Destination => to_destination(request, wire),
    }
}

fn of(side: Side, end: &Endpoint, unknowns: &mut Unknowns) -> End {
    let names = match side {
        Side::Source => SOURCE,
        Side::Destination => DESTINATION,
    };
    for name in [names.owner, names.role] {
        unknowns.note(name, end.cross_account.is_unknown());
    }
    let other = end.cross_account.get();
    End {
        instance_type: unknowns.value(names.instance_type, &instance_type_on_wire(side, end)).unwrap_or_default(),
        engine: unknowns.value(names.engine, &engine_on_wire(side, end)),
        instance_id: unknowns.value(names.instance_id, instance_of(end)),
        region: unknowns.value(names.region, &end.region),
        ip: unknowns.value(names.ip, &end.host),
        port: unknowns.value(names.port, &end.port).map(|port| port.to_string()),
        database: unknowns.value(names.database, &end.database),
        user_name: unknowns.value(names.user_name, &end.username),
        oracle_sid: unknowns.value(names.oracle_sid, &end.oracle_sid),
        owner: other.and_then(|other| unknowns.value(names.owner, &other.account_id)),
        role: other.and_then(|other| unknowns.value(names.role, &other.role_name)),
        password: None,
    }
}

/// The same parameter holds the VPC of an access method that goes through one (ConfigureDtsJob reference).
fn instance_of(end: &Endpoint) -> &Attr<String> {
    let through_vpc =
        end.access_method.as_str().and_then(facts::access_method).is_some_and(|access| access.vpc_id == Need::Required);
    if through_vpc { &end.vpc_id } else { &end.instance_id }
}

/// The instance type: the access method's, or for a cloud instance the engine's.
pub(crate) fn instance_type_on_wire(side: Side, end: &Endpoint) -> Attr<String> {
    if let Some(wire) = end.wire.get() {
        return wire.instance_type.clone();
    }
    let Attr::Known(access) = &end.access_method else { return Attr::Unknown };
    if let Some(instance_type) = facts::access_method(access).and_then(|access| access.instance_type) {
        return instance_type.into();
    }
    let Attr::Known(engine) = &end.engine else { return Attr::Unknown };
    facts::engine_at(engine, side).and_then(|engine| engine.cloud_instance_type).map(str::to_owned).into()
}

/// The engine's name in ConfigureDtsJob.
pub(crate) fn engine_on_wire(side: Side, end: &Endpoint) -> Attr<String> {
    if let Some(wire) = end.wire.get() {
        return wire.engine.clone();
    }
    match &end.engine {
        Attr::Known(engine) => {
            facts::engine_at(engine, side).and_then(|engine| engine.configure).map(str::to_owned).into()
        }
        _ => Attr::Unknown,
    }
}

fn to_source(request: &mut ConfigureDtsJob, end: End) {
    request.source_endpoint_instance_type = end.instance_type;
    request.source_endpoint_engine_name = end.engine;
    request.source_endpoint_instance_id = end.instance_id;
    request.source_endpoint_region = end.region;
    request.source_endpoint_ip = end.ip;
    request.source_endpoint_port = end.port;
    request.source_endpoint_database_name = end.database;
    request.source_endpoint_user_name = end.user_name;
    request.source_endpoint_password = end.password;
    request.source_endpoint_oracle_sid = end.oracle_sid;
    request.source_endpoint_owner_id = end.owner;
    request.source_endpoint_role = end.role;
}

fn to_destination(request: &mut ConfigureDtsJob, end: End) {
    request.destination_endpoint_instance_type = end.instance_type;
    request.destination_endpoint_engine_name = end.engine;
    request.destination_endpoint_instance_id = end.instance_id;
    request.destination_endpoint_region = end.region;
    request.destination_endpoint_ip = end.ip;
    request.destination_endpoint_port = end.port;
    request.destination_endpoint_database_name = end.database;
    request.destination_endpoint_user_name = end.user_name;
    request.destination_endpoint_password = end.password;
    request.destination_endpoint_oracle_sid = end.oracle_sid;
    request.destination_endpoint_owner_id = end.owner;
    request.destination_endpoint_role = end.role;
}
