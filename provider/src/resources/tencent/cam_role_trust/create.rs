//! Create: the role, then its policies, then a poll until CAM shows the role.

use std::collections::BTreeSet;

use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    CamRole, TIMEOUTS, engine_policies,
    model::TrustModel,
    new_role::Expected,
    plan::document_of,
    policies,
    role::{Found, applied, role_of, state_of, state_of_created},
    update,
};
use crate::{
    accounts::{
        Clouds, planned_account,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::shared::{
        CreateRecords,
        role_trust::{
            NewRole as _, RoleOfCreate, attach, create_or_adopt, interrupted, must_not_trust_own_account,
            record_attached, wait_until_shown,
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
    // UINs that were unknown at plan are known now.
    must_not_trust_own_account(&apply.planned.trusted_account_ids, &account_id)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let Apply { mut planned, mut private, .. } = apply;
    planned.trust_policy = document_of(&planned).into();
    planned.account_id = account_id.clone().into();
    if planned.permission_policies.is_unknown() {
        let needed = engine_policies::of_engines(&planned.source_engines).unwrap_or_default();
        planned.permission_policies = policies::kept(&private, None, needed);
    }

    let records = CreateRecords::of_process();
    let (role, subject) = {
        let ownership_id = account.ownership_id();
        let expected = Expected { planned: &planned, account_id: &account_id, ownership_id };
        (create_or_adopt(&session, &expected, &context.data()?.cam_roles, records).await?, expected.subject())
    };
    record_attached(&mut private, policies::configured(&planned));
    let outcome = complete(&session, role, planned, private).await;
    records.returned(&subject);
    Ok(outcome)
}

/// The role exists: from here on, every outcome has a state.
async fn complete(
    session: &Session<'_>,
    role: RoleOfCreate<String, Found>,
    planned: TrustModel,
    private: Private,
) -> Outcome<TrustModel> {
    let mut diagnostics = Diagnostics::new();
    let state = match role {
        RoleOfCreate::New(role_id) => match complete_new(session, role_id, planned, &mut diagnostics).await {
            Ok(state) => state,
            Err(diagnostic) => return Outcome::failed(diagnostic),
        },
        RoleOfCreate::Adopted(found, warning) => {
            diagnostics.push(warning);
            complete_adopted(session, *found, planned, &mut diagnostics).await
        }
    };
    if session.cancel.is_cancelled() && diagnostics.has_errors() {
        diagnostics = interrupted::<CamRole>(&state.role_name.or(String::new())).into();
    }
    Outcome::with_state(state, diagnostics).with_private(private)
}

/// Attaches the policies of a new role.
async fn complete_new(
    session: &Session<'_>,
    role_id: String,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> Result<TrustModel, Diagnostic> {
    let name = planned.role_name.or(String::new());
    attach::<CamRole>(session, &name, &policies::configured(&planned), diagnostics).await;
    let read = || async { Ok(role_of(session, &name).await?.role_id) };
    wait_until_shown::<CamRole, _>(session, &name, &role_id, read, diagnostics).await?;
    let account_id = planned.account_id.or(String::new());
    Ok(state_of_created(role_id, &account_id, planned))
}

/// Adds what an adopted role lacks. The next plan shows what it has besides.
async fn complete_adopted(
    session: &Session<'_>,
    found: Found,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> TrustModel {
    let name = planned.role_name.or(String::new());
    let account_id = planned.account_id.or(String::new());
    let missing: BTreeSet<String> = policies::configured(&planned).difference(&found.policies).cloned().collect();
    let present = state_of(found.clone(), &account_id, planned.clone());
    if let Err(error) = update::settings(session, &name, &present, &planned).await {
        diagnostics.push(cloud_error("Cannot change the CAM role", &format!("Changing CAM role {name:?}"), &error));
    }
    attach::<CamRole>(session, &name, &missing, diagnostics).await;
    applied(found, &account_id, planned)
}
