//! Create: the role, then its policies, then a poll until RAM shows the role.

use std::collections::BTreeSet;

use alibaba::ram::{CreatedRole, GetRole};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    RamRole, TIMEOUTS,
    model::{Policy, TrustModel},
    ownership::Expected,
    policies,
    role::{Found, applied, state_of, state_of_created},
    trust_policy, update,
};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::cloud_error,
    resources::shared::{
        CreateRecords, Session,
        role_trust::{
            NewRole as _, RoleOfCreate, attach, create_or_adopt, interrupted, known_ids, must_not_trust_own_account,
            wait_until_shown,
        },
    },
};

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    match try_create(context, apply).await {
        Ok(outcome) => outcome,
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

async fn try_create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Result<Outcome<TrustModel>, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // IDs that were unknown at plan are known now.
    must_not_trust_own_account(&apply.planned.trusted_account_ids, &account_id)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let Apply { mut planned, mut private, .. } = apply;
    planned.trust_policy = trust_policy::document(&known_ids(&planned.trusted_account_ids).unwrap_or_default()).into();
    planned.account_id = account_id.clone().into();

    let records = CreateRecords::of_process();
    let (role, subject) = {
        let ownership_id = account.ownership_id();
        let expected = Expected { planned: &planned, account_id: &account_id, ownership_id };
        (create_or_adopt(&session, &expected, &context.data()?.roles, records).await?, expected.subject())
    };
    policies::record_attached(&mut private, &policies::configured(&planned));
    let outcome = complete(&session, role, planned, private).await;
    records.returned(&subject);
    Ok(outcome)
}

/// The role exists: from here on, every outcome has a state.
async fn complete(
    session: &Session<'_>,
    role: RoleOfCreate<CreatedRole, Found>,
    planned: TrustModel,
    private: Private,
) -> Outcome<TrustModel> {
    let mut diagnostics = Diagnostics::new();
    let state = match role {
        RoleOfCreate::New(role) => match complete_new(session, role, planned, &mut diagnostics).await {
            Ok(state) => state,
            Err(diagnostic) => return Outcome::failed(diagnostic),
        },
        RoleOfCreate::Adopted(found, warning) => {
            diagnostics.push(warning);
            complete_adopted(session, *found, planned, &mut diagnostics).await
        }
    };
    if session.cancel.is_cancelled() && diagnostics.has_errors() {
        diagnostics = interrupted::<RamRole>(&state.role_name.or(String::new())).into();
    }
    Outcome::with_state(state, diagnostics).with_private(private)
}

/// Attaches the policies of a new role.
async fn complete_new(
    session: &Session<'_>,
    role: CreatedRole,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> Result<TrustModel, Diagnostic> {
    let name = planned.role_name.or(String::new());
    attach::<RamRole>(session, &name, &policies::configured(&planned), diagnostics).await;
    let read = || async { Ok(session.call(&GetRole { role_name: name.clone() }).await?.answer.role.role_id) };
    wait_until_shown::<RamRole, _>(session, &name, &role.role_id, read, diagnostics).await?;
    Ok(state_of_created(role, planned))
}

/// Adds what an adopted role lacks. The next plan shows what it has besides.
async fn complete_adopted(
    session: &Session<'_>,
    found: Found,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> TrustModel {
    let name = planned.role_name.or(String::new());
    let missing: BTreeSet<Policy> = policies::configured(&planned).difference(&found.policies).cloned().collect();
    let present = state_of(found.clone(), planned.clone());
    if let Err(error) = update::settings(session, &name, &present, &planned).await {
        diagnostics.push(cloud_error("Cannot change the RAM role", &format!("Changing RAM role {name:?}"), &error));
    }
    attach::<RamRole>(session, &name, &missing, diagnostics).await;
    applied(found, planned)
}
