//! Create: configure the job, or adopt one that is provably ours, then run its precheck.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob, JobDetail, JobStatus, JobSummary},
};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Map},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    apply::{
        equal_jobs::{EqualJob, FoundJobs, JobSearch, is_purchased, precedes},
        errors::{configure_error, may_be_a_fresh_role},
        ownership::{Ownership, Proof, adopted_warning, leftover_warnings, search_failed},
    },
    plan::{
        changes::{ignored, remember_configured},
        kept_items, preflight,
    },
    read::{read_current, state::applied},
    request::{configure, derived},
    schema::model::TaskModel,
};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::cloud_error,
    resources::{
        alibaba::job::{
            JobKind, Release, detail, detail_of,
            precheck::{self, Incomplete},
            release, tag_as_owned,
        },
        shared::{
            Absence, CreateRecords, Poll, Session, Subject, WaitError, digest, job_history, lock_name,
            lost_answer::{self, Created, NotCreated, Policy},
            retry_while, wait,
        },
    },
};

/// For how long DTS may not see a role that was just created.
const ROLE_PROPAGATION: Duration = Duration::from_secs(60);
/// A job whose create call was not answered may be missing in the lists for a while.
const LOST_ANSWER: Policy = Policy { attempts: 3, patience: Duration::from_secs(60) };
/// For how long a create waits until another run has decided which of two equal new jobs is kept.
const DECISION: Duration = Duration::from_secs(15);

pub(crate) async fn create(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    match try_create(context, &apply).await {
        Ok(outcome) => {
            let mut private = apply.private;
            job_history::reset(&mut private);
            remember_configured(&mut private);
            if let Some(state) = &outcome.state {
                job_history::record_stage(&mut private, state);
            }
            outcome.with_private(private)
        }
        Err(diagnostics) => Outcome::failed(diagnostics),
    }
}

async fn try_create(context: &Context<Clouds>, apply: &Apply<TaskModel>) -> Result<Outcome<TaskModel>, Diagnostics> {
    let noun = apply.planned.kind.noun;
    let account = account(context)?;
    let account_id = account.must_be(planned_account(&apply.private), &context.cancel).await?;
    preflight(context, account, &account_id, &apply.config, true).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&apply.planned.timeouts, Operation::Create))?;
    let mut planned = apply.planned.clone();
    let request = configure(&planned, &apply.config, session.region());
    let (name, in_flight) = (request.dts_job_name.clone(), &context.data()?.jobs);
    let lock = lock_name(&session, in_flight, &name, &format!("{noun} task {name:?} was configured")).await?;
    let ownership = Ownership {
        kind: &apply.planned.kind,
        subject: &subject(&planned, &account_id, &session),
        records: CreateRecords::of_process(),
        in_flight,
        ownership_id: account.ownership_id(),
    };
    let search = JobSearch { task: &apply.planned };
    let mut found = search.run(&session).await.map_err(|error| search_failed(&planned, &error))?;
    if let Some((job, proof)) = ownership.decide(&session, &search, &mut found).await? {
        ownership.adopt(&session, &job);
        drop(lock);
        set_ids(&mut planned, &job.dts_job_id, &job.dts_instance_id);
        let mut outcome = complete_adopted(&session, planned, request, &job).await;
        ownership.records.returned(ownership.subject);
        outcome.diagnostics.push(adopted_warning(&apply.planned.kind, &job, proof));
        if proof != Proof::Tag {
            outcome.diagnostics.extend(tag(&session, &apply.planned.kind, &ownership, &job.dts_instance_id).await);
        }
        return Ok(outcome);
    }
    let warnings = leftover_warnings(&apply.planned.kind, &ownership, &found);
    let created = create_job(&session, &search, &request, &found, &ownership).await?;
    let (JobIds { id, instance_id }, unchecked) = must_be_first(&session, &search, &found, &ownership, created).await?;
    in_flight.hold(&id);
    drop(lock);
    set_ids(&mut planned, &id, &instance_id);
    let tagged = tag(&session, &planned.kind, &ownership, &instance_id).await;
    let mut outcome = check(&session, planned).await;
    ownership.records.returned(ownership.subject);
    outcome.diagnostics.extend(warnings.into_iter().chain(unchecked).chain(tagged));
    Ok(outcome)
}

