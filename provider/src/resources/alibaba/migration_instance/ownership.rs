//! Whether the instance that a task has already was bought by this configuration.

use alibaba::dts::JobSummary;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::{
    accounts::InFlightNames,
    diagnostics::with_ready_import,
    resources::{
        alibaba::job::{JobKind, is_tagged_as_owned},
        shared::{CreateRecords, EarlierCreate, Subject},
    },
};

/// By what a create recognizes the instance of its configuration.
pub(super) struct Ownership<'a> {
    pub(super) kind: &'a JobKind,
    pub(super) subject: Subject,
    pub(super) records: &'a CreateRecords,
    /// The instances that resources hold, by the IDs of their tasks.
    pub(super) in_flight: &'a InFlightNames,
    pub(super) ownership_id: Option<&'a str>,
}

/// What an instance's create creates, for its record. A task has one instance.
pub(super) fn subject(kind: &JobKind, account_id: &str, region: String, task_id: &str) -> Subject {
    Subject {
        kind: kind.instance,
        account_id: account_id.to_owned(),
        region,
        name: task_id.to_owned(),
        content: String::new(),
    }
}

impl Ownership<'_> {
    /// Checks that the instance of the job is ours. From then on, no other resource can take it.
    ///
    /// # Errors
    /// It is not proven that this configuration bought the instance.
    pub(super) async fn take(&self, job: &JobSummary) -> Result<(), Diagnostic> {
        let id = &job.dts_instance_id;
        let is_recorded = |earlier: &EarlierCreate| earlier.id().is_none_or(|recorded| recorded == id);
        let earlier = self.records.earlier(&self.subject).await.filter(is_recorded);
        if self.in_flight.holds(&job.dts_job_id) || !(earlier.is_some() || self.has_tag(job)) {
            return Err(self.not_ours(job));
        }
        self.records.begin(&self.subject, &Default::default(), None);
        self.bought(job);
        Ok(())
    }

    /// Checks at plan that the instance of the job may be ours.
    ///
    /// # Errors
    /// As [`Ownership::take`].
    pub(super) fn may_take(&self, job: &JobSummary) -> Result<(), Diagnostic> {
        let is_held = self.in_flight.holds(&job.dts_job_id);
        if !is_held && (self.records.has_earlier(&self.subject) || self.has_tag(job)) {
            return Ok(());
        }
        Err(self.not_ours(job))
    }

    /// Records that the instance of the job is ours.
    pub(super) fn bought(&self, job: &JobSummary) {
        self.records.created(&self.subject, &job.dts_instance_id);
        self.in_flight.hold(&job.dts_job_id);
    }

    fn has_tag(&self, job: &JobSummary) -> bool {
        is_tagged_as_owned(&job.tags, self.ownership_id)
            && self.records.trust_tag(self.kind.instance, &job.dts_instance_id)
    }

    /// The error about an instance that is not ours.
    pub(super) fn not_ours(&self, job: &JobSummary) -> Diagnostic {
        let no_proof = self.records.no_proof("instance", "bought", self.ownership_id);
        not_ours(self.kind, job, &no_proof, self.records.may_not_know_state())
    }
}

/// `may_be_tainted`: the state may have the instance as a tainted one. Terraform plans such an instance as a new one.
fn not_ours(kind: &JobKind, job: &JobSummary, no_proof: &str, may_be_tainted: bool) -> Diagnostic {
    let (noun, title) = (kind.noun, kind.title);
    let (task_id, id) = (&job.dts_job_id, &job.dts_instance_id);
    let diagnostic = Diagnostic::error(
        format!("The {noun} task has an instance already"),
        format!(
            "{title} task {task_id} has instance {id} (class {class}, status {status}), and a task has only one instance. \
             {no_proof} Nothing was bought. If another {instance} has the same task_id, remove one of the two.{tainted}",
            class = job.dts_job_class,
            status = job.status,
            instance = kind.instance,
            tainted = if may_be_tainted {
                " If the state has this instance and it is tainted, do not import it. Remove the taint: \
                 terraform untaint <address of this resource>."
            } else {
                ""
            },
        ),
    );
    with_ready_import(diagnostic, kind.instance, id).at(AttributePath::of(&["task_id"]))
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{JobStatus, JobTag};

    use super::*;
    use crate::resources::alibaba::job::MIGRATION;

    #[tokio::test]
    async fn only_an_instance_with_our_tag_or_record_is_ours() {
        let job = JobSummary {
            dts_job_id: "a".into(),
            dts_instance_id: "dtsa".into(),
            dts_job_class: "small".into(),
            status: JobStatus::Migrating,
            tags: vec![JobTag { tag_key: "dts-ownership-id".into(), tag_value: "team-a".into() }],
            ..JobSummary::default()
        };
        let in_flight = InFlightNames::default();
        let (_directory, records) = CreateRecords::of_new_directory();
        let ownership = |ownership_id: Option<&'static str>| Ownership {
            kind: &MIGRATION,
            subject: subject(&MIGRATION, "1", "cn-hangzhou".into(), "a"),
            records: &records,
            in_flight: &in_flight,
            ownership_id,
        };
        for other in [None, Some("team-b")] {
            let text = ownership(other).may_take(&job).unwrap_err().detail;
            assert!(text.contains("to = dts_migration_instance.NAME\n    id = \"dtsa\""), "{text}");
            assert!(ownership(other).take(&job).await.is_err());
        }
        let untaint = |job| ownership(None).may_take(job).unwrap_err().detail.contains("terraform untaint");
        assert!(!untaint(&job), "a refresh has shown that the state does not have it");
        assert!(not_ours(&MIGRATION, &job, "There is no proof.", true).detail.contains("terraform untaint"));
        assert!(ownership(Some("team-a")).may_take(&job).is_ok());
        assert!(ownership(Some("team-a")).take(&job).await.is_ok());
        assert!(ownership(Some("team-a")).take(&job).await.is_err(), "a second resource for the same task");
    }
}
