//! Whether an instance that was bought otherwise can become what is configured.

use alibaba::dts::JobSummary;
use tfplugin::diagnostic::Diagnostic;

use crate::resources::alibaba::migration_instance::{
    model::InstanceModel,
    plan::{class_change, group_change, kept},
};

/// Refuses what an instance that was bought before cannot become: a lower class, another group, and after its end
/// another class. What is not configured is as it is.
pub(in crate::resources::alibaba::migration_instance) fn fits_bought(
    planned: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    let bought = InstanceModel {
        id: job.dts_instance_id.as_str().into(),
        instance_class: if job.dedicated_cluster_id.is_empty() { class_of(job) } else { None }.into(),
        resource_group_id: Some(job.resource_group_id.clone()).filter(|group| !group.is_empty()).into(),
        status: job.status.as_str().into(),
        ..InstanceModel::default()
    };
    class_change(&bought, planned)?;
    group_change(&bought, planned)?;
    kept(&bought, "instance_class", &bought.instance_class, &planned.instance_class)
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

    fn wanting(class: &str) -> InstanceModel {
        InstanceModel { instance_class: class.into(), ..InstanceModel::default() }
    }

    #[test]
    fn a_bought_instance_becomes_what_it_can() {
        let running = job("medium", JobStatus::Migrating);
        assert!(fits_bought(&wanting("medium"), &running).is_ok());
        assert!(fits_bought(&wanting("large"), &running).is_ok());
        assert!(fits_bought(&wanting("small"), &running).unwrap_err().detail.contains("\"medium\""));
        let finished = job("medium", JobStatus::Finished);
        assert!(fits_bought(&wanting("medium"), &finished).is_ok());
        assert!(fits_bought(&wanting("large"), &finished).is_err());
        let grouped = JobSummary { resource_group_id: "rg-1".into(), ..running };
        let elsewhere = InstanceModel { resource_group_id: "rg-2".into(), ..wanting("medium") };
        assert!(fits_bought(&elsewhere, &grouped).is_err());
        assert!(fits_bought(&wanting("medium"), &grouped).is_ok());
    }
}