/// What the create creates, for its record. The content is the request as reviewers see it, which has no secrets.
fn subject(planned: &TaskModel, account_id: &str, session: &Session<'_>) -> Subject {
    let mut planned = planned.clone();
    // Values that were unknown at plan are known now.
    derived::fill(&mut planned);
    let preview = planned.request_preview.get().into_iter().flat_map(Map::known);
    let content: Vec<String> = preview.map(|(name, value)| format!("{name}={value}")).collect();
    Subject {
        kind: planned.kind.task,
        account_id: account_id.to_owned(),
        region: session.region(),
        name: planned.name.or(String::new()),
        content: digest(&content),
    }
}

impl Ownership<'_> {
    /// From now on, no other resource can take the job.
    fn adopt(&self, session: &Session<'_>, job: &JobDetail) {
        self.records.begin(self.subject, &BTreeSet::new(), session.server_time());
        self.records.created(self.subject, &job.dts_job_id);
        self.in_flight.hold_adopted(&job.dts_job_id);
    }
}

/// Adds the ownership tag to the instance of the job. Returns a warning if that fails: the job is created then.
async fn tag(
    session: &Session<'_>,
    kind: &JobKind,
    ownership: &Ownership<'_>,
    instance_id: &str,
) -> Option<Diagnostic> {
    let noun = kind.noun;
    let error = tag_as_owned(session, instance_id, ownership.ownership_id?).await.err()?;
    let failed = cloud_error(
        &format!("The {noun} task has no ownership tag"),
        &format!(
            "The {noun} task was created. Adding the tag dts-ownership-id, which shows that it belongs to this configuration, to \
             instance {instance_id}"
        ),
        &error,
    );
    Some(Diagnostic::warning(failed.summary, failed.detail))
}

/// The IDs of a job and of its instance.
#[derive(Clone, Debug, PartialEq, Eq)]
struct JobIds {
    id: String,
    instance_id: String,
}

impl JobIds {
    fn of(job: &JobDetail) -> Self {
        Self { id: job.dts_job_id.clone(), instance_id: job.dts_instance_id.clone() }
    }
}

/// Creates a job. `found` are the jobs of its name that existed before.
async fn create_job<'c>(
    session: &Session<'c>,
    search: &JobSearch<'_>,
    request: &ConfigureDtsJob,
    found: &FoundJobs,
    ownership: &Ownership<'_>,
) -> Result<JobIds, Diagnostic> {
    let records = ownership.records;
    records.begin(ownership.subject, &found.ids(), session.server_time());
    let call = || configure_job(session, request);
    let look_up = |session: Session<'c>| search.look_up(session, &found.listed);
    let created = match lost_answer::create(session, &LOST_ANSWER, call, look_up).await {
        Ok(Created::Answered(Answered { answer: ConfiguredJob { dts_job_id, dts_instance_id }, .. })) => {
            JobIds { id: dts_job_id, instance_id: dts_instance_id }
        }
        Ok(Created::Found(job)) => JobIds::of(&job),
        Err(failed) => {
            if !failed.may_have_created() {
                records.forget(ownership.subject);
            }
            return Err(not_created(search.task, &request.dts_job_name, &ownership.subject.account_id, &failed));
        }
    };
    records.created(ownership.subject, &created.id);
    Ok(created)
}

