//! The endpoints of a job in answers. What was not sent is empty; nothing is filled in.

use serde_json::{Map, Value, json};

use crate::tencent::dts::job::{Endpoint, Job, Node};

/// The texts of a database, besides its secrets.
const TEXTS: [&str; 17] = [
    "Role",
    "DbKernel",
    "Host",
    "User",
    "CvmInstanceId",
    "UniqVpnGwId",
    "UniqDcgId",
    "InstanceId",
    "CcnGwId",
    "VpcId",
    "SubnetId",
    "EngineVersion",
    "Account",
    "AccountRole",
    "AccountMode",
    "EncryptConn",
    "SetId",
];

/// The source and the destination of a job.
pub(super) fn sides(job: &Job, with_passwords: bool) -> (Value, Value) {
    let link = &job.link;
    match &job.configuration {
        Some(configuration) => {
            (endpoint(&configuration.source, with_passwords), endpoint(&configuration.destination, with_passwords))
        }
        None => (bought(&link.source, &link.source_region), bought(&link.destination, &link.destination_region)),
    }
}

/// An endpoint of a job that is not configured.
fn bought(engine: &str, region: &str) -> Value {
    json!({
        "Region": region, "AccessType": "", "DatabaseType": engine, "NodeType": "", "Info": [], "Supplier": "",
        "ExtraAttr": [], "DatabaseNetEnv": "", "ConnectType": "", "CcnOwnerUin": "",
    })
}

fn endpoint(endpoint: &Endpoint, with_passwords: bool) -> Value {
    let fields = &endpoint.fields;
    let nodes: Vec<Value> = endpoint.nodes.iter().map(|node| shown(node, with_passwords)).collect();
    json!({
        "Region": fields.text("Region"),
        "AccessType": fields.text("AccessType"),
        "DatabaseType": fields.text("DatabaseType"),
        "NodeType": fields.text("NodeType"),
        "Info": nodes,
        "Supplier": fields.text("Supplier"),
        "ExtraAttr": fields.list("ExtraAttr"),
        "DatabaseNetEnv": fields.text("DatabaseNetEnv"),
        "ConnectType": fields.text("ConnectType"),
        "CcnOwnerUin": fields.text("CcnOwnerUin"),
    })
}

/// Temporary credentials are returned to the account that has sent them; passwords are blank.
fn shown(node: &Node, with_passwords: bool) -> Value {
    let mut shown: Map<String, Value> =
        TEXTS.iter().map(|name| ((*name).to_owned(), json!(node.fields.text(name)))).collect();
    let password = if with_passwords { node.password.expose() } else { "" };
    shown.insert("Port".to_owned(), json!(node.fields.number("Port").unwrap_or_default()));
    shown.insert("Password".to_owned(), json!(password));
    shown.insert("TmpSecretId".to_owned(), json!(node.tmp_secret_id.expose()));
    shown.insert("TmpSecretKey".to_owned(), json!(node.tmp_secret_key.expose()));
    shown.insert("TmpToken".to_owned(), json!(node.tmp_token.expose()));
    if let Some(id) = node.fields.get("RoleExternalId") {
        shown.insert("RoleExternalId".to_owned(), json!(id));
    }
    Value::Object(shown)
}
