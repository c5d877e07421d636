//! ModifyDtsJob with another list of objects. DTS makes the change in a sub-job, while the job is `Modifying`.

use alibaba::dts::{JobStatus, JobSummary, ModifyDtsJob};
use tfplugin::diagnostic::Diagnostic;

use super::LiveUpdate;
use crate::resources::alibaba::{
    job::{OperationError, job_failed, vanished, wait_for_job},
    migration_task::{arguments::request, plan::live_changes::Step},
};

impl LiveUpdate<'_> {
    /// Sends the complete list, and waits until the change is complete.
    pub(super) async fn objects(&self, step: &Step) -> Result<(), Diagnostic> {
        let kind = &self.planned.kind;
        let configured = request(self.planned, None).into_request();
        let action = ModifyDtsJob {
            region_id: Some(self.session.region()),
            dts_instance_id: self.instance_id.to_owned(),
            dts_job_id: Some(self.id.to_owned()),
            direction: kind.direction(),
            db_list: configured.db_list,
            structure_initialization: Some(configured.structure_initialization),
            data_initialization: Some(configured.data_initialization),
            data_synchronization: Some(configured.data_synchronization),
            ..ModifyDtsJob::default()
        };
        self.send(step, "Changing the objects of", &action).await?;
        let is_over = |job: &JobSummary| job.status != JobStatus::Modifying;
        let waited = wait_for_job(self.session, kind, self.id, "changing the objects", is_over).await;
        let failed = |error| failed(OperationError::of_wait(error, kind, "Changing the objects", self.id, "update"));
        let job = waited.map_err(failed)?.ok_or_else(|| vanished(kind, self.id))?;
        match job.status {
            JobStatus::ModifyFailed => Err(job_failed(kind, "Changing the objects of", &job)),
            _ => Ok(()),
        }
    }
}

/// The error of a wait that did not end with the change.
fn failed(error: OperationError) -> Diagnostic {
    let interrupted = |doing: &str| {
        let detail =
            format!("{doing} was interrupted. DTS continues with the change; apply again to see how it ended.");
        Diagnostic::error("Interrupted", detail)
    };
    match error {
        OperationError::Failed(all) => all.into_iter().next().unwrap_or_else(|| interrupted("Changing the objects")),
        OperationError::Interrupted(doing) => interrupted(&doing),
    }
}