/// Searches again after the create: another run of Terraform, with another state, may have created an equal job at the same time. One of
/// the two deletes its job. A job that was not purchased costs nothing. Returns the IDs of the own job: those of the answer, unless
/// the search shows that the answer was about another job. Without the search, the job is in the state with a warning.
async fn must_be_first(
    session: &Session<'_>,
    search: &JobSearch<'_>,
    before: &FoundJobs,
    ownership: &Ownership<'_>,
    created: JobIds,
) -> Result<(JobIds, Option<Diagnostic>), Diagnostic> {
    let noun = search.task.kind.noun;
    let newer = match search.newer(session, &before.listed, &created.id).await {
        Ok(newer) => newer,
        // The job is in the state then, and its instance is bought only after another search.
        Err(error) if error.is_cancelled() => return Ok((created, None)),
        Err(error) => return Ok((created.clone(), Some(not_searched(search, &created.id, &error)))),
    };
    let is_listed_so = |job: &JobSummary| job.dts_instance_id.is_empty() || job.dts_instance_id == created.instance_id;
    if newer.equal.is_empty() && newer.own.as_ref().is_none_or(is_listed_so) {
        return Ok((created, None));
    }
    let others = newer.equal;
    let own = match detail_of(session, &search.task.kind, &created.id, Absence::Repeated).await {
        Ok(own) if own.dts_job_name == search.name() => own,
        Ok(_) => return own_job_of(search, &created.id, others, ownership).map(|own| (own, None)),
        Err(error) if error.is_cancelled() => return Ok((created, None)),
        Err(error) => {
            let tried = format!("DTS ConfigureDtsJob answered that it created {noun} task {}. Reading it", created.id);
            return Err(cloud_error(&format!("Cannot read the {noun} task"), &tried, &error));
        }
    };
    let ids = JobIds::of(&own);
    let winners = match winners(session, &search.task.kind, &own, others).await {
        Ok(winners) if winners.is_empty() => return Ok((ids, None)),
        Ok(winners) => winners,
        Err(error) if error.is_cancelled() => return Ok((ids, None)),
        Err(error) => return Ok((ids.clone(), Some(not_searched(search, &ids.id, &error)))),
    };
    let name = format!("{noun} task {}", ids.id);
    release(session, Release { kind: &search.task.kind, job_id: &ids.id, name: &name }).await?;
    ownership.records.forget(ownership.subject);
    let outcome = format!("This apply also created job {}, and then deleted it.", ids.id);
    Err(ownership.exists(&winners, &outcome))
}

/// Of the equal jobs that were created at the same time as the own one, those that are to be kept in its place.
async fn winners(
    session: &Session<'_>,
    kind: &JobKind,
    own: &JobDetail,
    others: Vec<EqualJob>,
) -> Result<Vec<EqualJob>, Error> {
    if others.is_empty() || is_purchased(kind, own) {
        return Ok(Vec::new());
    }
    let (winners, losers): (Vec<_>, Vec<_>) = others.into_iter().partition(|other| is_kept(kind, &other.job, own));
    if winners.is_empty() { kept_meanwhile(session, kind, own, losers).await } else { Ok(winners) }
}

/// Whether the other job is to be kept. One whose precheck has been started has won already: its run starts the precheck only after it has
/// searched for equal jobs, and it did not see ours.
fn is_kept(kind: &JobKind, other: &JobDetail, own: &JobDetail) -> bool {
    let is_new = matches!(other.status, JobStatus::NotStarted | JobStatus::NotConfigured);
    !is_new || precedes(kind, other, own)
}

