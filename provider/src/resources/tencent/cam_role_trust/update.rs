//! Update in place: one call for each group of arguments that differ.

use tencent::{
    Error,
    cam::{Tag, TagRole, UntagRole, UpdateAssumeRolePolicy, UpdateRoleDescription, UpdateRoleSessionDuration},
};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    CamRole, TIMEOUTS, engine_policies,
    model::{SESSION_DURATION, TrustModel},
    plan::document_of,
    policies,
    role::applied,
    trust_policy,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::shared::{
        role_trust::{RoleKind as _, must_not_trust_own_account, record_attached},
        tag_change,
    },
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    let mut private = apply.private.clone();
    match try_update(context, &apply, &prior).await {
        Ok(state) => {
            let own = policies::own(&apply.config, &state, &private);
            record_attached(&mut private, own);
            Outcome::done(state).with_private(private)
        }
        Err(diagnostic) => {
            // Some of the new policies may be attached already. They are ours, and so are those that we attached before.
            let mut ours = policies::own(&apply.config, &prior, &private);
            ours.extend(policies::own(&apply.config, &apply.planned, &private));
            record_attached(&mut private, ours);
            Outcome::with_state(prior, diagnostic).with_private(private)
        }
    }
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<TrustModel>,
    prior: &TrustModel,
) -> Result<TrustModel, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be(prior.account_id.as_str(), &context.cancel).await?;
    let mut planned = apply.planned.clone();
    must_not_trust_own_account(&planned.trusted_account_ids, &account_id)?;
    if planned.permission_policies.is_unknown() {
        let needed = engine_policies::of_engines(&planned.source_engines).unwrap_or_default();
        planned.permission_policies = policies::kept(&apply.private, Some(prior), needed);
    }
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let name = prior.role_name.or(String::new());
    let failed = |what: &str, error: &Error| {
        cloud_error("Cannot change the CAM role", &format!("{what} of CAM role {name:?}"), error)
    };

    change_role(&session, &name, prior, &planned).await.map_err(|error| failed("Changing the settings", &error))?;
    change_policies(&session, &name, prior, &planned).await.map_err(|error| failed("Changing the policies", &error))?;
    change_tags(&session, &name, prior, &planned).await.map_err(|error| failed("Changing the tags", &error))?;
    let found = CamRole::look_up(&session, &name).await.map_err(|error| failed("Reading the new state", &error))?;
    if planned.trust_policy.is_unknown() {
        planned.trust_policy = document_of(&planned).into();
    }
    Ok(applied(found, &account_id, planned))
}

/// Changes the role itself and its tags, and not its policies.
pub(super) async fn settings(
    session: &Session<'_>,
    name: &str,
    prior: &TrustModel,
    planned: &TrustModel,
) -> Result<(), Error> {
    change_role(session, name, prior, planned).await?;
    change_tags(session, name, prior, planned).await
}

async fn change_role(session: &Session<'_>, name: &str, prior: &TrustModel, planned: &TrustModel) -> Result<(), Error> {
    let (document, role_name) = (document_of(planned), Some(name.to_owned()));
    if !trust_policy::same_meaning(prior.trust_policy.as_str().unwrap_or_default(), &document) {
        let action = UpdateAssumeRolePolicy {
            policy_document: document.into(),
            role_name: role_name.clone(),
            ..UpdateAssumeRolePolicy::default()
        };
        session.call(&action).await?;
    }
    if prior.description != planned.description {
        let description = planned.description.or(String::new());
        session.call(&UpdateRoleDescription { description, role_name, ..UpdateRoleDescription::default() }).await?;
    }
    if prior.session_duration != planned.session_duration {
        let session_duration = planned.session_duration.or(SESSION_DURATION);
        session.call(&UpdateRoleSessionDuration { session_duration, role_name: name.to_owned() }).await?;
    }
    Ok(())
}

async fn change_policies(
    session: &Session<'_>,
    name: &str,
    prior: &TrustModel,
    planned: &TrustModel,
) -> Result<(), Error> {
    let (prior, planned) = (policies::configured(prior), policies::configured(planned));
    for policy in planned.difference(&prior) {
        policies::attach(session, name, policy).await?;
    }
    for policy in prior.difference(&planned) {
        policies::detach(session, name, policy).await?;
    }
    Ok(())
}

async fn change_tags(session: &Session<'_>, name: &str, prior: &TrustModel, planned: &TrustModel) -> Result<(), Error> {
    let change = tag_change(&prior.tags, &planned.tags);
    let role_name = Some(name.to_owned());
    if !change.set.is_empty() {
        let tags = change.set.into_iter().map(|(key, value)| Tag { key, value }).collect();
        session.call(&TagRole { tags, role_name: role_name.clone(), role_id: None }).await?;
    }
    if !change.remove.is_empty() {
        session.call(&UntagRole { tag_keys: change.remove, role_name, role_id: None }).await?;
    }
    Ok(())
}
