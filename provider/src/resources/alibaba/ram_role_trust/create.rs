//! Create: the role, then its policies, then a poll until RAM shows the role.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Error,
    ram::{CreateRole, CreatedRole, GetRole, Role},
    wire::{JsonTags, Tag},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
    private::Private,
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    TIMEOUTS, TYPE,
    model::{Policy, TrustModel},
    ownership::{Creates, Expected, Proof, adopted_warning, describe},
    plan::{known_ids, must_not_trust_own_account},
    policies,
    role::{Found, applied, look_up, state_of, state_of_created},
    trust_policy, update,
};
use crate::{
    accounts::{Clouds, InFlightNames, account, planned_account},
    diagnostics::{cloud_error, cloud_error_at, with_ready_import},
    resources::shared::{
        CreateRecords, Session, lock_name,
        lost_answer::{self, Created, NotCreated, Policy as LostAnswerPolicy, Sighting},
        retry_until_consistent,
    },
};

/// A role name is unique in its account, so a repeated CreateRole never creates a second role.
const LOST_ANSWER: LostAnswerPolicy = LostAnswerPolicy { attempts: 5, patience: Duration::from_secs(2) };

/// The role to continue with.
enum RoleOfCreate {
    /// This create created it.
    New(CreatedRole),
    /// It existed, and is ours. The warning says why.
    Adopted(Box<Found>, Diagnostic),
}

pub(super) async fn create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
    match try_create(context, apply).await {
        Ok(outcome) => outcome,
        Err(diagnostic) => Outcome::failed(diagnostic),
    }
}

async fn try_create(context: &Context<Clouds>, apply: Apply<TrustModel>) -> Result<Outcome<TrustModel>, Diagnostic> {
    let account = account(context)?;
    let account_id = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    // IDs that were unknown at plan are known now.
    must_not_trust_own_account(&apply.planned.trusted_account_ids, &account_id)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let Apply { mut planned, mut private, .. } = apply;
    planned.trust_policy = trust_policy::document(&known_ids(&planned.trusted_account_ids).unwrap_or_default()).into();
    planned.account_id = account_id.clone().into();

    let records = CreateRecords::of_process();
    let (role, subject) = {
        let in_flight = &context.data()?.roles;
        let name = planned.role_name.as_str().unwrap_or_default();
        let _lock = lock_name(&session, in_flight, name, &format!("RAM role {name:?} was created")).await?;
        let ownership_id = account.ownership_id();
        let expected = Expected { planned: &planned, account_id: &account_id, ownership_id };
        (create_or_adopt(&session, &expected, in_flight, records).await?, expected.subject())
    };
    policies::record_attached(&mut private, &policies::configured(&planned));
    let outcome = complete(&session, role, planned, private).await;
    records.returned(&subject);
    Ok(outcome)
}

/// Creates the role, or adopts the one that an earlier create of this configuration has created. No other resource of this run can take
/// it then.
async fn create_or_adopt<'c>(
    session: &Session<'c>,
    expected: &Expected<'_>,
    in_flight: &InFlightNames,
    records: &CreateRecords,
) -> Result<RoleOfCreate, Diagnostic> {
    let subject = expected.subject();
    let earlier = records.earlier(&subject).await;
    let creates = Creates { in_flight, records, earlier, began: session.server_time() };
    if creates.earlier.is_some() {
        match look_up(session, &subject.name).await {
            Ok(found) => return adopt(Box::new(found), expected, &creates, false, None),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(not_looked_up(expected, &error)),
        }
    }
    send(session, expected, &creates).await
}

/// Sends the call, and decides about a role that exists already.
async fn send<'c>(
    session: &Session<'c>,
    expected: &Expected<'_>,
    creates: &Creates<'_>,
) -> Result<RoleOfCreate, Diagnostic> {
    let (subject, request) = (expected.subject(), request(expected));
    let name = request.role_name.as_str();
    creates.records.begin(&subject, &BTreeSet::new(), creates.began);
    let find = |session: Session<'c>| find(session, name);
    let rejected = match lost_answer::create(session, &LOST_ANSWER, || session.call(&request), find).await {
        Ok(Created::Answered(answered)) => {
            let role = answered.answer.role;
            creates.records.created(&subject, &role.role_id);
            creates.in_flight.hold(&role.role_id);
            return Ok(RoleOfCreate::New(role));
        }
        Ok(Created::Found(found)) => return adopt(found, expected, creates, true, None),
        Err(failed) => failed,
    };
    if rejected.error.is_already_exists() {
        // The role exists, and perhaps some calls do not see it yet.
        return match retry_until_consistent(session, || look_up(session, name)).await {
            Ok(found) => adopt(Box::new(found), expected, creates, rejected.answer_lost, Some(&rejected.error)),
            Err(_) => Err(exists(expected, creates.records, None, Some(&rejected.error))),
        };
    }
    if !rejected.may_have_created() {
        creates.records.forget(&subject);
    }
    Err(not_created(expected, &rejected))
}

