//! Delete: detach what is ours, then the role.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use alibaba::{Error, ram::DeleteRole};
use tfplugin::{
    context::Context, diagnostic::Diagnostic, path::AttributePath, private::Private, resource::Outcome,
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    adopt::kept_for_another,
    model::{Policy, TrustModel},
    policies,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::shared::{PROPAGATION, Poll, Session, Stopped, wait},
};

pub(super) async fn delete(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    let in_flight = match context.data() {
        Ok(clouds) => &clouds.roles,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    // Not while a create looks at a role of this name.
    let _name_lock = in_flight.lock_name(state.role_name.as_str().unwrap_or_default()).await;
    if let Some(warning) = kept_for_another(in_flight, &state) {
        return Outcome { diagnostics: warning.into(), ..Outcome::gone() };
    }
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TrustModel, private: &Private) -> Result<(), Diagnostic> {
    let account = account(context)?;
    account.must_be(state.account_id.as_str(), &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let name = state.role_name.or(String::new());
    // RAM may not see for a while that a policy was detached, or show late that one was attached.
    let tried = Mutex::new(None);
    let patient = session.within(PROPAGATION);
    let removed = wait(&patient, || async {
        match remove(&session, &name, state, private).await? {
            Removal::Done => Ok(Poll::Ready(())),
            Removal::InUse(error) => {
                *tried.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Poll::Pending)
            }
        }
    });
    match removed.await {
        Ok(()) => Ok(()),
        Err(Stopped::Failed(diagnostic)) => Err(diagnostic),
        Err(Stopped::Cancelled) => Err(interrupted(&name)),
        Err(Stopped::TimedOut) => {
            let last = tried.into_inner().unwrap_or_else(PoisonError::into_inner);
            Err(last.map_or_else(|| interrupted(&name), |error| failed(&name, &error)))
        }
    }
}

/// How one attempt to remove the role ended.
enum Removal {
    /// It is gone.
    Done,
    /// RAM says that policies are attached.
    InUse(Error),
}

/// Detaches what is ours, then deletes. What is gone already is as good.
async fn remove(
    session: &Session<'_>,
    name: &str,
    state: &TrustModel,
    private: &Private,
) -> Result<Removal, Diagnostic> {
    let attached = match policies::attached(session, name).await {
        Ok(attached) => attached,
        Err(error) if error.is_not_found() => return Ok(Removal::Done),
        Err(error) => return Err(failed(name, &error)),
    };
    let foreign: BTreeSet<&Policy> =
        attached.iter().filter(|policy| !policies::is_ours(private, state, policy)).collect();
    if !foreign.is_empty() && !state.force_detach_policies.or(false) {
        return Err(still_used(name, &foreign));
    }
    for policy in &attached {
        policies::detach(session, name, policy).await.map_err(|error| failed(name, &error))?;
    }
    match session.call(&DeleteRole { role_name: name.to_owned() }).await {
        Ok(_) => Ok(Removal::Done),
        Err(error) if error.is_not_found() => Ok(Removal::Done),
        Err(error) if error.may_settle() => Ok(Removal::InUse(error)),
        Err(error) => Err(failed(name, &error)),
    }
}

fn failed(name: &str, error: &Error) -> Diagnostic {
    cloud_error("Cannot delete the RAM role", &format!("Deleting RAM role {name:?}"), error)
}

fn interrupted(name: &str) -> Diagnostic {
    Diagnostic::error(
        "Interrupted",
        format!(
            "Interrupted while deleting RAM role {name:?}. Some of its policies may be detached; destroy again to finish."
        ),
    )
}

fn still_used(name: &str, foreign: &BTreeSet<&Policy>) -> Diagnostic {
    let list: Vec<String> = foreign.iter().map(|policy| policy.key()).collect();
    Diagnostic::error(
        "The RAM role has policies of somebody else",
        format!(
            "RAM role {name:?} also has {}, which this resource did not attach. Nothing was changed. Detach them where they \
             were attached, or set force_detach_policies = true and apply before you destroy.",
            list.join(", ")
        ),
    )
    .at(AttributePath::of(&["force_detach_policies"]))
}
