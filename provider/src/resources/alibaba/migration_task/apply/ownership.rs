//! Whether an equal job that exists was created by this configuration. Content alone proves nothing: another team, another state or another
//! provider block may have created an equal job.

use std::time::Duration;

use alibaba::{Error, dts::JobDetail};
use tfplugin::diagnostic::Diagnostic;

use super::equal_jobs::{EqualJob, FoundJobs, JobSearch, is_equal, is_purchased, precedes};
use crate::{
    accounts::InFlightNames,
    diagnostics::{cloud_error, with_ready_imports},
    resources::{
        alibaba::{
            job::{JobKind, detail, is_tagged_as_owned},
            migration_task::schema::model::TaskModel,
        },
        shared::{CreateRecords, EarlierCreate, Poll, Session, Subject, WaitError, wait},
    },
};

/// For how long after a create call that was not answered its job may be missing in the lists.
const LIST_LAG: Duration = Duration::from_secs(20);

/// Why a job counts as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Its instance has our ownership tag.
    Tag,
    /// An earlier run in this working directory has recorded that it creates this job.
    Record,
}

/// By what a create recognizes the jobs of its configuration.
pub(crate) struct Ownership<'a> {
    pub(crate) kind: &'a JobKind,
    pub(crate) subject: &'a Subject,
    pub(crate) records: &'a CreateRecords,
    pub(crate) in_flight: &'a InFlightNames,
    pub(crate) ownership_id: Option<&'a str>,
}

impl Ownership<'_> {
    /// The job to continue with, if there is one. None if no equal job exists.
    ///
    /// # Errors
    /// An equal job exists and it is not proven that it is ours, or a call failed.
    pub(crate) async fn decide(
        &self,
        session: &Session<'_>,
        search: &JobSearch<'_>,
        found: &mut FoundJobs,
    ) -> Result<Option<(JobDetail, Proof)>, Diagnostic> {
        let earlier = self.records.earlier(self.subject).await;
        if let Some(earlier) = &earlier {
            self.find_recorded(session, search, found, earlier)
                .await
                .map_err(|error| search_failed(search.task, &error))?;
        }
        let ours: Vec<(usize, Proof)> = (0..found.equal.len())
            .filter_map(|at| Some((at, self.proof(&found.equal[at], earlier.as_ref())?)))
            .collect();
        let [(at, proof)] = ours[..] else {
            return if found.equal.is_empty() { Ok(None) } else { Err(self.exists(&found.equal, BEFORE)) };
        };
        let own = &found.equal[at].job;
        let is_preceded = found.equal.iter().any(|other| precedes(self.kind, &other.job, own));
        if is_preceded && !is_purchased(self.kind, own) {
            return Err(self.exists(&found.equal, BEFORE));
        }
        Ok(Some((own.clone(), proof)))
    }

    /// Adds the job of an earlier create that the list does not show: by its ID, or by further searches while it may still be missing.
    async fn find_recorded(
        &self,
        session: &Session<'_>,
        search: &JobSearch<'_>,
        found: &mut FoundJobs,
        earlier: &EarlierCreate,
    ) -> Result<(), Error> {
        let is_recorded = |equal: &EqualJob| earlier.may_have_created(&equal.job.dts_job_id, &equal.job.create_time);
        if found.equal.iter().any(is_recorded) {
            return Ok(());
        }
        if let Some(id) = earlier.id() {
            match detail(session, id).await {
                Ok(job) if is_equal(&job, search.task) => found.equal.push(EqualJob { job, tags: Vec::new() }),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
            return Ok(());
        }
        let since = earlier.called_at().zip(session.server_time()).map(|(called, now)| now.duration_since(called));
        let elapsed = since.and_then(|since| Duration::try_from(since).ok()).unwrap_or_default();
        let limited = session.within(LIST_LAG.saturating_sub(elapsed));
        let shown = wait(&limited, || async {
            let again = search.run(session).await?;
            Ok::<_, Error>(if again.equal.iter().any(is_recorded) { Poll::Ready(again) } else { Poll::Pending })
        });
        match shown.await {
            Ok(again) => *found = again,
            Err(WaitError::Failed(error)) => return Err(error),
            // The next call reports an interruption.
            Err(WaitError::TimedOut | WaitError::Cancelled) => {}
        }
        Ok(())
    }

    fn proof(&self, equal: &EqualJob, earlier: Option<&EarlierCreate>) -> Option<Proof> {
        let id = &equal.job.dts_job_id;
        // Another resource of this configuration manages it.
        if self.in_flight.holds(id) {
            return None;
        }
        if earlier.is_some_and(|earlier| earlier.may_have_created(id, &equal.job.create_time)) {
            return Some(Proof::Record);
        }
        let is_ours = is_tagged_as_owned(&equal.tags, self.ownership_id) && self.records.trust_tag(self.kind.task, id);
        is_ours.then_some(Proof::Tag)
    }

    /// The error about equal jobs that are not ours.
    pub(crate) fn exists<'j>(&self, jobs: impl IntoIterator<Item = &'j EqualJob>, outcome: &str) -> Diagnostic {
        let jobs: Vec<&JobDetail> = jobs.into_iter().map(|equal| &equal.job).collect();
        let no_proof = self.records.no_proof("job", "created", self.ownership_id);
        exists(self.kind, self.subject, &no_proof, &jobs, outcome)
    }
}

