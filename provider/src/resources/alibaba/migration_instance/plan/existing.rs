//! An instance that this configuration did not buy, and what it cannot become.

use alibaba::dts::JobSummary;
use tfplugin::diagnostic::Diagnostic;

use crate::resources::alibaba::migration_instance::{
    plan::changes::{class_change, group_change, must_be_kept},
    schema::InstanceModel,
};

/// Rejects what an existing instance cannot become: one of a lower class or in another group, and after it has finished one of another
/// class. Arguments that are not configured are not checked.
///
/// # Errors
/// The first rejected argument.
pub(in crate::resources::alibaba::migration_instance) fn must_fit_existing(
    planned: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    let existing = InstanceModel {
        id: job.dts_instance_id.as_str().into(),
        instance_class: if job.dedicated_cluster_id.is_empty() { class_of(job) } else { None }.into(),
        resource_group_id: Some(job.resource_group_id.clone()).filter(|group| !group.is_empty()).into(),
        status: job.status.as_str().into(),
        kind: planned.kind,
        ..InstanceModel::default()
    };
    class_change(&existing, planned)?;
    group_change(&existing, planned)?;
    must_be_kept(&existing, "instance_class", &existing.instance_class, &planned.instance_class)
}

fn class_of(job: &JobSummary) -> Option<String> {
    Some(job.dts_job_class.to_ascii_lowercase()).filter(|class| !class.is_empty())
}

#[cfg(test)]
mod tests {
    use alibaba::dts::JobStatus;

    use super::*;

    fn job(class: &str, status: JobStatus) -> JobSummary {
        JobSummary { dts_job_class: class.into(), status, ..JobSummary::default() }
    }

    fn configured(class: &str) -> InstanceModel {
        InstanceModel { instance_class: class.into(), ..InstanceModel::default() }
    }

    #[test]
    fn an_existing_instance_becomes_what_dts_can_change() {
        let running = job("medium", JobStatus::Migrating);
        assert!(must_fit_existing(&configured("medium"), &running).is_ok());
        assert!(must_fit_existing(&configured("large"), &running).is_ok());
        assert!(must_fit_existing(&configured("small"), &running).unwrap_err().detail.contains("\"medium\""));
        let finished = job("medium", JobStatus::Finished);
        assert!(must_fit_existing(&configured("medium"), &finished).is_ok());
        assert!(must_fit_existing(&configured("large"), &finished).is_err());
        let grouped = JobSummary { resource_group_id: "rg-1".into(), ..running };
        let elsewhere = InstanceModel { resource_group_id: "rg-2".into(), ..configured("medium") };
        assert!(must_fit_existing(&elsewhere, &grouped).is_err());
        assert!(must_fit_existing(&configured("medium"), &grouped).is_ok());
    }
}
