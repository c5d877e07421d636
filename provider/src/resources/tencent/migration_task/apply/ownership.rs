//! Whether a job that is configured already was configured by this resource.
//!
//! A job is given by its ID, and has one configuration. One that this configuration has not configured may be in use by another one, so
//! that a create stops with the `import` block. The proof is a record of an earlier create in this working directory, the ownership tag of
//! the job, or that this run has removed the task of the job.

use std::collections::BTreeSet;

use tencent::dts::MigrationDetail;
use tfplugin::diagnostic::Diagnostic;

use crate::{
    accounts::InFlightNames,
    diagnostics::with_ready_import,
    resources::{
        shared::{CreateRecords, OWNERSHIP_TAG, Subject},
        tencent::migration_task::{TYPE, arguments::is_configured},
    },
};

/// What proves that a job is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It is not configured.
    New,
    /// An earlier create, or a task that was destroyed, of this working directory.
    Record,
    /// The ownership tag.
    Tag,
}

/// The ownership of one job.
pub(super) struct Ownership<'a> {
    pub(super) subject: &'a Subject,
    pub(super) records: &'a CreateRecords,
    pub(super) in_flight: &'a InFlightNames,
    pub(super) ownership_id: Option<&'a str>,
}

/// The subject of a task. A job has one task: its ID is the name, and its content does not matter.
pub(super) fn subject(account_id: &str, region: String, id: &str) -> Subject {
    Subject { kind: TYPE, account_id: account_id.to_owned(), region, name: id.to_owned(), content: String::new() }
}

impl Ownership<'_> {
    /// Whether the job may be configured.
    ///
    /// # Errors
    /// Another resource has it, or it is configured and it is not proven that it is ours.
    pub(super) async fn decide(&self, job: &MigrationDetail) -> Result<Proof, Diagnostic> {
        let id = &job.job_id;
        if self.in_flight.holds(id) {
            return Err(two_tasks(id));
        }
        let has_record =
            self.records.earlier(self.subject).await.is_some_and(|earlier| earlier.id() == Some(id.as_str()));
        if !is_configured(job) {
            return Ok(Proof::New);
        }
        if has_record || self.in_flight.was_released(id) {
            return Ok(Proof::Record);
        }
        let is_tagged = self
            .ownership_id
            .is_some_and(|own| job.tags.iter().any(|tag| tag.tag_key == OWNERSHIP_TAG && tag.tag_value == own));
        if is_tagged && self.records.trust_tag(TYPE, id) {
            return Ok(Proof::Tag);
        }
        Err(self.exists(job))
    }

    /// From now on, this configuration configures the job.
    pub(super) fn begin(&self, job: &MigrationDetail, server_time: Option<jiff::Timestamp>) {
        self.records.begin(self.subject, &BTreeSet::new(), server_time);
        self.records.created(self.subject, &job.job_id);
        self.in_flight.hold(&job.job_id);
    }

    fn exists(&self, job: &MigrationDetail) -> Diagnostic {
        let no_proof = self.records.no_proof("job", "configured", self.ownership_id);
        let diagnostic = Diagnostic::error(
            "The migration job is configured already",
            format!(
                "Migration job {id} in account {account} and region {region} was bought at {bought} and has a configuration already (status \
                 {status}).\n\n{no_proof} Nothing was changed.\n\nFor another migration, buy another job with \
                 dts_tencent_migration_instance.",
                id = job.job_id,
                account = self.subject.account_id,
                region = self.subject.region,
                bought = job.create_time,
                status = job.status,
            ),
        );
        with_ready_import(diagnostic, TYPE, &job.job_id)
    }
}

fn two_tasks(id: &str) -> Diagnostic {
    Diagnostic::error(
        "Two tasks for one migration job",
        format!(
            "Migration job {id} has a {TYPE} in this configuration already. A job has one task. Buy another job for another migration."
        ),
    )
}

/// The warning that an existing configuration was adopted.
pub(super) fn adopted_warning(job: &MigrationDetail, proof: Proof, has_started: bool) -> Option<Diagnostic> {
    let why = match proof {
        Proof::New => return None,
        Proof::Tag => "it has the ownership_id of the provider block (tag dts-ownership-id)",
        Proof::Record => "an earlier apply in this working directory configured it, and it is not in the state",
    };
    let next = if has_started {
        "It was started already, so it was not configured again."
    } else {
        "It is configured again, with the passwords, and checked."
    };
    Some(Diagnostic::warning(
        "An existing migration job is now managed by Terraform",
        format!("Migration job {} (status {}) has a configuration, and {why}. {next}", job.job_id, job.status),
    ))
}