/// What the create has done when it finds an equal job before its own call.
const BEFORE: &str = "Nothing was created or changed.";

fn exists(kind: &JobKind, subject: &Subject, no_proof: &str, jobs: &[&JobDetail], outcome: &str) -> Diagnostic {
    let noun = kind.noun;
    let diagnostic = Diagnostic::error(
        format!("A {noun} task like this one exists already"),
        format!(
            "These DTS jobs in account {account} and region {region} have the same name, endpoints, objects and {noun} \
             types as this resource:\n\n{list}\n\n\
             {no_proof} Two equal {noun}s would write into the same destination. {outcome}\n\n\
             To create a second {noun} task on purpose, write another name. If Terraform must replace the existing task, \
             remove create_before_destroy from the lifecycle block.",
            account = subject.account_id,
            region = subject.region,
            list = describe(kind, jobs),
        ),
    );
    with_ready_imports(diagnostic, &imports(kind, jobs))
}

/// The error of a purchase for a job that is equal to other ones, which are to be kept.
pub(crate) fn preceded(kind: &JobKind, job_id: &str, others: &[JobDetail]) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    let others: Vec<&JobDetail> = others.iter().collect();
    let diagnostic = Diagnostic::error(
        format!("A {noun} task like this one exists already"),
        format!(
            "{title} task {job_id} cannot be started, because these DTS jobs have the same name, endpoints, objects and \
             {noun} types, and were created or purchased before it:\n\n{}\n\nTwo equal {noun}s would write into the \
             same destination. Nothing was bought. \
             Keep one of \
             the tasks: destroy the other one, or give it another name.",
            describe(kind, &others)
        ),
    );
    with_ready_imports(diagnostic, &imports(kind, &others))
}

/// The resources of the jobs, to import them.
fn imports<'j>(kind: &JobKind, jobs: &[&'j JobDetail]) -> Vec<(&'static str, &'j str)> {
    let both = |job: &&'j JobDetail| {
        let instance = is_purchased(kind, job).then_some((kind.instance, job.dts_instance_id.as_str()));
        [(kind.task, job.dts_job_id.as_str())].into_iter().chain(instance)
    };
    jobs.iter().flat_map(both).collect()
}