/// Waits until the runs of the other jobs have decided: they have deleted their jobs, or they have started the prechecks. The creation time
/// of a job has only seconds, so a run may have searched before the job that precedes its own one existed.
async fn kept_meanwhile(
    session: &Session<'_>,
    kind: &JobKind,
    own: &JobDetail,
    undecided: Vec<EqualJob>,
) -> Result<Vec<EqualJob>, Error> {
    let limited = session.within(DECISION);
    let decided = wait(&limited, || async {
        let mut is_undecided = false;
        for other in &undecided {
            match detail(session, &other.job.dts_job_id).await {
                Ok(job) if is_kept(kind, &job, own) => return Ok(Poll::Ready(vec![EqualJob { job, ..other.clone() }])),
                Ok(_) => is_undecided = true,
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(if is_undecided { Poll::Pending } else { Poll::Ready(Vec::new()) })
    });
    match decided.await {
        Ok(kept) => Ok(kept),
        Err(WaitError::Failed(error)) => Err(error),
        // The other run has ended, or another tool created the job. The purchase compares the jobs once more.
        Err(WaitError::TimedOut | WaitError::Cancelled) => Ok(Vec::new()),
    }
}

/// A warning: before an instance is bought for the job, the provider searches again.
fn not_searched(search: &JobSearch<'_>, id: &str, error: &Error) -> Diagnostic {
    let (title, noun) = (search.task.kind.title, search.task.kind.noun);
    let tried = format!("{title} task {id} was created. Looking for other jobs named {:?}", search.name());
    let failed = cloud_error(&format!("Cannot look for an equal {noun} task"), &tried, error);
    let next = "The provider looks again before it buys an instance for the task.";
    Diagnostic::warning(failed.summary, format!("{}\n\n{next}", failed.detail))
}

/// The job of a create whose answer has the ID of a job of another name: the only new job that is equal to the task.
fn own_job_of(
    search: &JobSearch<'_>,
    answered: &str,
    mut new: Vec<EqualJob>,
    ownership: &Ownership<'_>,
) -> Result<JobIds, Diagnostic> {
    if let (1, Some(own)) = (new.len(), new.pop()) {
        let own = JobIds::of(&own.job);
        ownership.records.created(ownership.subject, &own.id);
        return Ok(own);
    }
    Err(Diagnostic::error(
        "The answer of DTS is about another job",
        format!(
            "DTS ConfigureDtsJob answered with job {answered}, which has another name than {:?}. The provider has not found which job \
             it created. Apply again. The DTS console lists jobs by their name.",
            search.name()
        ),
    ))
}

fn not_created(planned: &TaskModel, name: &str, account_id: &str, failed: &NotCreated<Error>) -> Diagnostic {
    let noun = planned.kind.noun;
    let tried = format!("Configuring {noun} task {name:?} in account {account_id}");
    let mut diagnostic = configure_error(planned, &tried, &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then continues with the job if it exists, and otherwise creates one. The DTS \
             console lists jobs by their name.",
            lookup.explain(&format!("a new job named {name:?}"))
        ));
    }
    diagnostic
}

/// The state of an adopted job. One that was not purchased is configured with what cannot be compared, and checked like a new one; one that
/// was purchased stays as it is. Whatever happens, the task is in the state.
async fn complete_adopted(
    session: &Session<'_>,
    planned: TaskModel,
    request: ConfigureDtsJob,
    job: &JobDetail,
) -> Outcome<TaskModel> {
    let noun = planned.kind.noun;
    if is_purchased(&planned.kind, job) {
        // The report of the last precheck is read with the job.
        let state = TaskModel { precheck_state: Attr::Null, precheck_items: Attr::Null, ..planned };
        return finish_create(session, state, Diagnostics::new()).await;
    }
    let id = planned.id.or(String::new());
    let request = ConfigureDtsJob { dts_job_id: Some(id.clone()), ..request };
    let configured = match precheck::wait_until_idle(session, &id).await {
        Err(incomplete) => Err(precheck_incomplete(&planned, &id, incomplete)),
        Ok(()) => configure_job(session, &request)
            .await
            .map_err(|error| configure_error(&planned, &format!("Configuring {noun} task {id} again"), &error)),
    };
    match configured {
        Ok(_) => check(session, planned).await,
        Err(diagnostic) => {
            let mut state = TaskModel { precheck_state: "interrupted".into(), ..planned };
            state.set_precheck_items(&[]);
            finish_create(session, state, diagnostic.into()).await
        }
    }
}

/// Configures the job. While DTS does not see a role that was just created, the call is repeated.
///
/// # Errors
/// The error of the last call.
pub(crate) async fn configure_job(
    session: &Session<'_>,
    request: &ConfigureDtsJob,
) -> Result<Answered<ConfiguredJob>, Error> {
    retry_while(&session.within(ROLE_PROPAGATION), may_be_a_fresh_role, || session.call(request)).await
}

