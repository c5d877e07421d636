//! The arguments of a source or destination.

use alibaba::{Secret, dts::ConfigureDtsJob};
use tfplugin::model::Attr;

use super::{
    EndpointAnswer,
    argument::{Preview, Row, Value, nested, number, text},
    call::Call,
    draft::Draft,
    engine::{self, answered_for},
};
use crate::{
    facts::alibaba::Need,
    resources::alibaba::migration_task::schema::endpoint::{
        CrossAccount, Endpoint, Side, Wire, password_changed, password_of,
    },
};

/// The field and the name of a parameter of either side.
macro_rules! of_side {
    ($side:expr, $request:ident, $source:ident, $destination:ident) => {
        match $side {
            Side::Source => &mut $request.$source,
            Side::Destination => &mut $request.$destination,
        }
    };
    ($side:expr, $name:literal) => {
        of_side!($side, $name, $name)
    };
    ($side:expr, $source:literal, $destination:literal) => {
        match $side {
            Side::Source => concat!("SourceEndpoint", $source),
            Side::Destination => concat!("DestinationEndpoint", $destination),
        }
    };
}

/// The rows. Engine and access method come first: what is read for the others depends on them.
pub(super) static ROWS: [Row<Endpoint>; 17] = [
    Row {
        path_of: Some(|end| if end.wire.is_known() { "wire.engine" } else { "engine" }),
        same: Some(engine::same_engine),
        read: Some(|end, answer| end.engine = engine::read_engine(answer)),
        fixed_by_purchase: true,
        ..Row::new(
            "engine",
            |end| text(&engine::word(end)),
            |end, side, draft| {
                draft.parameter(of_side!(side, "EngineName"), &engine::name_on_wire(side, end), |request, name| {
                    *of_side!(side, request, source_endpoint_engine_name, destination_endpoint_engine_name) =
                        Some(name);
                });
            },
        )
    },
    Row {
        path_of: Some(|end| if end.wire.is_known() { "wire.instance_type" } else { "access_method" }),
        same: Some(engine::same_access_method),
        read: Some(|end, answer| end.access_method = engine::read_access_method(answer)),
        ..Row::new(
            "access_method",
            |end| text(&end.access_method),
            |end, side, draft| {
                draft.parameter(
                    of_side!(side, "InstanceType"),
                    &engine::instance_type_on_wire(side, end),
                    |request, word| {
                        *of_side!(side, request, source_endpoint_instance_type, destination_endpoint_instance_type) =
                            word;
                    },
                );
            },
        )
    },
    Row {
        read: Some(|end, answer| end.region = answered(&answer.detail.region, &end.region)),
        change: Some(Call::Endpoint),
        fixed_by_purchase: true,
        ..Row::new(
            "region",
            |end| text(&end.region),
            |end, side, draft| {
                draft.parameter(of_side!(side, "Region"), &end.region, |request, region| {
                    *of_side!(side, request, source_endpoint_region, destination_endpoint_region) = Some(region);
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            end.instance_id =
                answered_for(end, |access| access.instance_id, &answer.detail.instance_id, &end.instance_id);
        }),
        change: Some(Call::Endpoint),
        ..Row::new(
            "instance_id",
            |end| text(&end.instance_id),
            |end, side, draft| {
                if !engine::goes_through_vpc(end) {
                    send_instance(&end.instance_id, side, draft);
                }
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            end.vpc_id = answered_for(end, |access| access.vpc_id, &answer.detail.instance_id, &end.vpc_id);
        }),
        change: Some(Call::Endpoint),
        // The same parameter holds the VPC of an access method that goes through one (ConfigureDtsJob reference).
        ..Row::new(
            "vpc_id",
            |end| text(&end.vpc_id),
            |end, side, draft| {
                if engine::goes_through_vpc(end) {
                    send_instance(&end.vpc_id, side, draft);
                }
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            let found = answer.reserved.text(cen_key(answer.side)).unwrap_or_default();
            end.cen_id = answered_for(end, |access| access.cen_id, &found, &end.cen_id);
        }),
        ..Row::new("cen_id", |end| text(&end.cen_id), |end, side, draft| draft.reserve(cen_key(side), &end.cen_id))
    },
    Row {
        read: Some(|end, answer| end.host = answered_for(end, |access| access.host, &answer.detail.ip, &end.host)),
        change: Some(Call::Endpoint),
        ..Row::new(
            "host",
            |end| text(&end.host),
            |end, side, draft| {
                draft.parameter(of_side!(side, "IP"), &end.host, |request, host| {
                    *of_side!(side, request, source_endpoint_ip, destination_endpoint_ip) = Some(host);
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            let known = end.port.clone().map(|port| port.to_string());
            let port = answered_for(end, |access| access.port, &answer.detail.port, &known);
            end.port = port.as_str().and_then(|port| port.parse().ok()).into();
        }),
        change: Some(Call::Endpoint),
        ..Row::new(
            "port",
            |end| number(&end.port),
            |end, side, draft| {
                draft.parameter(of_side!(side, "Port"), &end.port, |request, port| {
                    *of_side!(side, request, source_endpoint_port, destination_endpoint_port) = Some(port.to_string());
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            if engine::of(end, answer.side).is_some_and(|engine| engine.database != Need::Forbidden) {
                end.database = answered(&answer.detail.database_name, &end.database);
            }
        }),
        change: Some(Call::Endpoint),
        ..Row::new(
            "database",
            |end| text(&end.database),
            |end, side, draft| {
                draft.parameter(of_side!(side, "DatabaseName", "DataBaseName"), &end.database, |request, database| {
                    *of_side!(side, request, source_endpoint_database_name, destination_endpoint_database_name) =
                        Some(database);
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            if engine::of(end, answer.side).is_some_and(|engine| engine.oracle_sid != Need::Forbidden) {
                end.oracle_sid = answered(&answer.detail.oracle_sid, &end.oracle_sid);
            }
        }),
        ..Row::new(
            "oracle_sid",
            |end| text(&end.oracle_sid),
            |end, side, draft| {
                draft.parameter(of_side!(side, "OracleSID"), &end.oracle_sid, |request, sid| {
                    *of_side!(side, request, source_endpoint_oracle_sid, destination_endpoint_oracle_sid) = Some(sid);
                });
                let key = match side {
                    Side::Source => "srcOracleType",
                    Side::Destination => "destOracleType",
                };
                draft.reserve(key, &end.oracle_sid.clone().map(|_| "sid"));
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            if engine::of(end, answer.side).is_some_and(|engine| engine.mongodb_topology != Need::Forbidden)
                && let Some(topology) = answer.reserved.option(option(answer.side, "mongodb_topology"))
            {
                end.mongodb_topology = topology.into();
            }
        }),
        ..Row::new(
            "mongodb_topology",
            |end| text(&end.mongodb_topology),
            |end, side, draft| {
                draft.option(option(side, "mongodb_topology"), &end.mongodb_topology);
            },
        )
    },
    Row {
        read: Some(|end, answer| end.username = answered(&answer.detail.user_name, &end.username)),
        change: Some(Call::Endpoint),
        is_credential: true,
        preview: Preview::LeftOut,
        ..Row::new(
            "username",
            |end| text(&end.username),
            |end, side, draft| {
                draft.parameter(of_side!(side, "UserName"), &end.username, |request, name| {
                    *of_side!(side, request, source_endpoint_user_name, destination_endpoint_user_name) =
                        Some(name.into());
                });
            },
        )
    },
    Row {
        path_of: Some(|end| if end.password.is_known() { "password" } else { "password_wo_version" }),
        // A password is compared by what asks to send it again. DTS returns none.
        same: Some(|prior, planned, _, _| !password_changed(prior, planned)),
        change: Some(Call::Password),
        is_credential: true,
        preview: Preview::LeftOut,
        ..Row::new(
            "password",
            |end| number(&end.password_wo_version),
            |_, side, draft| {
                let password: Attr<Secret> = draft.configured(side).and_then(password_of).into();
                draft.parameter(of_side!(side, "Password"), &password, |request, password| {
                    *of_side!(side, request, source_endpoint_password, destination_endpoint_password) = Some(password);
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| end.encryption = read_encryption(&end.encryption, answer).into()),
        change: Some(Call::Settings),
        default: || Some(Value::Text("none".to_owned())),
        ..Row::new(
            "encryption",
            |end| text(&end.encryption),
            |end, side, draft| {
                draft.option(option(side, "encryption"), &end.encryption);
            },
        )
    },
    Row {
        // The block is read as one: only the endpoint of another account has a role.
        read: Some(|end, answer| {
            end.cross_account = match (&answer.detail.aliyun_uid, &answer.detail.role_name) {
                (_, role) if role.is_empty() => Attr::Null,
                (owner, role) => {
                    CrossAccount { account_id: owner.clone().into(), role_name: role.clone().into() }.into()
                }
            };
        }),
        change: Some(Call::Endpoint),
        ..Row::new(
            "cross_account.account_id",
            |end| text(&account_id(end)),
            |end, side, draft| {
                draft.parameter(of_side!(side, "OwnerID"), &account_id(end), |request, owner| {
                    *of_side!(side, request, source_endpoint_owner_id, destination_endpoint_owner_id) = Some(owner);
                });
            },
        )
    },
    Row {
        read: Some(|_, _| {}),
        change: Some(Call::Endpoint),
        ..Row::new(
            "cross_account.role_name",
            |end| text(&role_name(end)),
            |end, side, draft| {
                draft.parameter(of_side!(side, "Role"), &role_name(end), |request, role| {
                    *of_side!(side, request, source_endpoint_role, destination_endpoint_role) = Some(role);
                });
            },
        )
    },
    Row {
        // It is sent and compared by `engine` and `access_method`.
        same: Some(|_, _, _, _| true),
        read: Some(|end, answer| end.wire = engine::read_wire(end, answer)),
        ..Row::new("wire", |end| text(&nested(&end.wire, |wire: &Wire| &wire.engine)), |_, _, _| {})
    },
];

fn send_instance(id: &Attr<String>, side: Side, draft: &mut Draft<'_>) {
    let set = |request: &mut ConfigureDtsJob, id: String| {
        *of_side!(side, request, source_endpoint_instance_id, destination_endpoint_instance_id) = Some(id);
    };
    draft.parameter(of_side!(side, "InstanceID"), id, set);
}

fn account_id(end: &Endpoint) -> Attr<String> {
    nested(&end.cross_account, |other: &CrossAccount| &other.account_id)
}

fn role_name(end: &Endpoint) -> Attr<String> {
    nested(&end.cross_account, |other: &CrossAccount| &other.role_name)
}

fn cen_key(side: Side) -> &'static str {
    match side {
        Side::Source => "srcInstanceId",
        Side::Destination => "destInstanceId",
    }
}

/// The name of an option of an endpoint in `schemas/alibaba/option_values.toml`.
fn option(side: Side, name: &str) -> &'static str {
    match (side, name) {
        (Side::Source, "encryption") => "source.encryption",
        (Side::Destination, "encryption") => "destination.encryption",
        (Side::Source, _) => "source.mongodb_topology",
        (Side::Destination, _) => "destination.mongodb_topology",
    }
}

/// An answer, or what is known where DTS returns none.
fn answered(answer: &str, known: &Attr<String>) -> Attr<String> {
    if answer.is_empty() { known.clone() } else { answer.into() }
}

fn read_encryption(known: &Attr<String>, answer: &EndpointAnswer<'_>) -> String {
    let by_reserve = answer.reserved.option(option(answer.side, "encryption"));
    match (answer.detail.ssl_solution.as_str(), by_reserve) {
        ("DISABLE", _) => "none",
        ("ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256", _) => "scram_sha_256",
        ("", Some(word)) => word,
        ("", None) => known.as_str().unwrap_or("none"),
        _ => "ssl",
    }
    .to_owned()
}