/// One line for each job.
pub(crate) fn describe(kind: &JobKind, jobs: &[&JobDetail]) -> String {
    let line = |job: &&JobDetail| {
        let instance = match is_purchased(kind, job) {
            true => format!("instance {}", job.dts_instance_id),
            false => "not purchased".to_owned(),
        };
        format!("  job {}, status {}, created at {}, {instance}", job.dts_job_id, job.status, job.create_time)
    };
    jobs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The error of a search before the create call.
pub(crate) fn search_failed(planned: &TaskModel, error: &Error) -> Diagnostic {
    let noun = planned.kind.noun;
    let tried = format!("Looking for existing jobs named {:?}", planned.name.as_str().unwrap_or_default());
    cloud_error(&format!("Cannot look for an existing {noun} task"), &tried, error)
}

/// The warning that an existing job was adopted.
pub(crate) fn adopted_warning(kind: &JobKind, job: &JobDetail, proof: Proof) -> Diagnostic {
    let noun = kind.noun;
    let why = match proof {
        Proof::Tag => "its instance has the ownership_id of the provider block (tag dts-ownership-id)",
        Proof::Record => "an earlier apply in this working directory created it, and it is not in the state",
    };
    let next = if is_purchased(kind, job) {
        "It was purchased already, so it was not configured again. Its status and its data were not changed."
    } else {
        "It is configured again, with the passwords, and checked."
    };
    Diagnostic::warning(
        format!("An existing {noun} task is now managed by Terraform"),
        format!(
            "Job {id} named {name:?} (status {status}) matches the configuration, and {why}. {next}",
            id = job.dts_job_id,
            name = job.dts_job_name,
            status = job.status,
        ),
    )
}

/// The warnings about jobs that earlier creates of the same name have created with another configuration. Records whose job does not
/// exist any more are removed.
pub(crate) fn leftover_warnings(kind: &JobKind, ownership: &Ownership<'_>, found: &FoundJobs) -> Vec<Diagnostic> {
    let noun = kind.noun;
    let mut warnings = Vec::new();
    for leftover in ownership.records.leftovers(ownership.subject) {
        let mut jobs = found.named.iter().filter(|job| leftover.may_have_created(&job.dts_job_id, &job.create_time));
        match jobs.next() {
            None => ownership.records.discard(&leftover),
            Some(job) if ownership.in_flight.holds(&job.dts_job_id) => {}
            Some(job) => warnings.push(Diagnostic::warning(
                format!("A {noun} task of an earlier apply still exists"),
                format!(
                    "Job {id} (status {status}, created at {created}) has the same name, but another configuration. An \
                     earlier apply in this working directory created it, but ended before Terraform saved it in the state. If \
                     no other resource manages it, \
                     release \
                     it in the DTS console, or import it: its import ID is {id}.",
                    id = job.dts_job_id,
                    status = job.status,
                    created = job.create_time,
                ),
            )),
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{JobStatus, JobTag};

    use super::*;
    use crate::resources::alibaba::job::MIGRATION;

    fn subject() -> Subject {
        Subject {
            kind: MIGRATION.task,
            account_id: "1".into(),
            region: "cn-hangzhou".into(),
            name: "orders".into(),
            content: "c".into(),
        }
    }

    fn running(tag: &str) -> EqualJob {
        let job = JobDetail {
            dts_job_id: "a".into(),
            dts_instance_id: "dtsa".into(),
            status: JobStatus::Migrating,
            create_time: "2026-06-01T12:00:00Z".into(),
            ..JobDetail::default()
        };
        EqualJob { job, tags: vec![JobTag { tag_key: "dts-ownership-id".into(), tag_value: tag.into() }] }
    }

    #[test]
    fn a_job_with_our_tag_is_ours_unless_another_resource_manages_it() {
        let (subject, in_flight) = (subject(), InFlightNames::default());
        let (_directory, records) = CreateRecords::of_new_directory();
        let ownership = |ownership_id: Option<&'static str>| Ownership {
            kind: &MIGRATION,
            subject: &subject,
            records: &records,
            in_flight: &in_flight,
            ownership_id,
        };
        let job = running("team-a");
        assert_eq!(ownership(Some("team-a")).proof(&job, None), Some(Proof::Tag));
        assert_eq!(ownership(Some("team-b")).proof(&job, None), None);
        assert_eq!(ownership(None).proof(&job, None), None, "content alone is no proof");
        in_flight.hold("a");
        assert_eq!(ownership(Some("team-a")).proof(&job, None), None);
    }

    #[test]
    fn the_error_has_the_import_blocks_of_the_job_and_its_instance() {
        let mut job = running("team-a").job;
        let text = exists(&MIGRATION, &subject(), "There is no proof.", &[&job], BEFORE).detail;
        for piece in [
            "job a, status Migrating, created at 2026-06-01T12:00:00Z, instance dtsa",
            "to = dts_migration_task.NAME\n    id = \"a\"",
            "to = dts_migration_instance.NAME\n    id = \"dtsa\"",
            "Nothing was created or changed.",
            "write another name",
        ] {
            assert!(text.contains(piece), "{piece:?} is missing in:\n{text}");
        }
        job.status = JobStatus::PreCheckPass;
        let text = exists(&MIGRATION, &subject(), "There is no proof.", &[&job], BEFORE).detail;
        assert!(!text.contains("dts_migration_instance") && text.contains("There is no proof."), "{text}");
    }
}
