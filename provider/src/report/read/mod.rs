//! Reading what a report says.

mod alibaba;
mod tencent;

use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::model::{Delay, JobReport, Verification};
use crate::job_view::{Cloud, Job, JobReader};

/// Most objects that a report lists. DTS returns 50 of them in one answer.
const MOST_OBJECTS: usize = 1000;

/// The reports of a job and its reverse one, and their region.
#[derive(Debug)]
pub(super) struct Jobs {
    pub(super) region: String,
    pub(super) reports: Vec<JobReport>,
}

/// Reads the job.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(super) async fn jobs(reader: &JobReader, cancel: &CancellationToken) -> Result<Jobs, Diagnostic> {
    match reader.cloud {
        Cloud::Alibaba => alibaba::jobs(&reader.clouds.alibaba, &reader.id, cancel).await,
        Cloud::Tencent => tencent::jobs(&reader.clouds.tencent, &reader.id, cancel).await,
    }
}

/// The present delay as the only measured one.
fn present_delay(job: &Job) -> Vec<Delay> {
    job.delay_ms.map(|ms| Delay { time: jiff::Timestamp::now(), ms }).into_iter().collect()
}

/// The verification as a phase of the job; none if it is not configured.
fn verification_phase(job: &Job) -> Option<Verification> {
    let phase = job.phases.iter().find(|phase| phase.name == "verification")?;
    Some(Verification { state: phase.status.clone(), detail: phase.detail.clone() })
}

/// A host and its port as one text.
fn address(host: &str, port: &str) -> String {
    if port.is_empty() { host.to_owned() } else { format!("{host}:{port}") }
}
