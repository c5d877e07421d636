//! Refresh: reads the role.

use tfplugin::{context::Context, model::Attr, private::Private, resource::Outcome, timeouts::Operation};

use super::{CamRole, TIMEOUTS, model::TrustModel, role::state_of};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    resources::shared::{
        moved,
        role_trust::{KnownRole, read},
    },
};

/// Reads the role. Offline, the state stays as it is.
pub(super) async fn refresh(context: &Context<Clouds>, state: TrustModel, mut private: Private) -> Outcome<TrustModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    if account.may_plan_offline() {
        return Outcome::done(state).with_private(private);
    }
    // A role of this name in another account is another role.
    let read_by = account.must_be(state.account_id.as_str(), &context.cancel).await;
    let (cloud, account_id) = match (account.cloud(), read_by) {
        (Ok(cloud), Ok(account_id)) => (cloud, account_id),
        (Err(diagnostic), _) | (_, Err(diagnostic)) => {
            return Outcome::with_state(state, diagnostic).with_private(private);
        }
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let known = KnownRole {
        name: state.role_name.as_str().unwrap_or_default(),
        id: state.role_id.as_str(),
        arrival: moved::arrival_if_unread(&private, state.role_id.is_null()),
        arn: state.arn.as_str(),
        account_id: &account_id,
        is_tagged: account.ownership_id().is_some(),
    };
    match read::<CamRole>(&session, &known).await {
        Ok(Some(found)) => {
            let mut state = state;
            if moved::is_unread(&private) {
                // As after an import, the engines are read from the policies.
                state.role_id = Attr::Null;
            }
            moved::record_read(&mut private);
            Outcome::done(state_of(found, &account_id, state)).with_private(private)
        }
        Ok(None) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}
