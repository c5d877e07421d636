//! Create: the role, then its policies, then a look.

use std::collections::BTreeSet;

use alibaba::ram::{CreatedRole, GetRole};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    adopt::Wanted,
    make::{Made, make},
    model::{Policy, TrustModel},
    plan::{known_ids, not_itself},
    policies,
    role::{Found, applied, made, state_of},
    trust_policy, update,
};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::{cloud_error, cloud_error_at},
    resources::shared::{Session, until_settled},
};

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    match try_create(context, apply).await {
        Ok(outcome) => outcome,
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

async fn try_create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Result<Outcome<TrustModel>, Diagnostic> {
    let account = account(context)?;
    let here = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // Ids that were unknown at plan are known now.
    not_itself(&apply.planned.trusted_account_ids, &here)?;
    let limit = TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create);
    let session = account.session(&context.cancel, limit)?;
    let Apply { mut planned, mut private, .. } = apply;
    planned.trust_policy = trust_policy::document(&known_ids(&planned.trusted_account_ids).unwrap_or_default()).into();
    planned.account_id = here.clone().into();

    let role = {
        let in_flight = &context.data()?.roles;
        let _name_lock = in_flight.lock_name(planned.role_name.as_str().unwrap_or_default()).await;
        let wanted = Wanted { planned: &planned, here: &here, ownership_id: account.ownership_id.as_deref(), limit };
        let role = make(&session, &wanted, in_flight).await?;
        in_flight.hold(role.id());
        role
    };
    policies::remember(&mut private, &policies::wanted(&planned));
    Ok(complete(&session, role, planned, private).await)
}

/// The role is there: from here on every end hands its state over.
async fn complete(session: &Session<'_>, role: Made, planned: TrustModel, private: Private) -> Outcome<TrustModel> {
    let mut diagnostics = Diagnostics::new();
    let state = match role {
        Made::New(role) => fill(session, role, planned, &mut diagnostics).await,
        Made::Found(found, warning) => {
            diagnostics.push(warning);
            put_right(session, *found, planned, &mut diagnostics).await
        }
    };
    if session.cancel.is_cancelled() && diagnostics.has_errors() {
        diagnostics = interrupted(&state).into();
    }
    Outcome::with_state(state, diagnostics).with_private(private)
}

/// What a new role still needs.
async fn fill(
    session: &Session<'_>,
    role: CreatedRole,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> TrustModel {
    let name = planned.role_name.or(String::new());
    attach(session, &name, &policies::wanted(&planned), diagnostics).await;
    if !diagnostics.has_errors() {
        see(session, &name, diagnostics).await;
    }
    made(role, planned)
}

/// What a role that was found lacks. What it has too much, the next plan shows.
async fn put_right(
    session: &Session<'_>,
    found: Found,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> TrustModel {
    let name = planned.role_name.or(String::new());
    let missing: BTreeSet<Policy> = policies::wanted(&planned).difference(&found.policies).cloned().collect();
    let present = state_of(found.clone(), planned.clone());
    if let Err(error) = update::settings(session, &name, &present, &planned).await {
        diagnostics.push(cloud_error("Cannot change the RAM role", &format!("Changing RAM role {name:?}"), &error));
    }
    attach(session, &name, &missing, diagnostics).await;
    applied(found, planned)
}

async fn attach(session: &Session<'_>, name: &str, missing: &BTreeSet<Policy>, diagnostics: &mut Diagnostics) {
    for policy in missing {
        if let Err(error) = until_settled(session, || policies::attach(session, name, policy)).await {
            let tried = format!("RAM role {name:?} exists. Attaching policy {} to it", policy.key());
            diagnostics.push(cloud_error_at(
                AttributePath::of(&["permission_policies"]),
                "Cannot attach a policy to the RAM role",
                &tried,
                &error,
            ));
        }
    }
}

/// What uses the role next wants to see it. All about it is known: a look that fails spoils nothing.
async fn see(session: &Session<'_>, name: &str, diagnostics: &mut Diagnostics) {
    let look = || async { session.call(&GetRole { role_name: name.to_owned() }).await };
    let Err(error) = until_settled(session, look).await else { return };
    if session.cancel.is_cancelled() {
        return;
    }
    let tried = format!("The role was created with its policies. Looking whether RAM role {name:?} can be seen");
    let unseen = cloud_error("The new RAM role cannot be seen yet", &tried, &error);
    diagnostics.push(Diagnostic::warning(unseen.summary, unseen.detail));
}

fn interrupted(state: &TrustModel) -> Diagnostic {
    let name = state.role_name.or(String::new());
    Diagnostic::warning(
        "Interrupted while attaching policies",
        format!("RAM role {name:?} exists; a policy may be missing. The next plan shows which, and attaches it."),
    )
}
