//! Directions that were exchanged outside Terraform (`ReverseTwoWayDirection`): the job of the task is the reverse job of its instance.

use std::time::Duration;

use alibaba::dts::DescribeDtsJobs;
use tfplugin::{context::Context, diagnostic::Diagnostic, model::Attr};

use crate::{
    accounts::{Clouds, account},
    resources::{alibaba::job::FORWARD, shared::Session},
};

/// For how long the instance is looked up.
const READ: Duration = Duration::from_secs(60);

/// A warning if the directions of an instance were exchanged. DTS refuses calls that name the job of the task and the forward direction, so
/// that nothing can be read or changed until they are exchanged again.
pub(in crate::resources::alibaba) async fn exchanged(
    context: &Context<Clouds>,
    instance_id: &Attr<String>,
    task_id: &Attr<String>,
) -> Option<Diagnostic> {
    let (instance, task) = (instance_id.as_str()?, task_id.as_str()?);
    let cloud = account(context).ok().and_then(|account| account.online())?;
    let session = Session::new(cloud, &context.cancel, READ);
    let action = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(FORWARD.job_type.to_owned()),
        dts_instance_id: Some(instance.to_owned()),
        ..DescribeDtsJobs::default()
    };
    let listed = session.call(&action).await.ok()?.answer.jobs;
    let forward = listed.iter().find(|job| job.reverse_job.dts_job_id == task)?;
    let detail = format!(
        "The directions of synchronization instance {instance} were exchanged outside Terraform: its forward direction is job {}, and job \
         {task} of the task is the reverse direction. Both are left as they are, and the state is not refreshed; a change or a destroy of \
         them fails. To manage them again, exchange the directions again in the DTS console or with ReverseTwoWayDirection.",
        forward.dts_job_id
    );
    Some(Diagnostic::warning("The directions were exchanged", detail))
}
