//! The account of a database, and what a role of another account allows.

use crate::core::accounts::{Caller, Identity};
use crate::core::secret::Secret;
use crate::policy::{Actor, Ask, Circumstances, Decision, trust_decides};
use crate::tencent::context::CallContext;
use crate::tencent::dts::engines::Engine;
use crate::tencent::dts::job::{Endpoint, Node};

use super::Unreachable;

/// The account that owns the database of an endpoint. For a database of another account, its role must allow DTS to read
/// the instances there.
pub(crate) fn owner_of(
    context: CallContext<'_>,
    account: &str,
    node: &Node,
    endpoint: &Endpoint,
) -> Result<String, Unreachable> {
    if !node.is_of_other_account() {
        return Ok(account.to_owned());
    }
    let role = if node.temporary_parts() == 3 { session(context, node)? } else { assumed(context, account, node)? };
    let owner = node.fields.get("Account").unwrap_or(&role.account);
    if owner != role.account {
        let reason = format!("The temporary credentials are of the account {}, not of {owner}.", role.account);
        return Err(Unreachable::new(
            "AuthFailure.UnauthorizedOperationError",
            reason,
            "Assume a role of the account.",
        ));
    }
    let region = endpoint.fields.text("Region");
    if let Some(engine) = Engine::named(endpoint.fields.text("DatabaseType")) {
        permit_listing(context, &role, engine, region)?;
    }
    Ok(role.account.clone())
}

/// The caller of temporary credentials.
fn session(context: CallContext<'_>, node: &Node) -> Result<Caller, Unreachable> {
    let (id, key, token) = (node.tmp_secret_id.expose(), node.tmp_secret_key.expose(), node.tmp_token.expose());
    let caller = context.sessions.and_then(|sessions| sessions.caller_of(id, key, token, context.now));
    let caller = caller.filter(|caller| context.cam.has_identity_of(caller));
    caller.map(|caller| caller.as_ref().clone()).ok_or_else(|| {
        let reason = "The temporary credentials are not valid or have expired.";
        Unreachable::new(
            "AuthFailure.UnauthorizedOperationError",
            reason,
            "Call AssumeRole again and configure the job with its result.",
        )
    })
}

/// The role that DTS itself assumes in the name of the account.
fn assumed(context: CallContext<'_>, account: &str, node: &Node) -> Result<Caller, Unreachable> {
    if context.switches().needs_temporary_keys {
        let reason = "Temporary credentials of the other account are missing.";
        return Err(Unreachable::new(
            "AuthFailure.UnauthorizedOperationError",
            reason,
            "Set TmpSecretId, TmpSecretKey and TmpToken.",
        ));
    }
    let (owner, name) = (node.fields.text("Account"), node.fields.text("AccountRole"));
    let role = context.cam.role(owner, name).filter(|role| !context.hides_from_details(owner, &role.name));
    let role = role.ok_or_else(|| {
        Unreachable::new(
            "InternalError.GetRoleError",
            "role not exist[InternalError.GetRoleError]",
            "Check the UIN of the other account and the name of its role.",
        )
    })?;
    let actor = Actor::Ram(vec![format!("qcs::cam::uin/{account}:root")]);
    let external_id = node.fields.get("RoleExternalId");
    let circumstances = Circumstances::of_cam_call(None);
    if trust_decides(&role.trust, &actor, &circumstances, external_id) != Decision::Allowed {
        let reason =
            format!("The role {name} of the account {owner} does not trust {account}, or needs an external ID.");
        return Err(Unreachable::new("UnauthorizedOperation", reason, "Check the trust policy of the role."));
    }
    let identity = Identity::Role {
        role: role.name.clone(),
        role_id: role.id.to_string(),
        session: "dts".to_owned(),
        narrowing: None,
    };
    let (key_id, secret) = (String::new(), Secret::new(""));
    Ok(Caller { key_id, account: owner.to_owned(), identity, secret, session: None })
}

/// Whether a role allows DTS to read its own data, the list of cloud databases, and the instances of the product.
pub(crate) fn permit_listing(
    context: CallContext<'_>,
    role: &Caller,
    engine: &Engine,
    region: &str,
) -> Result<(), Unreachable> {
    let circumstances = Circumstances::of_cam_call(None);
    let needed = ["dts:DescribeMigrateDBInstances", "cdb:DescribeDBInstances", engine.list_action];
    let denied = needed.iter().find(|action| {
        let product = action.split(':').next().unwrap_or_default();
        let resource = format!("qcs::{product}:{region}:uin/{}:instanceId/*", role.account);
        let ask = Ask { action, resource: &resource, circumstances: &circumstances };
        context.cam.permission(role, ask) != Decision::Allowed
    });
    match denied {
        None => Ok(()),
        Some(action) => Err(Unreachable::new(
            "InternalError.InternalInnerCommonError",
            format!("The role of the account {} does not allow {action}.", role.account),
            "Attach the read-only policies of DTS, of TencentDB for MySQL and of the source's product to the role.",
        )),
    }
}
