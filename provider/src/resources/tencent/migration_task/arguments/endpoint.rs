//! The arguments of a source or destination.

use tencent::Secret;
use tfplugin::model::Attr;

use super::task::{key_values, read_settings};
use crate::resources::{
    shared::argument::{Preview, Row, Value, nested, number, text},
    tencent::migration_task::schema::endpoint::{CrossAccount, Endpoint, password_changed, password_of},
};

/// The row of a text of the endpoint.
macro_rules! of_endpoint {
    ($path:literal, $argument:ident, $field:ident, $wire:literal) => {
        Row {
            read: Some(|end, answer| end.$argument = answered(Some(&answer.info.$field), &end.$argument)),
            ..Row::new(
                $path,
                |end| text(&end.$argument),
                |end, side, draft| {
                    draft.endpoint(side, $wire, &end.$argument, |endpoint, value| endpoint.$field = value)
                },
            )
        }
    };
    (optional $path:literal, $argument:ident, $field:ident, $wire:literal) => {
        Row {
            read: Some(|end, answer| end.$argument = answered(answer.info.$field.as_ref(), &end.$argument)),
            ..Row::new(
                $path,
                |end| text(&end.$argument),
                |end, side, draft| {
                    draft.endpoint(side, $wire, &end.$argument, |endpoint, value| endpoint.$field = Some(value))
                },
            )
        }
    };
}

/// The row of a text of the database.
macro_rules! of_database {
    ($path:literal, $argument:ident, $field:ident, $wire:literal) => {
        Row {
            read: Some(|end, answer| end.$argument = answered(answer.node.$field.as_ref(), &end.$argument)),
            ..Row::new(
                $path,
                |end| text(&end.$argument),
                |end, side, draft| {
                    draft.database(side, $wire, &end.$argument, |database, value| database.$field = Some(value))
                },
            )
        }
    };
}