fn request(expected: &Expected<'_>) -> CreateRole {
    let planned = expected.planned;
    CreateRole {
        role_name: planned.role_name.or(String::new()),
        assume_role_policy_document: planned.trust_policy.or(String::new()),
        description: planned.description.clone().into_option(),
        max_session_duration: planned.max_session_duration.clone().into_option(),
        tags: JsonTags(expected.tags().into_iter().map(|(key, value)| Tag::new(key, value)).collect()),
    }
}

async fn find(session: Session<'_>, name: &str) -> Result<Sighting<Box<Found>>, Error> {
    match look_up(&session, name).await {
        Ok(found) => Ok(Sighting::Found(Box::new(found))),
        Err(error) if error.is_not_found() => Ok(Sighting::Absent),
        Err(error) => Err(error),
    }
}

/// Adopts a role that exists, if it is ours. `error` is the rejection of CreateRole; none if its answer was lost.
fn adopt(
    found: Box<Found>,
    expected: &Expected<'_>,
    creates: &Creates<'_>,
    answer_lost: bool,
    error: Option<&Error>,
) -> Result<RoleOfCreate, Diagnostic> {
    let (id, subject) = (&found.role.role_id, expected.subject());
    let Some(proof) = creates.proof(&found, expected, answer_lost) else {
        creates.records.forget(&subject);
        return Err(exists(expected, creates.records, Some(&found), error));
    };
    if proof == Proof::Tag {
        creates.records.begin(&subject, &BTreeSet::new(), creates.began);
    }
    creates.records.created(&subject, id);
    creates.in_flight.hold_adopted(id);
    let warning = adopted_warning(&found, expected, proof);
    Ok(RoleOfCreate::Adopted(found, warning))
}

fn not_looked_up(expected: &Expected<'_>, error: &Error) -> Diagnostic {
    let tried = format!(
        "Looking for RAM role {:?} in account {}, which an interrupted apply may have created",
        expected.planned.role_name.or(String::new()),
        expected.account_id
    );
    cloud_error("Cannot look for an existing RAM role", &tried, error)
}

fn not_created(expected: &Expected<'_>, failed: &NotCreated<Error>) -> Diagnostic {
    let mut diagnostic = cloud_error("Cannot create the RAM role", &tried(expected), &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then continues with the role if it exists, and otherwise creates it.",
            lookup.explain("the role")
        ));
    }
    diagnostic
}

/// The error about a role that exists and is not ours. `found` is none if RAM does not show it.
fn exists(
    expected: &Expected<'_>,
    records: &CreateRecords,
    found: Option<&Found>,
    error: Option<&Error>,
) -> Diagnostic {
    let summary = "The RAM role exists already";
    let mut exists = match error {
        Some(error) => cloud_error(summary, &tried(expected), error),
        None => Diagnostic::error(summary, format!("{}: a role of this name exists.", tried(expected))),
    };
    if let Some(found) = found {
        exists.detail.push_str("\n\n");
        exists.detail.push_str(&describe(found, expected, records));
    }
    exists.detail.push_str(
        "\n\nA role name is unique in its account. If Terraform replaces this role with create_before_destroy, the new role cannot \
         have the name of the old one. Remove create_before_destroy from the lifecycle block, or choose another role_name. If you \
         renamed the resource in the configuration, add a moved block.",
    );
    with_ready_import(exists, TYPE, expected.planned.role_name.as_str().unwrap_or_default())
        .at(AttributePath::of(&["role_name"]))
}

fn tried(expected: &Expected<'_>) -> String {
    format!("Creating RAM role {:?} in account {}", expected.planned.role_name.or(String::new()), expected.account_id)
}

