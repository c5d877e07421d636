//! Create: the role, then its policies, then a poll until the cloud shows the role.

use std::{collections::BTreeSet, time::Duration};

use cloud_core::Error;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use super::{
    NewRole, Proof, RoleKind, Words,
    adopt::{adopted_warning, exists, tried},
    ownership::Creates,
};
use crate::{
    accounts::InFlightNames,
    diagnostics::{cloud_error, cloud_error_at},
    resources::shared::{
        CreateRecords, SessionOf, lock_name,
        lost_answer::{self, Created, NotCreated, Policy as LostAnswerPolicy, Sighting},
        retry_until_consistent,
    },
};

/// A role name is unique in its account, so a repeated create call never creates a second role.
const LOST_ANSWER: LostAnswerPolicy = LostAnswerPolicy { attempts: 5, patience: Duration::from_secs(2) };

/// The session of the cloud of a role.
type SessionOfRole<'c, R> = SessionOf<'c, <<R as NewRole>::Kind as RoleKind>::Client>;

/// The role to continue with.
pub(crate) enum RoleOfCreate<C, F> {
    /// This create created it.
    New(C),
    /// It existed, and is ours. The warning says why.
    Adopted(Box<F>, Diagnostic),
}

/// [`RoleOfCreate`] of a role.
type Role<R> = RoleOfCreate<<R as NewRole>::Created, <<R as NewRole>::Kind as RoleKind>::Found>;

/// Creates the role, or adopts the one that an earlier create of this configuration has created. No other resource of this run can take
/// it then. Waits while another resource of this run creates or deletes a role of this name.
///
/// # Errors
/// The call failed, or the role exists and is not provably ours.
pub(crate) async fn create_or_adopt<R: NewRole>(
    session: &SessionOfRole<'_, R>,
    role: &R,
    in_flight: &InFlightNames,
    records: &CreateRecords,
) -> Result<Role<R>, Diagnostic> {
    let (subject, name) = (role.subject(), role.name());
    let _lock = lock_name(session, in_flight, name, &format!("{} {name:?} was created", R::Kind::ROLE)).await?;
    let earlier = records.earlier(&subject).await;
    let creates = Creates { in_flight, records, earlier, began: session.server_time() };
    if creates.earlier.is_some() {
        match R::Kind::look_up(session, name).await {
            Ok(found) => return adopt(Box::new(found), role, &creates, false, None),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(not_looked_up(role, &error)),
        }
    }
    send(session, role, &creates).await
}

/// Sends the call, and decides about a role that exists already.
async fn send<'c, R: NewRole>(
    session: &SessionOfRole<'c, R>,
    role: &R,
    creates: &Creates<'_>,
) -> Result<Role<R>, Diagnostic> {
    let (subject, name) = (role.subject(), role.name());
    creates.records.begin(&subject, &BTreeSet::new(), creates.began);
    let find = |session: SessionOfRole<'c, R>| find::<R::Kind>(session, name);
    let rejected = match lost_answer::create(session, &LOST_ANSWER, || role.send(session), find).await {
        Ok(Created::Answered(created)) => {
            creates.records.created(&subject, R::id_of(&created));
            creates.in_flight.hold(R::id_of(&created));
            return Ok(RoleOfCreate::New(created));
        }
        Ok(Created::Found(found)) => return adopt(found, role, creates, true, None),
        Err(failed) => failed,
    };
    if rejected.error.is_already_exists() {
        // The role exists, and perhaps some calls do not see it yet.
        return match retry_until_consistent(session, || R::Kind::look_up(session, name)).await {
            Ok(found) => adopt(Box::new(found), role, creates, rejected.answer_lost, Some(&rejected.error)),
            Err(_) => Err(exists(role, creates.records, None, Some(&rejected.error))),
        };
    }
    if !rejected.may_have_created() {
        creates.records.forget(&subject);
    }
    Err(not_created(role, &rejected))
}

async fn find<K: RoleKind>(session: SessionOf<'_, K::Client>, name: &str) -> Result<Sighting<Box<K::Found>>, Error> {
    match K::look_up(&session, name).await {
        Ok(found) => Ok(Sighting::Found(Box::new(found))),
        Err(error) if error.is_not_found() => Ok(Sighting::Absent),
        Err(error) => Err(error),
    }
}

/// Adopts a role that exists, if it is ours. `error` is the rejection of the create call; none if its answer was lost.
fn adopt<R: NewRole>(
    found: Box<<R::Kind as RoleKind>::Found>,
    role: &R,
    creates: &Creates<'_>,
    answer_lost: bool,
    error: Option<&Error>,
) -> Result<Role<R>, Diagnostic> {
    let (facts, subject) = (R::Kind::facts(&found), role.subject());
    let Some(proof) = creates.proof::<R>(&found, role, answer_lost) else {
        creates.records.forget(&subject);
        return Err(exists(role, creates.records, Some(&found), error));
    };
    if proof == Proof::Tag {
        creates.records.begin(&subject, &BTreeSet::new(), creates.began);
    }
    creates.records.created(&subject, &facts.id);
    creates.in_flight.hold_adopted(&facts.id);
    let warning = adopted_warning(&facts, role, proof);
    Ok(RoleOfCreate::Adopted(found, warning))
}

