//! Delete: detach the policy from the users and groups to which this resource attached it, then delete it.

use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{
    TIMEOUTS,
    model::GrantModel,
    policy::CamPolicy,
    principal::{self, Principal},
};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::role_trust::{self, Deleted},
};

pub(super) async fn delete(context: &Context<Clouds>, state: GrantModel, private: Private) -> Outcome<GrantModel> {
    match try_delete(context, &state, &private).await {
        Ok(None) => Outcome::gone(),
        Ok(Some(kept)) => Outcome { diagnostics: kept.into(), ..Outcome::gone() },
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

async fn try_delete(
    context: &Context<Clouds>,
    state: &GrantModel,
    private: &Private,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let account = account(context)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let configured = principal::configured(state);
    let policy = Deleted::<CamPolicy> {
        name: state.policy_name.as_str().unwrap_or_default(),
        id: state.policy_id.as_str().unwrap_or_default(),
        account_id: state.account_id.as_str(),
        force: state.force_detach.or(false),
        is_ours: &|one: &Principal| role_trust::is_ours(private, &one.key(), configured.contains(one)),
    };
    role_trust::delete(account, &session, &context.data()?.cam_policies, &policy).await
}