/// The rows.
pub(super) static ROWS: [Row<Endpoint>; 23] = [
    Row { fixed_by_purchase: true, ..of_endpoint!("engine", engine, database_type, "DatabaseType") },
    of_endpoint!("access_type", access_type, access_type, "AccessType"),
    Row { fixed_by_purchase: true, ..of_endpoint!("region", region, region, "Region") },
    of_endpoint!("node_type", node_type, node_type, "NodeType"),
    of_endpoint!(optional "supplier", supplier, supplier, "Supplier"),
    of_endpoint!(optional "network_environment", network_environment, database_net_env, "DatabaseNetEnv"),
    of_endpoint!(optional "connect_type", connect_type, connect_type, "ConnectType"),
    of_endpoint!(optional "ccn_account_id", ccn_account_id, ccn_owner_uin, "CcnOwnerUin"),
    of_database!("instance_id", instance_id, instance_id, "InstanceId"),
    of_database!("cvm_instance_id", cvm_instance_id, cvm_instance_id, "CvmInstanceId"),
    of_database!("host", host, host, "Host"),
    Row {
        read: Some(|end, answer| {
            if let Some(port) = answer.node.port.filter(|port| *port > 0) {
                end.port = port.into();
            }
        }),
        ..Row::new(
            "port",
            |end| number(&end.port),
            |end, side, draft| draft.database(side, "Port", &end.port, |database, port| database.port = Some(port)),
        )
    },
    of_database!("vpc_id", vpc_id, vpc_id, "VpcId"),
    of_database!("subnet_id", subnet_id, subnet_id, "SubnetId"),
    of_database!("vpn_gateway_id", vpn_gateway_id, vpn_gateway_id, "UniqVpnGwId"),
    of_database!("direct_connect_gateway_id", direct_connect_gateway_id, direct_connect_gateway_id, "UniqDcgId"),
    of_database!("ccn_id", ccn_id, ccn_id, "CcnGwId"),
    of_database!("engine_version", engine_version, engine_version, "EngineVersion"),
    Row {
        is_credential: true,
        preview: Preview::LeftOut,
        read: Some(|end, answer| {
            let user = answer.node.user.as_ref().map(|user| user.as_str().to_owned());
            end.username = answered(user.as_ref(), &end.username);
        }),
        ..Row::new(
            "username",
            |end| text(&end.username),
            |end, side, draft| {
                draft.database(side, "User", &end.username, |database, user| database.user = Some(user.into()));
            },
        )
    },
    Row {
        path_of: Some(|end| if end.password.is_known() { "password" } else { "password_wo_version" }),
        // A password is compared by what asks to send it again. DTS returns none.
        same: Some(|prior, planned, _, _| !password_changed(prior, planned)),
        is_credential: true,
        preview: Preview::LeftOut,
        ..Row::new(
            "password",
            |end| number(&end.password_wo_version),
            |_, side, draft| {
                let password: Attr<Secret> = draft.configured(side).and_then(password_of).into();
                draft.database(side, "Password", &password, |database, password| database.password = Some(password));
            },
        )
    },
    Row {
        read: Some(|end, answer| {
            end.encryption = match answer.node.encrypt_conn.as_deref() {
                Some("Encrypted") => "ssl".into(),
                Some("UnEncrypted") => "none".into(),
                _ if end.encryption.is_null() => "none".into(),
                _ => end.encryption.clone(),
            };
        }),
        default: || Some(Value::Text("none".to_owned())),
        ..Row::new(
            "encryption",
            |end| text(&end.encryption),
            |end, side, draft| {
                draft.database(side, "EncryptConn", &end.encryption, |database, word| {
                    database.encrypt_conn = Some(if word == "ssl" { "Encrypted" } else { "UnEncrypted" }.to_owned());
                });
            },
        )
    },
    Row {
        read: Some(|end, answer| end.settings = read_settings(&end.settings, &answer.info.extra_attr)),
        preview: Preview::LeftOut,
        ..Row::new(
            "settings",
            |end| match &end.settings {
                Attr::Known(settings) if settings.has_unknown() => Attr::Unknown,
                settings => settings.clone().map(|settings| Value::Text(format!("{settings:?}"))),
            },
            |end, side, draft| {
                draft.endpoint(side, "ExtraAttr", &end.settings, |endpoint, settings| {
                    endpoint.extra_attr = key_values(&settings);
                });
            },
        )
    },
    Row {
        // The block is read as one.
        read: Some(|end, answer| {
            let node = answer.node;
            let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
            let is_other = node.account_mode.as_deref() == Some("other");
            let known = end.cross_account.get().cloned().unwrap_or_default();
            end.cross_account = if is_other {
                CrossAccount {
                    account_id: text(&node.account).map_or(known.account_id, Attr::from),
                    role_name: text(&node.account_role).map_or(known.role_name, Attr::from),
                    external_id: Attr::Null,
                }
                .into()
            } else {
                Attr::Null
            };
        }),
        path_of: Some(|end| {
            let role = nested(&end.cross_account, |other: &CrossAccount| &other.role_name);
            if role.is_null() { "cross_account" } else { "cross_account.role_name" }
        }),
        ..Row::new(
            "cross_account",
            |end| match &end.cross_account {
                Attr::Known(other) => match (&other.account_id, &other.role_name) {
                    (Attr::Known(account), Attr::Known(role)) => Attr::Known(Value::Text(format!("{account}/{role}"))),
                    _ => Attr::Unknown,
                },
                Attr::Unknown => Attr::Unknown,
                Attr::Null => Attr::Null,
            },
            |end, side, draft| {
                let account = nested(&end.cross_account, |other: &CrossAccount| &other.account_id);
                let role = nested(&end.cross_account, |other: &CrossAccount| &other.role_name);
                let mode = end.owner().map(|_| "other".to_owned());
                draft.database(side, "AccountMode", &mode, |database, mode| database.account_mode = Some(mode));
                draft.database(side, "Account", &account, |database, account| database.account = Some(account));
                draft.database(side, "AccountRole", &role, |database, role| database.account_role = Some(role));
            },
        )
    },
];

/// A text of an answer, or what is known where DTS returns none.
fn answered(answer: Option<&String>, known: &Attr<String>) -> Attr<String> {
    match answer {
        Some(answer) if !answer.is_empty() => answer.as_str().into(),
        _ => known.clone(),
    }
}