fn not_looked_up<R: NewRole>(role: &R, error: &Error) -> Diagnostic {
    let (kind, name, account_id) = (R::Kind::ROLE, role.name(), role.account_id());
    let tried =
        format!("Looking for {kind} {name:?} in account {account_id}, which an interrupted apply may have created");
    cloud_error(&format!("Cannot look for an existing {kind}"), &tried, error)
}

fn not_created<R: NewRole>(role: &R, failed: &NotCreated<Error>) -> Diagnostic {
    let mut diagnostic = cloud_error(&format!("Cannot create the {}", R::Kind::ROLE), &tried(role), &failed.error);
    if let Some(lookup) = &failed.lookup {
        let noun = R::Kind::WORDS.noun;
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then continues with the {noun} if it exists, and otherwise creates it.",
            lookup.explain(&format!("the {noun}"))
        ));
    }
    diagnostic
}

/// Compares the ID of a role that the cloud shows with the one that the create has returned. If they differ, one of the two answers was
/// about another role: the role is not in the state then, and the next apply looks it up. `again` reads the ID once more.
///
/// # Errors
/// They differ.
async fn must_be_created_one<K: RoleKind>(
    name: &str,
    created_id: &str,
    shown_id: &str,
    again: impl Future<Output = Result<String, Error>> + Send,
) -> Result<(), Diagnostic> {
    if shown_id == created_id || again.await.is_ok_and(|again| again == created_id) {
        return Ok(());
    }
    let (service, Words { noun, create, read, id, .. }) = (K::SERVICE, K::WORDS);
    Err(Diagnostic::error(
        format!("Different answers about the new {}", K::ROLE),
        format!(
            "{service} {create} returned {noun} {name:?} with the {id} {created_id}, and {service} {read} returns it with the {id} \
             {shown_id}. Apply again. The provider then continues with the {noun} if it is provably the one of this configuration."
        ),
    ))
}

/// Attaches policies to a role that exists.
pub(crate) async fn attach<K: RoleKind>(
    session: &SessionOf<'_, K::Client>,
    name: &str,
    missing: &BTreeSet<K::Policy>,
    diagnostics: &mut Diagnostics,
) {
    for policy in missing {
        if let Err(error) = retry_until_consistent(session, || K::attach(session, name, policy)).await {
            let tried = format!("{} {name:?} exists. Attaching policy {} to it", K::ROLE, K::key(policy));
            diagnostics.push(cloud_error_at(
                AttributePath::of(&["permission_policies"]),
                &format!("Cannot attach a policy to the {}", K::ROLE),
                &tried,
                &error,
            ));
        }
    }
}

/// Waits until the cloud shows the new role, and compares its ID with the one that the create has returned. Does nothing if the create is
/// not complete. `read` reads the ID.
///
/// # Errors
/// The cloud shows another ID.
pub(crate) async fn wait_until_shown<K, F>(
    session: &SessionOf<'_, K::Client>,
    name: &str,
    created_id: &str,
    read: impl Fn() -> F,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic>
where
    K: RoleKind,
    F: Future<Output = Result<String, Error>> + Send,
{
    if diagnostics.has_errors() {
        return Ok(());
    }
    match visible::<K, _, _>(session, name, &read, diagnostics).await {
        Some(shown) => must_be_created_one::<K>(name, created_id, &shown, read()).await,
        None => Ok(()),
    }
}

/// Waits until the cloud shows the new role, because the next resources use it. Everything about the role is known already, so a failure
/// is a warning only. `read` reads the role.
async fn visible<K, T, F>(
    session: &SessionOf<'_, K::Client>,
    name: &str,
    read: impl Fn() -> F,
    diagnostics: &mut Diagnostics,
) -> Option<T>
where
    K: RoleKind,
    F: Future<Output = Result<T, Error>>,
{
    let error = match retry_until_consistent(session, read).await {
        Ok(shown) => return Some(shown),
        Err(error) => error,
    };
    if !session.cancel.is_cancelled() {
        let noun = K::WORDS.noun;
        let tried = format!("The {noun} was created. Reading {} {name:?}", K::ROLE);
        let unseen = cloud_error(&format!("{} does not show the new {noun} yet", K::SERVICE), &tried, &error);
        diagnostics.push(Diagnostic::warning(unseen.summary, unseen.detail));
    }
    None
}

/// The warning of a create that was interrupted when the role existed.
pub(crate) fn interrupted<K: RoleKind>(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "Interrupted while attaching policies",
        format!(
            "{} {name:?} exists, and a policy may be missing. The next plan shows which one, and the apply attaches it.",
            K::ROLE
        ),
    )
}
