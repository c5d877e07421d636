//! Update in place: the policy, then its attachments.

use tencent::{
    Error,
    cam::{GetPolicy, UpdatePolicy},
};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS, document,
    model::GrantModel,
    plan::document_of,
    policy::applied,
    principal::{self, Principal},
    rules::must_not_grant_own_role,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::{cloud_error, cloud_error_at},
    resources::shared::role_trust::record_attached,
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<GrantModel>) -> Outcome<GrantModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    let mut private = apply.private.clone();
    let mut ours = principal::configured(&apply.planned);
    match try_update(context, &apply, &prior).await {
        Ok(state) => {
            record_attached(&mut private, ours.iter().map(Principal::key));
            Outcome::done(state).with_private(private)
        }
        Err(diagnostic) => {
            // Some of the new attachments may exist already. They are ours, and so are those of before.
            ours.extend(principal::configured(&prior));
            record_attached(&mut private, ours.iter().map(Principal::key));
            Outcome::with_state(prior, diagnostic).with_private(private)
        }
    }
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<GrantModel>,
    prior: &GrantModel,
) -> Result<GrantModel, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be(prior.account_id.as_str(), &context.cancel).await?;
    let mut planned = apply.planned.clone();
    must_not_grant_own_role(&planned.role_arns, &account_id)?;
    planned.policy_document = document_of(&planned, Some(prior)).into();
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let name = prior.policy_name.or(String::new());
    settings(&session, prior, &planned).await.map_err(|error| {
        cloud_error("Cannot change the CAM policy", &format!("Changing CAM policy {name:?}"), &error)
    })?;
    change_attachments(&session, &name, prior, &planned).await?;
    Ok(applied(prior.policy_id.as_str().unwrap_or_default(), planned))
}

/// Changes the document and the description of a policy. Statements about anything else than roles stay, even if they were added
/// after the plan.
pub(super) async fn settings(session: &Session<'_>, prior: &GrantModel, planned: &GrantModel) -> Result<(), Error> {
    let policy_id = id_of(prior);
    let text = planned.policy_document.as_str().unwrap_or_default();
    let has_new_document = !document::same_meaning(prior.policy_document.as_str().unwrap_or_default(), text);
    let has_new_description = prior.description != planned.description;
    if !has_new_document && !has_new_description {
        return Ok(());
    }
    let policy_document = if has_new_document {
        let stored = session.call(&GetPolicy { policy_id }).await?.answer.policy_document;
        let foreign = document::content_of(&stored).foreign;
        Some(document::document(&document::content_of(text).roles, &foreign))
    } else {
        None
    };
    let request = UpdatePolicy {
        policy_id: Some(policy_id),
        policy_document,
        description: has_new_description.then(|| planned.description.or(String::new())),
        ..UpdatePolicy::default()
    };
    session.call(&request).await.map(|_| ())
}

async fn change_attachments(
    session: &Session<'_>,
    name: &str,
    prior: &GrantModel,
    planned: &GrantModel,
) -> Result<(), Diagnostic> {
    let policy_id = id_of(prior);
    let (old, new) = (principal::configured(prior), principal::configured(planned));
    for to in new.difference(&old) {
        principal::attach(session, policy_id, to).await.map_err(|error| {
            let tried = format!("Attaching CAM policy {name:?} to {}", to.key());
            cloud_error_at(to.path(), "Cannot attach the CAM policy", &tried, &error)
        })?;
    }
    for from in old.difference(&new) {
        principal::detach(session, policy_id, from).await.map_err(|error| {
            let tried = format!("Detaching CAM policy {name:?} from {}", from.key());
            cloud_error_at(from.path(), "Cannot detach the CAM policy", &tried, &error)
        })?;
    }
    Ok(())
}

fn id_of(model: &GrantModel) -> i64 {
    model.policy_id.as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}