/// Runs the precheck. From this point, every outcome has the task in the state.
pub(crate) async fn check(session: &Session<'_>, planned: TaskModel) -> Outcome<TaskModel> {
    let id = planned.id.or(String::new());
    let ignore = ignored(&planned);
    let mut diagnostics = Diagnostics::new();
    let mut state = planned;
    match precheck::run(session, &state.kind, &id, &ignore).await {
        Ok(outcome) => {
            state.precheck_state = if outcome.passed { "passed" } else { "failed" }.into();
            if outcome.passed {
                diagnostics.extend(kept_items::take_passed(&mut state, &outcome.items));
            } else {
                state.set_precheck_items(&outcome.items);
                diagnostics.extend(precheck::failures(&state.kind, &id, &outcome.items, &ignore));
            }
        }
        Err(incomplete) => {
            state.precheck_state = "interrupted".into();
            if !state.precheck_items.is_known() {
                state.set_precheck_items(&[]);
            }
            diagnostics.push(precheck_incomplete(&state, &id, incomplete));
        }
    }
    finish_create(session, state, diagnostics).await
}

/// The task with its present status. If reading it fails, the status is unknown and the task is still in the state.
async fn finish_create(session: &Session<'_>, mut state: TaskModel, diagnostics: Diagnostics) -> Outcome<TaskModel> {
    match read_current(&session.within(Duration::from_secs(30)), state.clone()).await {
        Ok(Some(found)) => Outcome::with_state(applied(found, state), diagnostics),
        _ => {
            state.status = state.status.into_option().into();
            state.resource_group_id = state.resource_group_id.into_option().into();
            Outcome::with_state(state, diagnostics)
        }
    }
}

/// The diagnostic of a precheck that is not complete.
pub(crate) fn precheck_incomplete(state: &TaskModel, id: &str, incomplete: Incomplete) -> Diagnostic {
    let (noun, title) = (state.kind.noun, state.kind.title);
    match incomplete {
        Incomplete::Failed(what, error) => configure_error(state, &format!("{what} of {noun} task {id}"), &error),
        Incomplete::TimedOut { last_state } => Diagnostic::error(
            "The precheck takes longer than the timeout",
            format!(
                "The precheck of {noun} task {id} is not complete within the timeout: DTS DescribePreCheckStatus returned the State \
                 {last_state:?} last. Increase create or update in the timeouts block, for example timeouts {{ create = \"1h\" }}, \
                 and apply again."
            ),
        ),
        Incomplete::Cancelled => Diagnostic::warning(
            "Interrupted during the precheck",
            format!(
                "{title} task {id} is configured and stays in the state; its precheck is not complete. Apply again to run it."
            ),
        ),
    }
}

