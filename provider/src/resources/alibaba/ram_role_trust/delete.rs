//! Delete: detach the policies that this resource attached, then delete the role.

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
    TIMEOUTS, TYPE,
    model::{Policy, TrustModel},
    ownership::kept_for_successor,
    policies,
};
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::shared::{CreateRecords, PROPAGATION, Poll, Session, WaitError, lock_name, wait},
};

pub(super) async fn delete(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    match try_delete(context, &state, &private).await {
        Ok(Deleted::Gone) => Outcome::gone(),
        Ok(Deleted::Kept(warning)) => Outcome { diagnostics: warning.into(), ..Outcome::gone() },
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

/// How a delete that succeeded ended.
enum Deleted {
    /// The role does not exist any more.
    Gone,
    /// Another resource has adopted the role. The warning says so.
    Kept(Diagnostic),
}

async fn try_delete(context: &Context<Clouds>, state: &TrustModel, private: &Private) -> Result<Deleted, Diagnostic> {
    let account = account(context)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let name = state.role_name.or(String::new());
    let in_flight = &context.data()?.roles;
    // A create that looks for a role of this name must not see it half deleted.
    let _lock = lock_name(&session, in_flight, &name, &format!("RAM role {name:?} was deleted")).await?;
    if let Some(warning) = kept_for_successor(in_flight, state) {
        return Ok(Deleted::Kept(warning));
    }
    account.must_be(state.account_id.as_str(), &context.cancel).await?;
    delete_role(&session, &name, state, private).await?;
    CreateRecords::of_process().forget_object(TYPE, state.role_id.as_str().unwrap_or_default());
    Ok(Deleted::Gone)
}

/// Detaches and deletes, for as long as RAM may not show all detached and attached policies yet.
async fn delete_role(
    session: &Session<'_>,
    name: &str,
    state: &TrustModel,
    private: &Private,
) -> Result<(), Diagnostic> {
    let last = Mutex::new(None);
    let limited = session.within(PROPAGATION);
    let removed = wait(&limited, || async {
        match remove(session, name, state, private).await? {
            Removal::Done => Ok(Poll::Ready(())),
            Removal::InUse(error) => {
                *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Poll::Pending)
            }
        }
    });
    match removed.await {
        Ok(()) => Ok(()),
        Err(WaitError::Failed(diagnostic)) => Err(diagnostic),
        Err(WaitError::Cancelled) => Err(interrupted(name)),
        Err(WaitError::TimedOut) => {
            let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
            Err(last.map_or_else(|| interrupted(name), |error| failed(name, &error)))
        }
    }
}

/// How one attempt to remove the role ended.
enum Removal {
    /// The role does not exist any more.
    Done,
    /// RAM rejected the call, because policies are attached.
    InUse(Error),
}

/// Detaches the policies that this resource attached, then deletes the role. Succeeds if the role does not exist.
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
        return Err(has_foreign_policies(name, &foreign));
    }
    for policy in &attached {
        policies::detach(session, name, policy).await.map_err(|error| failed(name, &error))?;
    }
    match session.call(&DeleteRole { role_name: name.to_owned() }).await {
        Ok(_) => Ok(Removal::Done),
        Err(error) if error.is_not_found() => Ok(Removal::Done),
        Err(error) if error.is_eventual_consistency() => Ok(Removal::InUse(error)),
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
            "Terraform was interrupted while deleting RAM role {name:?}. Some of its policies may be detached. Run terraform destroy \
             again to complete it."
        ),
    )
}

fn has_foreign_policies(name: &str, foreign: &BTreeSet<&Policy>) -> Diagnostic {
    let list: Vec<String> = foreign.iter().map(|policy| policy.key()).collect();
    Diagnostic::error(
        "The RAM role has policies that this resource did not attach",
        format!(
            "RAM ListPoliciesForRole shows that role {name:?} also has {}, which this resource did not attach. The role was not changed. Detach these policies where \
             they were attached, or set force_detach_policies = true and apply before you destroy.",
            list.join(", ")
        ),
    )
    .at(AttributePath::of(&["force_detach_policies"]))
}
