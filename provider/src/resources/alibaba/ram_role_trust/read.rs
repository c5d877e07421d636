//! Refresh: reads the role.

use tfplugin::{context::Context, private::Private, resource::Outcome, timeouts::Operation};

use super::{
    TIMEOUTS, TYPE,
    model::TrustModel,
    policies,
    role::{look_up, state_of},
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::shared::{CreateRecords, Session},
};

/// Reads the role. Offline, the state stays as it is.
pub(super) async fn refresh(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = account.online() else { return Outcome::done(state).with_private(private) };
    // A role of this name in another account is another role.
    if let Err(diagnostic) = account.must_be(state.account_id.as_str(), &context.cancel).await {
        return Outcome::with_state(state, diagnostic).with_private(private);
    }
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let name = state.role_name.or(String::new());
    match look_up(&session, &name).await {
        Ok(found) => {
            if state.role_id.as_str() == Some(&found.role.role_id) {
                CreateRecords::of_process().found_in_state(TYPE, &found.role.role_id);
            }
            let mut current = state_of(found, state.clone());
            policies::show_foreign_vpc_policy(&private, &state, &mut current);
            Outcome::done(current).with_private(private)
        }
        Err(error) if error.is_not_found() => {
            CreateRecords::of_process().forget_object(TYPE, state.role_id.as_str().unwrap_or_default());
            Outcome::gone()
        }
        Err(error) => {
            let diagnostic = cloud_error("Cannot read the RAM role", &format!("Reading RAM role {name:?}"), &error);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}
