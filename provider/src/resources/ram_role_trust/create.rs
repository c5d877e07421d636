//! Create: the role, then its policies, then a look.

use std::time::Duration;

use dts_cloud::{
    Error,
    ram::CreateRole,
    wire::{JsonTags, Tag},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Map,
    path::AttributePath,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS, TYPE,
    model::TrustModel,
    plan::{known_ids, not_itself},
    policies,
    role::{Found, OWNERSHIP_TAG, applied, look_up},
    trust_policy,
};
use crate::{
    clouds::{Clouds, account, planned_account},
    shared::{Poll, Session, Stopped, cloud_error, cloud_error_at, wait, with_ready_import},
};

/// How long a fresh role may stay invisible to other calls.
const PROPAGATION: Duration = Duration::from_secs(60);

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => outcome,
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TrustModel>) -> Result<Outcome<TrustModel>, Diagnostic> {
    let account = account(context)?;
    let here = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // Ids that were unknown at plan are known now.
    not_itself(&apply.planned.trusted_account_ids, &here)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let mut planned = apply.planned.clone();
    let ids = known_ids(&planned.trusted_account_ids).unwrap_or_default();
    let document = trust_policy::document(&ids);
    planned.trust_policy = document.as_str().into();
    planned.arn = format!("acs:ram::{here}:role/{}", planned.role_name.or(String::new())).into();
    planned.account_id = here.clone().into();

    make_role(&session, &planned, document, account.ownership_id.as_deref(), &here).await?;
    Ok(complete(&session, planned, apply).await)
}

async fn make_role(
    session: &Session<'_>,
    planned: &TrustModel,
    document: String,
    ownership_id: Option<&str>,
    here: &str,
) -> Result<(), Diagnostic> {
    let name = planned.role_name.or(String::new());
    let mut tags: Vec<Tag> =
        planned.tags.get().into_iter().flat_map(Map::known).map(|(key, value)| Tag::new(key, value)).collect();
    tags.extend(ownership_id.map(|id| Tag::new(OWNERSHIP_TAG, id)));
    let action = CreateRole {
        role_name: name.clone(),
        assume_role_policy_document: document,
        description: planned.description.clone().into_option(),
        max_session_duration: planned.max_session_duration.clone().into_option(),
        tags: JsonTags(tags),
    };
    let error = match session.call(&action).await {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    let tried = format!("Creating RAM role {name:?} in account {here}");
    if error.is_already_exists() {
        let exists = cloud_error_at(AttributePath::of(&["role_name"]), "The RAM role exists already", &tried, &error);
        return Err(with_ready_import(exists, TYPE, &name));
    }
    Err(cloud_error("Cannot create the RAM role", &tried, &error))
}

/// The role is made: from here on every end hands its state over.
async fn complete(session: &Session<'_>, planned: TrustModel, apply: &Apply<TrustModel>) -> Outcome<TrustModel> {
    let name = planned.role_name.or(String::new());
    let mut diagnostics = Diagnostics::new();
    let mut private = apply.private.clone();
    let wanted = policies::wanted(&planned);
    for policy in &wanted {
        if let Err(error) = until_visible(session, || policies::attach(session, &name, policy)).await {
            let tried = format!("The role was created. Attaching policy {} to RAM role {name:?}", policy.key());
            diagnostics.push(cloud_error_at(
                AttributePath::of(&["permission_policies"]),
                "Cannot attach a policy to the RAM role",
                &tried,
                &error,
            ));
        }
    }
    policies::remember(&mut private, &wanted);
    match until_visible(session, || look_up(session, &name)).await {
        Ok(found) => finish(found, planned, diagnostics),
        Err(error) => {
            let tried = format!("The role was created. Reading RAM role {name:?}");
            diagnostics.push(cloud_error("Cannot read the new RAM role", &tried, &error));
            Outcome::with_state(planned, diagnostics)
        }
    }
    .remembering(private)
}

fn finish(found: Found, planned: TrustModel, diagnostics: Diagnostics) -> Outcome<TrustModel> {
    Outcome::with_state(applied(found, planned), diagnostics)
}

/// Repeats a call that does not see the role yet, for up to a minute.
async fn until_visible<T, F>(session: &Session<'_>, call: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let fresh = session.within(PROPAGATION);
    let looked = wait(&fresh, || async {
        match call().await {
            Err(error) if error.is_not_found() => Ok(Poll::Pending),
            other => other.map(Poll::Ready),
        }
    })
    .await;
    match looked {
        Ok(value) => Ok(value),
        Err(Stopped::Failed(error)) => Err(error),
        // The last word is the cloud's own.
        Err(Stopped::TimedOut | Stopped::Cancelled) => call().await,
    }
}
