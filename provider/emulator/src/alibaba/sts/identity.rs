//! GetCallerIdentity. Every caller may use it.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Outcome, fields};
use crate::core::accounts::Identity;

use super::Sts;

#[expect(clippy::unnecessary_wraps, reason = "the signature of all handlers")]
pub(super) fn get_caller_identity(_: &mut Sts, _: CallContext<'_>, call: &Call) -> Outcome {
    let account = &call.caller.account;
    Ok(fields(match &call.caller.identity {
        Identity::Root => json!({
            "IdentityType": "Account", "AccountId": account, "PrincipalId": account, "UserId": account,
            "Arn": format!("acs:ram::{account}:root"),
        }),
        Identity::User { name, user_id, .. } => json!({
            "IdentityType": "RAMUser", "AccountId": account, "PrincipalId": user_id, "UserId": user_id,
            "Arn": format!("acs:ram::{account}:user/{name}"),
        }),
        Identity::Role { role, role_id, session, .. } => json!({
            "IdentityType": "AssumedRoleUser", "AccountId": account,
            "PrincipalId": format!("{role_id}:{session}"), "RoleId": role_id,
            "Arn": format!("acs:ram::{account}:assumed-role/{role}/{session}"),
        }),
    }))
}
