//! The database of an endpoint.

use crate::core::world::TencentDatabase;
use crate::tencent::context::CallContext;
use crate::tencent::dts::job::{Endpoint, Node};

use super::Unreachable;

/// A cloud instance of an account.
pub(super) fn instance<'a>(
    context: CallContext<'a>,
    owner: &str,
    endpoint: &Endpoint,
    node: &Node,
) -> Result<&'a TencentDatabase, Unreachable> {
    let id = node.fields.text("InstanceId");
    let databases = context.accounts.tencent(owner).map(|account| account.databases.as_slice()).unwrap_or_default();
    let found = databases.iter().find(|database| {
        database.id() == id
            && database.region() == endpoint.fields.text("Region")
            && database.engine() == endpoint.fields.text("DatabaseType")
    });
    found.ok_or_else(|| {
        let reason = format!(
            "The account {owner} has no {} instance {id} in {}.",
            endpoint.fields.text("DatabaseType"),
            endpoint.fields.text("Region")
        );
        Unreachable::new(
            "InvalidParameter.InstanceNotFound",
            reason,
            "Check the instance ID, the region and the account.",
        )
    })
}

/// A database by its address, whichever account it belongs to.
pub(super) fn address<'a>(context: CallContext<'a>, node: &Node) -> Result<&'a TencentDatabase, Unreachable> {
    let (host, port) = (node.fields.text("Host"), node.fields.number("Port").unwrap_or_default());
    let databases = context.accounts.tencent_accounts().flat_map(|account| &account.databases);
    let mut found = databases
        .filter(|database| !database.vip.is_empty() && database.vip == host && i64::from(database.port) == port);
    found.next().ok_or_else(|| {
        let reason = format!("dial tcp {host}:{port}: i/o timeout");
        Unreachable::new("FailedOperation", reason, "Check the address, the port and the network of the database.")
    })
}
