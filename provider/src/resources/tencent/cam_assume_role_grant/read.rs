//! Refresh: reads the policy.

use tfplugin::{context::Context, private::Private, resource::Outcome, timeouts::Operation};

use super::{
    TIMEOUTS,
    model::GrantModel,
    policy::{CamPolicy, state_of},
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    resources::shared::{
        moved,
        role_trust::{KnownRole, read, recorded},
    },
};

/// Reads the policy. Offline, the state stays as it is.
pub(super) async fn refresh(context: &Context<Clouds>, state: GrantModel, private: Private) -> Outcome<GrantModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    if account.may_plan_offline() {
        return Outcome::done(state).with_private(private);
    }
    // A policy of this name in another account is another policy.
    let read_by = account.must_be(state.account_id.as_str(), &context.cancel).await;
    let (cloud, account_id) = match (account.cloud(), read_by) {
        (Ok(cloud), Ok(account_id)) => (cloud, account_id),
        (Err(diagnostic), _) | (_, Err(diagnostic)) => {
            return Outcome::with_state(state, diagnostic).with_private(private);
        }
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let known = KnownRole {
        name: state.policy_name.as_str().unwrap_or_default(),
        id: state.policy_id.as_str(),
        arrival: moved::arrival_if_unread(&private, state.policy_id.is_null()),
        arn: None,
        account_id: &account_id,
        is_tagged: account.ownership_id().is_some(),
    };
    match read::<CamPolicy>(&session, &known).await {
        Ok(Some(found)) => {
            let attached = recorded(&private).unwrap_or_default();
            Outcome::done(state_of(found, &account_id, state, &attached)).with_private(private)
        }
        Ok(None) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}
