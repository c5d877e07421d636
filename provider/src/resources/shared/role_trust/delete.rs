//! Delete: detach the policies that the resource attached, then delete the role.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use cloud_core::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{KnownName, RoleKind, adopt::kept_for_successor};
use crate::{
    accounts::{AccountOf, InFlightNames},
    diagnostics::cloud_error,
    resources::shared::{CreateRecords, PROPAGATION, Poll, SessionOf, WaitError, lock_name, wait},
};

/// The role to delete, as the state has it.
pub(crate) struct Deleted<'a, K: RoleKind> {
    /// Name of the role.
    pub(crate) name: &'a str,
    /// The ID that the cloud gave it.
    pub(crate) id: &'a str,
    /// The account of the role; none if it was never read.
    pub(crate) account_id: Option<&'a str>,
    /// Whether the policies of others are detached as well.
    pub(crate) force: bool,
    /// Whether the resource attached a policy.
    pub(crate) is_ours: &'a (dyn Fn(&K::Policy) -> bool + Sync),
}

/// Deletes the role. Returns a warning if it was kept, because another resource has adopted it.
///
/// # Errors
/// A call failed, the role has policies that the resource did not attach, or the user interrupted Terraform.
pub(crate) async fn delete<K: RoleKind>(
    account: &AccountOf<K::Client>,
    session: &SessionOf<'_, K::Client>,
    in_flight: &InFlightNames,
    role: &Deleted<'_, K>,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let name = role.name;
    // A create that looks for a role of this name must not see it half deleted.
    let _lock = lock_name(session, in_flight, name, &format!("{} {name:?} was deleted", K::ROLE)).await?;
    if let Some(warning) = kept_for_successor::<K>(in_flight, role.id, name) {
        return Ok(Some(warning));
    }
    account.must_be(role.account_id, &session.cancel).await?;
    delete_role(session, role).await?;
    CreateRecords::of_process().forget_object(K::TYPE, role.id);
    Ok(None)
}

/// Detaches and deletes, for as long as the cloud may not show all detached and attached policies yet.
async fn delete_role<K: RoleKind>(session: &SessionOf<'_, K::Client>, role: &Deleted<'_, K>) -> Result<(), Diagnostic> {
    let last = Mutex::new(None);
    let limited = session.within(PROPAGATION);
    let removed = wait(&limited, || async {
        match remove(session, role).await? {
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
        Err(WaitError::Cancelled) => Err(interrupted::<K>(role.name)),
        Err(WaitError::TimedOut) => {
            let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
            Err(last.map_or_else(|| interrupted::<K>(role.name), |error| failed::<K>(role.name, &error)))
        }
    }
}

/// How one attempt to remove the role ended.
enum Removal {
    /// The role does not exist any more.
    Done,
    /// The cloud rejected the call, because policies are attached.
    InUse(Error),
}

/// Detaches the policies that the resource attached, then deletes the role. Succeeds if the role does not exist.
async fn remove<K: RoleKind>(session: &SessionOf<'_, K::Client>, role: &Deleted<'_, K>) -> Result<Removal, Diagnostic> {
    let Deleted { name, id, .. } = *role;
    let known = KnownName { name, id };
    let attached = match K::attached(session, known).await {
        Ok(attached) => attached,
        Err(error) if error.is_not_found() => return Ok(Removal::Done),
        Err(error) => return Err(failed::<K>(name, &error)),
    };
    let foreign: BTreeSet<&K::Policy> = attached.iter().filter(|policy| !(role.is_ours)(policy)).collect();
    if !foreign.is_empty() && !role.force {
        let foreign: Vec<String> = foreign.into_iter().map(K::key).collect();
        return Err(K::has_foreign(name, &foreign));
    }
    for policy in &attached {
        K::detach(session, known, policy).await.map_err(|error| failed::<K>(name, &error))?;
    }
    match K::delete(session, known).await {
        Ok(()) => Ok(Removal::Done),
        Err(error) if error.is_not_found() => Ok(Removal::Done),
        Err(error) if error.is_eventual_consistency() => Ok(Removal::InUse(error)),
        Err(error) => Err(failed::<K>(name, &error)),
    }
}

fn failed<K: RoleKind>(name: &str, error: &Error) -> Diagnostic {
    cloud_error(&format!("Cannot delete the {}", K::ROLE), &format!("Deleting {} {name:?}", K::ROLE), error)
}

fn interrupted<K: RoleKind>(name: &str) -> Diagnostic {
    Diagnostic::error(
        "Interrupted",
        format!(
            "Terraform was interrupted while deleting {} {name:?}. {} Run terraform destroy again to complete it.",
            K::ROLE,
            K::WORDS.partly_deleted
        ),
    )
}

pub(super) fn has_foreign_policies<K: RoleKind>(name: &str, foreign: &[String]) -> Diagnostic {
    Diagnostic::error(
        format!("The {} has policies that this resource did not attach", K::ROLE),
        format!(
            "{} {} shows that role {name:?} also has {}, which this resource did not attach. The role was not changed. Detach \
             these policies where they were attached, or set force_detach_policies = true and apply before you destroy.",
            K::SERVICE,
            K::LIST_POLICIES,
            foreign.join(", ")
        ),
    )
    .at(AttributePath::of(&["force_detach_policies"]))
}
