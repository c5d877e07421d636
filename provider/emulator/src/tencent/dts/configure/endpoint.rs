//! The endpoints of a job.

use crate::tencent::context::CallContext;
use crate::tencent::dts::engines::Engine;
use crate::tencent::dts::job::{Endpoint, Job, Node};
use crate::tencent::gateway::Refusal;

/// How databases are reached, and the fields that each way needs.
const ACCESS_TYPES: [(&str, &[&str]); 9] = [
    ("extranet", &["Host", "Port"]),
    ("ipv6", &["Host", "Port"]),
    ("cvm", &["CvmInstanceId", "Port"]),
    ("dcg", &["Host", "Port", "UniqDcgId"]),
    ("vpncloud", &["Host", "Port", "UniqVpnGwId"]),
    ("cdb", &["InstanceId"]),
    ("ccn", &["Host", "Port", "CcnGwId"]),
    ("intranet", &["Host", "Port"]),
    ("vpc", &["Host", "Port", "VpcId", "SubnetId"]),
];

/// Official examples have an empty node type, too.
const NODE_TYPES: [&str; 7] = ["", "simple", "cluster", "replicaset", "standalone", "cluster-cache", "cluster-proxy"];

pub(super) fn check_source(context: CallContext<'_>, job: &Job, endpoint: &Endpoint) -> Result<(), Refusal> {
    check("SrcInfo", endpoint, &job.link.source, &job.link.source_region)?;
    for node in endpoint.nodes.iter().filter(|node| node.is_of_other_account()) {
        check_other_account(context, job, endpoint, node)?;
    }
    Ok(())
}

pub(super) fn check_destination(job: &Job, endpoint: &Endpoint) -> Result<(), Refusal> {
    check("DstInfo", endpoint, &job.link.destination, &job.link.destination_region)?;
    if endpoint.nodes.iter().any(Node::is_of_other_account) {
        return Err(Refusal::value("DstInfo.Info.AccountMode", "the destination belongs to the account of the job"));
    }
    Ok(())
}

fn check(side: &str, endpoint: &Endpoint, engine: &str, region: &str) -> Result<(), Refusal> {
    let fields = &endpoint.fields;
    let value = |field: &str, what: String| Err(Refusal::value(&format!("{side}.{field}"), &what));
    if fields.text("DatabaseType") != engine {
        return value("DatabaseType", format!("the job was bought for {engine}"));
    }
    if fields.text("Region") != region {
        return value("Region", format!("the job was bought for {region}"));
    }
    if !NODE_TYPES.contains(&fields.text("NodeType")) {
        return value("NodeType", format!("it must be one of {}", NODE_TYPES[1..].join(", ")));
    }
    let Some((_, needed)) = ACCESS_TYPES.iter().find(|(known, _)| *known == fields.text("AccessType")) else {
        let known: Vec<&str> = ACCESS_TYPES.iter().map(|(known, _)| *known).collect();
        return value("AccessType", format!("it must be one of {}", known.join(", ")));
    };
    if endpoint.nodes.is_empty() {
        return Err(Refusal::missing(&format!("{side}.Info")));
    }
    for (position, node) in endpoint.nodes.iter().enumerate() {
        let given =
            |field: &str| node.fields.get(field).is_some() || node.fields.number(field).is_some_and(|it| it > 0);
        if let Some(absent) = needed.iter().find(|field| !given(field)) {
            return Err(Refusal::missing(&format!("{side}.Info.{position}.{absent}")));
        }
        match node.fields.text("AccountMode") {
            "" | "self" | "other" => {}
            _ => return value("Info.AccountMode", "it must be self or other".to_owned()),
        }
        if !["", "UnEncrypted", "Encrypted"].contains(&node.fields.text("EncryptConn")) {
            return value("Info.EncryptConn", "it must be UnEncrypted or Encrypted".to_owned());
        }
    }
    Ok(())
}

fn check_other_account(context: CallContext<'_>, job: &Job, endpoint: &Endpoint, node: &Node) -> Result<(), Refusal> {
    let value = |field: &str, what: &str| Err(Refusal::value(&format!("SrcInfo.Info.{field}"), what));
    if endpoint.fields.text("AccessType") != "cdb" {
        return value("AccountMode", "databases of another account are reached with the access type cdb");
    }
    if node.fields.get("Account") == Some(&job.account) {
        return value("Account", "it is the account of the job; use the account mode self");
    }
    let role = node.fields.text("AccountRole");
    if !role.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return value("AccountRole", "it may have letters, digits, - and _ only");
    }
    match node.temporary_parts() {
        3 => {}
        0 if node.fields.get("Account").is_none() => return Err(Refusal::missing("SrcInfo.Info.Account")),
        0 if role.is_empty() => return Err(Refusal::missing("SrcInfo.Info.AccountRole")),
        0 => {}
        _ => return value("TmpSecretId", "TmpSecretId, TmpSecretKey and TmpToken are given together"),
    }
    match Engine::named(&job.link.source) {
        Some(engine) => check_ticket(context, &job.account, engine),
        None => Ok(()),
    }
}

/// Some engines of another account need a ticket.
pub(crate) fn check_ticket(context: CallContext<'_>, account: &str, engine: &Engine) -> Result<(), Refusal> {
    let tickets = context.accounts.tencent(account).map(|account| account.tickets.as_slice()).unwrap_or_default();
    if !engine.needs_ticket() || tickets.iter().any(|ticket| ticket == engine.name) {
        return Ok(());
    }
    let message =
        format!("Migration of {} from another account is not open for this account; submit a ticket.", engine.name);
    Err(Refusal::new("UnsupportedOperation.UnsupportedOperationError", message))
}