/// Sets the IDs of the job.
fn set_ids(planned: &mut TaskModel, id: &str, instance_id: &str) {
    planned.id = id.into();
    planned.dts_instance_id = Attr::from(instance_id);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use serde_json::json;

    use super::*;
    use crate::{
        accounts::InFlightNames,
        resources::{
            alibaba::{job::MIGRATION, migration_task::found},
            shared::testing::{Reply, StubCloud},
        },
    };

    fn orders() -> (Subject, TaskModel) {
        let subject = Subject {
            kind: MIGRATION.task,
            account_id: "1".into(),
            region: "cn-hangzhou".into(),
            name: "orders".into(),
            content: String::new(),
        };
        (subject, found(&MIGRATION, &JobDetail { dts_job_name: "orders".into(), ..JobDetail::default() }))
    }

    /// Creates a job and searches again, as a create does; the text of the error.
    async fn error_of(cloud: &StubCloud) -> Option<String> {
        let (session, in_flight) = (cloud.session(Duration::from_secs(3)), InFlightNames::default());
        let (subject, planned) = orders();
        let ownership = Ownership {
            kind: &MIGRATION,
            subject: &subject,
            records: CreateRecords::none(),
            in_flight: &in_flight,
            ownership_id: None,
        };
        let (search, found) = (JobSearch { task: &planned }, FoundJobs::default());
        let request = ConfigureDtsJob { dts_job_name: "orders".into(), ..ConfigureDtsJob::default() };
        let created = create_job(&session, &search, &request, &found, &ownership).await;
        match created {
            Ok(created) => must_be_first(&session, &search, &found, &ownership, created).await.err(),
            Err(error) => Some(error),
        }
        .map(|error| error.detail)
    }

    #[tokio::test]
    async fn a_lookup_that_failed_is_not_reported_as_one_that_found_nothing() {
        let cloud = StubCloud::start(|action, _| match action {
            "ConfigureDtsJob" => Reply::Drop,
            _ => Reply::rejected(403, "Forbidden.RAM"),
        })
        .await;
        let text = error_of(&cloud).await.unwrap();
        assert!(text.contains("the lookup failed") && !text.contains("did not find"), "{text}");
    }

    #[tokio::test]
    async fn another_job_of_the_name_is_reported_as_such() {
        let cloud = StubCloud::start(move |action, _| match action {
            "ConfigureDtsJob" => Reply::Drop,
            "DescribeDtsJobs" => Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [
                {"DtsJobId": "job1", "DtsJobName": "orders", "Status": "NotStarted"},
            ]})),
            _ => Reply::ok(json!({"DtsJobId": "job1", "DtsJobName": "orders-2", "Status": "NotStarted"})),
        })
        .await;
        let text = error_of(&cloud).await.unwrap();
        assert!(text.contains("found a new job named \"orders\" that does not match"), "{text}");
        assert!(!text.contains("did not find") && cloud.count("ConfigureDtsJob") == 1, "{text}");
    }

    /// A cloud in which another run creates `job1` at the same time as this one creates `job2`. In the end, the other run has deleted its
    /// job, or has started the precheck.
    async fn with_two_jobs(created_by_the_other: &'static str, starts_precheck: bool) -> StubCloud {
        let job = |id: &str, created: &str, status: &str| json!({"DtsJobId": id, "DtsJobName": "orders", "Status": status, "CreateTime": created});
        let gone = || Reply::rejected(403, "Forbidden.InstanceNotFound");
        let is_deleted = AtomicBool::new(false);
        StubCloud::start(move |action, before| {
            let other = |status| job("job1", created_by_the_other, status);
            let own = job("job2", "2026-06-01T12:00:00Z", "NotStarted");
            match (action, before) {
                ("ConfigureDtsJob", _) => Reply::ok(json!({"DtsJobId": "job2", "DtsInstanceId": "dtsjob2"})),
                ("DescribeDtsJobs", 0) => {
                    Reply::ok(json!({"TotalRecordCount": 2, "DtsJobList": [own, other("NotStarted")]}))
                }
                ("DescribeDtsJobs", 1) => Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [own]})),
                ("DescribeDtsJobs", _) => Reply::ok(json!({"TotalRecordCount": 0, "DtsJobList": []})),
                ("DescribeDtsJobDetail", _) if is_deleted.load(Ordering::Relaxed) => gone(),
                ("DescribeDtsJobDetail", 1) => Reply::ok(own),
                ("DescribeDtsJobDetail", 0 | 2) => Reply::ok(other("NotStarted")),
                ("DescribeDtsJobDetail", _) if starts_precheck => Reply::ok(other("Prechecking")),
                ("DescribeDtsJobDetail", _) => gone(),
                ("DeleteDtsJob", _) => {
                    is_deleted.store(true, Ordering::Relaxed);
                    Reply::ok(json!({}))
                }
                _ => Reply::ok(json!({})),
            }
        })
        .await
    }

    #[tokio::test]
    async fn of_two_equal_jobs_created_at_once_the_newer_one_is_deleted() {
        let cloud = with_two_jobs("2026-06-01T11:59:59Z", false).await;
        let text = error_of(&cloud).await.unwrap();
        assert!(text.contains("job job1") && text.contains("created job job2, and then deleted it"), "{text}");
        assert_eq!(cloud.count("DeleteDtsJob"), 1);
        let cloud = with_two_jobs("2026-06-01T12:00:01Z", false).await;
        assert_eq!(error_of(&cloud).await, None);
        assert_eq!(cloud.count("DeleteDtsJob"), 0);
    }

    /// The other run searched before our job existed. Our job precedes that of the other run only by its ID.
    #[tokio::test]
    async fn of_two_equal_jobs_the_one_whose_precheck_was_started_is_kept() {
        let cloud = with_two_jobs("2026-06-01T12:00:01Z", true).await;
        let text = error_of(&cloud).await.unwrap();
        assert!(text.contains("job job1, status Prechecking") && text.contains("and then deleted it"), "{text}");
        assert_eq!(cloud.count("DeleteDtsJob"), 1);
    }
}
