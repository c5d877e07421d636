//! Create: the policy, then a poll until CAM shows it, then its attachments.

use std::collections::BTreeSet;

use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    model::GrantModel,
    new_policy::Expected,
    plan::document_of,
    policy::{CamPolicy, Found, applied, state_of},
    principal::{self, Principal},
    rules::must_not_grant_own_role,
    update,
};
use crate::{
    accounts::{
        Clouds, planned_account,
        tencent::{Session, account},
    },
    diagnostics::{cloud_error, cloud_error_at},
    resources::shared::{
        CreateRecords, retry_until_consistent,
        role_trust::{NewRole as _, RoleKind as _, RoleOfCreate, create_or_adopt, record_attached, wait_until_shown},
    },
};

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<GrantModel>) -> Outcome<GrantModel> {
    match try_create(context, apply).await {
        Ok(outcome) => outcome,
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

async fn try_create(context: &Context<Clouds>, apply: Apply<GrantModel>) -> Result<Outcome<GrantModel>, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // ARNs that were unknown at plan are known now.
    must_not_grant_own_role(&apply.planned.role_arns, &account_id)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let Apply { mut planned, mut private, .. } = apply;
    planned.policy_document = document_of(&planned, None).into();
    planned.account_id = account_id.clone().into();

    let records = CreateRecords::of_process();
    let (policy, subject) = {
        let ownership_id = account.ownership_id();
        let expected = Expected { planned: &planned, account_id: &account_id, ownership_id };
        (create_or_adopt(&session, &expected, &context.data()?.cam_policies, records).await?, expected.subject())
    };
    record_attached(&mut private, principal::configured(&planned).iter().map(Principal::key));
    let outcome = complete(&session, policy, planned, private).await;
    records.returned(&subject);
    Ok(outcome)
}

/// The policy exists: from here on, every outcome has a state.
async fn complete(
    session: &Session<'_>,
    policy: RoleOfCreate<String, Found>,
    planned: GrantModel,
    private: Private,
) -> Outcome<GrantModel> {
    let mut diagnostics = Diagnostics::new();
    let name = planned.policy_name.or(String::new());
    let state = match policy {
        RoleOfCreate::New(id) => match complete_new(session, id, planned, &mut diagnostics).await {
            Ok(state) => state,
            Err(diagnostic) => return Outcome::failed(diagnostic),
        },
        RoleOfCreate::Adopted(found, warning) => {
            diagnostics.push(warning);
            complete_adopted(session, *found, planned, &mut diagnostics).await
        }
    };
    if session.cancel.is_cancelled() && diagnostics.has_errors() {
        diagnostics = interrupted(&name).into();
    }
    Outcome::with_state(state, diagnostics).with_private(private)
}

/// Attaches a new policy.
async fn complete_new(
    session: &Session<'_>,
    id: String,
    planned: GrantModel,
    diagnostics: &mut Diagnostics,
) -> Result<GrantModel, Diagnostic> {
    let name = planned.policy_name.or(String::new());
    let read = || async { CamPolicy::look_up(session, &name).await.map(|found| found.id.to_string()) };
    // Attached is the policy with the ID, so this must be the ID of the policy with the name.
    let mut unconfirmed = Diagnostics::new();
    wait_until_shown::<CamPolicy, _>(session, &name, &id, read, &mut unconfirmed).await?;
    let principals = principal::configured(&planned);
    if unconfirmed.is_empty() || principals.is_empty() {
        diagnostics.extend(unconfirmed);
        attach(session, &name, &id, &principals, diagnostics).await;
    } else {
        diagnostics.extend(unconfirmed.into_iter().map(not_attached));
    }
    Ok(applied(&id, planned))
}

/// The error of a new policy whose ID CAM did not confirm, made of the warning that says why.
fn not_attached(unconfirmed: Diagnostic) -> Diagnostic {
    let detail = format!(
        "{} The policy was attached to no user or group, because another policy may have this ID. Apply again: the policy is \
         created again and attached.",
        unconfirmed.detail
    );
    Diagnostic::error(unconfirmed.summary, detail)
}

/// Adds what an adopted policy lacks.
async fn complete_adopted(
    session: &Session<'_>,
    found: Found,
    planned: GrantModel,
    diagnostics: &mut Diagnostics,
) -> GrantModel {
    let name = planned.policy_name.or(String::new());
    let id = found.id.to_string();
    let missing: BTreeSet<Principal> = principal::configured(&planned).difference(&found.principals).cloned().collect();
    let present = state_of(found, planned.account_id.as_str().unwrap_or_default(), planned.clone(), &[]);
    if let Err(error) = update::settings(session, &present, &planned).await {
        diagnostics.push(cloud_error("Cannot change the CAM policy", &format!("Changing CAM policy {name:?}"), &error));
    }
    attach(session, &name, &id, &missing, diagnostics).await;
    applied(&id, planned)
}

/// Attaches a policy that exists.
async fn attach(
    session: &Session<'_>,
    name: &str,
    id: &str,
    missing: &BTreeSet<Principal>,
    diagnostics: &mut Diagnostics,
) {
    let id = id.parse().unwrap_or_default();
    for to in missing {
        if let Err(error) = retry_until_consistent(session, || principal::attach(session, id, to)).await {
            let tried = format!("CAM policy {name:?} exists. Attaching it to {}", to.key());
            diagnostics.push(cloud_error_at(to.path(), "Cannot attach the CAM policy", &tried, &error));
        }
    }
}

/// The warning of a create that was interrupted when the policy existed.
fn interrupted(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "Interrupted while attaching the policy",
        format!(
            "CAM policy {name:?} exists, and may not be attached to all users and groups. The next plan shows which ones are missing, and \
             the apply attaches the policy."
        ),
    )
}
