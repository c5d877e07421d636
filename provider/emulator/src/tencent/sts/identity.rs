//! GetCallerIdentity. Every caller may use it.

use serde_json::json;

use crate::core::accounts::Identity;
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Outcome, fields};

use crate::tencent::sessions::Sessions;

/// No example of a root account is published; the emulator answers as for a user whose UIN is the one of the account.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all handlers")]
pub(super) fn get_caller_identity(_: &mut Sessions, _: CallContext<'_>, call: &Call) -> Outcome {
    let account = &call.caller.account;
    let user = |uin: &str| {
        json!({
            "Type": "CAMUser", "AccountId": account, "UserId": uin, "PrincipalId": uin,
            "Arn": format!("qcs::cam:{account}:uin/{uin}"),
        })
    };
    Ok(fields(match &call.caller.identity {
        Identity::Root => user(account),
        Identity::User { user_id, .. } => user(user_id),
        Identity::Role { role_id, session, .. } => json!({
            "Type": "CAMRole", "AccountId": account, "UserId": format!("{role_id}:{session}"),
            "PrincipalId": call.caller.session.as_ref().map_or("", |limits| limits.requester.as_str()),
            "Arn": format!("qcs::sts:{account}:assumed-role/{role_id}"),
        }),
    }))
}
