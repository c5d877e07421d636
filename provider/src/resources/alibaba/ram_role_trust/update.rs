//! Update in place: one call for each group of arguments that differ.

use alibaba::{
    Error,
    ram::{TagResources, UntagResources, UpdateRole},
    wire::{JsonList, JsonTags, Tag},
};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    model::TrustModel,
    policies,
    role::{RESOURCE_TYPE, applied, look_up},
    trust_policy,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::shared::{
        Session,
        role_trust::{known_ids, must_not_trust_own_account},
        tag_change,
    },
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    let prior = apply.prior.clone().unwrap_or_default();
    let mut private = apply.private.clone();
    match try_update(context, &apply, &prior).await {
        Ok(state) => {
            let own = policies::own(&apply.config, &state, &private);
            policies::record_attached(&mut private, &own);
            Outcome::done(state).with_private(private)
        }
        Err(diagnostic) => {
            // Some of the new policies may be attached already. They are ours, and so are those that we attached before.
            let mut ours = policies::own(&apply.config, &prior, &private);
            ours.extend(policies::own(&apply.config, &apply.planned, &private));
            policies::record_attached(&mut private, &ours);
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
    let planned = &apply.planned;
    must_not_trust_own_account(&planned.trusted_account_ids, &account_id)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let name = prior.role_name.or(String::new());
    let failed = |what: &str, error: &Error| {
        cloud_error("Cannot change the RAM role", &format!("{what} of RAM role {name:?}"), error)
    };

    change_role(&session, &name, prior, planned).await.map_err(|error| failed("Changing the settings", &error))?;
    change_policies(&session, &name, prior, planned).await.map_err(|error| failed("Changing the policies", &error))?;
    change_tags(&session, &name, prior, planned).await.map_err(|error| failed("Changing the tags", &error))?;
    let found = look_up(&session, &name).await.map_err(|error| failed("Reading the new state", &error))?;
    let mut known = planned.clone();
    if known.trust_policy.is_unknown() {
        known.trust_policy = document_of(planned).into();
    }
    Ok(applied(found, known))
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

/// The document to write. With `ignore_changes = [trust_policy]`, the planned one is not that of the trusted accounts.
fn document_of(planned: &TrustModel) -> String {
    let of_accounts = || trust_policy::document(&known_ids(&planned.trusted_account_ids).unwrap_or_default());
    planned.trust_policy.clone().into_option().unwrap_or_else(of_accounts)
}

async fn change_role(session: &Session<'_>, name: &str, prior: &TrustModel, planned: &TrustModel) -> Result<(), Error> {
    let document = document_of(planned);
    let stored = prior.trust_policy.as_str().unwrap_or_default();
    let description = planned.description.clone().into_option().filter(|_| prior.description != planned.description);
    let duration =
        (prior.max_session_duration != planned.max_session_duration).then(|| planned.max_session_duration.or(3600));
    let action = UpdateRole {
        role_name: name.to_owned(),
        new_assume_role_policy_document: (!trust_policy::same_meaning(stored, &document)).then_some(document),
        new_description: description,
        new_max_session_duration: duration,
    };
    let nothing = action.new_assume_role_policy_document.is_none()
        && action.new_description.is_none()
        && action.new_max_session_duration.is_none();
    if nothing { Ok(()) } else { session.call(&action).await.map(|_| ()) }
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
    let names = JsonList(vec![name.to_owned()]);
    if !change.set.is_empty() {
        let tags = JsonTags(change.set.into_iter().map(|(key, value)| Tag::new(key, value)).collect());
        let action = TagResources { resource_type: RESOURCE_TYPE.to_owned(), resource_names: names.clone(), tags };
        session.call(&action).await?;
    }
    if !change.remove.is_empty() {
        let action = UntagResources {
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_names: names,
            tag_keys: JsonList(change.remove),
            all: None,
        };
        session.call(&action).await?;
    }
    Ok(())
}