/// The role exists: from here on, every outcome has a state.
async fn complete(
    session: &Session<'_>,
    role: RoleOfCreate,
    planned: TrustModel,
    private: Private,
) -> Outcome<TrustModel> {
    let mut diagnostics = Diagnostics::new();
    let state = match role {
        RoleOfCreate::New(role) => match complete_new(session, role, planned, &mut diagnostics).await {
            Ok(state) => state,
            Err(diagnostic) => return Outcome::failed(diagnostic),
        },
        RoleOfCreate::Adopted(found, warning) => {
            diagnostics.push(warning);
            complete_adopted(session, *found, planned, &mut diagnostics).await
        }
    };
    if session.cancel.is_cancelled() && diagnostics.has_errors() {
        diagnostics = interrupted(&state).into();
    }
    Outcome::with_state(state, diagnostics).with_private(private)
}

/// Attaches the policies of a new role.
async fn complete_new(
    session: &Session<'_>,
    role: CreatedRole,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> Result<TrustModel, Diagnostic> {
    let name = planned.role_name.or(String::new());
    attach(session, &name, &policies::configured(&planned), diagnostics).await;
    if !diagnostics.has_errors()
        && let Some(shown) = wait_until_visible(session, &name, diagnostics).await
    {
        must_be_created_one(session, &role, &shown).await?;
    }
    Ok(state_of_created(role, planned))
}

/// Compares the ID of a role that RAM shows with the one that the create has returned. If they differ, one of the two answers was about
/// another role: the role is not in the state then, and the next apply looks it up.
async fn must_be_created_one(session: &Session<'_>, created: &CreatedRole, shown: &Role) -> Result<(), Diagnostic> {
    if shown.role_id == created.role_id {
        return Ok(());
    }
    let again = session.call(&GetRole { role_name: created.role_name.clone() }).await;
    if again.is_ok_and(|again| again.role.role_id == created.role_id) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "Different answers about the new RAM role",
        format!(
            "RAM CreateRole returned role {:?} with the RoleId {}, and RAM GetRole returns it with the RoleId {}. Apply again. The provider \
             then continues with the role if it is provably the one of this configuration.",
            created.role_name, created.role_id, shown.role_id
        ),
    ))
}

/// Adds what an adopted role lacks. The next plan shows what it has besides.
async fn complete_adopted(
    session: &Session<'_>,
    found: Found,
    planned: TrustModel,
    diagnostics: &mut Diagnostics,
) -> TrustModel {
    let name = planned.role_name.or(String::new());
    let missing: BTreeSet<Policy> = policies::configured(&planned).difference(&found.policies).cloned().collect();
    let present = state_of(found.clone(), planned.clone());
    if let Err(error) = update::settings(session, &name, &present, &planned).await {
        diagnostics.push(cloud_error("Cannot change the RAM role", &format!("Changing RAM role {name:?}"), &error));
    }
    attach(session, &name, &missing, diagnostics).await;
    applied(found, planned)
}

async fn attach(session: &Session<'_>, name: &str, missing: &BTreeSet<Policy>, diagnostics: &mut Diagnostics) {
    for policy in missing {
        if let Err(error) = retry_until_consistent(session, || policies::attach(session, name, policy)).await {
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

/// Waits until RAM shows the new role, because the next resources use it. Everything about the role is known already, so a failure
/// is a warning only.
async fn wait_until_visible(session: &Session<'_>, name: &str, diagnostics: &mut Diagnostics) -> Option<Role> {
    let read = || async { session.call(&GetRole { role_name: name.to_owned() }).await };
    let error = match retry_until_consistent(session, read).await {
        Ok(shown) => return Some(shown.answer.role),
        Err(error) => error,
    };
    if !session.cancel.is_cancelled() {
        let tried = format!("The role was created with its policies. Reading RAM role {name:?}");
        let unseen = cloud_error("RAM does not show the new role yet", &tried, &error);
        diagnostics.push(Diagnostic::warning(unseen.summary, unseen.detail));
    }
    None
}

fn interrupted(state: &TrustModel) -> Diagnostic {
    let name = state.role_name.or(String::new());
    Diagnostic::warning(
        "Interrupted while attaching policies",
        format!(
            "RAM role {name:?} exists, and a policy may be missing. The next plan shows which one, and the apply attaches it."
        ),
    )
}
