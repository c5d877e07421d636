//! Delete: detach the policies that this resource attached, then delete the role.

use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{CamRole, TIMEOUTS, model::TrustModel, policies};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::role_trust::{self, Deleted},
};

pub(super) async fn delete(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    match try_delete(context, &state, &private).await {
        Ok(None) => Outcome::gone(),
        Ok(Some(kept)) => Outcome { diagnostics: kept.into(), ..Outcome::gone() },
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

async fn try_delete(
    context: &Context<Clouds>,
    state: &TrustModel,
    private: &Private,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let account = account(context)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let configured = policies::configured(state);
    let role = Deleted::<CamRole> {
        name: state.role_name.as_str().unwrap_or_default(),
        id: state.role_id.as_str().unwrap_or_default(),
        account_id: state.account_id.as_str(),
        force: state.force_detach_policies.or(false),
        is_ours: &|policy: &String| role_trust::is_ours(private, policy, configured.contains(policy)),
    };
    role_trust::delete(account, &session, &context.data()?.cam_roles, &role).await
}
