//! One job of either cloud, for the commands that only read: which job is meant, its client, and what it shows.
//!
//! | module | subject |
//! |---|---|
//! | `client` | the cloud of a job, and the clients of its region and profile |
//! | `job` | what is read of a job of either cloud |
//! | `alibaba`, `tencent` | reading a job of a cloud |

mod alibaba;
mod client;
mod job;
mod tencent;

pub(crate) use self::{
    alibaba::{existing as existing_alibaba_jobs, jobs_of as alibaba_jobs_of},
    client::{Cloud, region},
    job::{End, Job, Phase, end_of},
    tencent::{existing as existing_tencent_job, shown as tencent_job},
};
#[cfg(test)]
pub(crate) use job::sample;

use std::time::Duration;

use clap::Args;
use tfplugin::diagnostic::{Diagnostic, Severity};
use tokio_util::sync::CancellationToken;

use crate::accounts::Clouds;

/// Limit of one look at a job, with all repetitions of its calls: longer than a short failure of the network.
pub(crate) const LOOK_LIMIT: Duration = Duration::from_secs(600);
/// What a shell returns for a program that was interrupted.
pub(crate) const INTERRUPTED: u8 = 130;

/// Which job a command reads, and with which credentials.
#[derive(Args, Debug)]
pub(crate) struct JobArgs {
    /// ID of the job: `id` of a task, such as `l5o11f9029c1m0n` of Alibaba Cloud or `dts-9qr8xl3c` of Tencent Cloud
    #[arg(value_name = "JOB")]
    job: String,
    /// The cloud of the job; without it, the form of the ID decides
    #[arg(long, value_enum)]
    cloud: Option<Cloud>,
    /// Region of the job; without it, that of the environment or of the profile
    #[arg(long)]
    region: Option<String>,
    /// Profile of the command line tool of the cloud; without it, the credentials come from the environment, as for the provider
    #[arg(long)]
    profile: Option<String>,
}

/// The job of a command, and the clients that read it.
pub(crate) struct JobReader {
    /// Its ID, as the user has written it.
    pub(crate) id: String,
    /// Its cloud.
    pub(crate) cloud: Cloud,
    /// The clients.
    pub(crate) clouds: Clouds,
    kind: alibaba::KnownKind,
}

impl JobArgs {
    /// The clients for the job.
    ///
    /// # Errors
    /// The credentials cannot be found, or the client cannot be set up.
    pub(crate) async fn reader(&self, cancel: &CancellationToken) -> anyhow::Result<JobReader> {
        let id = self.job.trim().to_owned();
        let cloud = self.cloud.unwrap_or_else(|| Cloud::of_job(&id));
        let clouds = client::clouds(cloud, self.region.as_deref(), self.profile.as_deref(), cancel).await;
        Ok(JobReader {
            id,
            cloud,
            clouds: clouds.map_err(|error| of_diagnostic(&error))?,
            kind: alibaba::KnownKind::new(),
        })
    }
}

impl JobReader {
    /// The job, and the reverse one of a two-way synchronization.
    ///
    /// # Errors
    /// The job cannot be read, or does not exist.
    pub(crate) async fn jobs(&self, cancel: &CancellationToken) -> anyhow::Result<Vec<Job>> {
        let jobs = match self.cloud {
            Cloud::Alibaba => alibaba::jobs(&self.clouds.alibaba, &self.id, &self.kind, cancel).await,
            Cloud::Tencent => tencent::jobs(&self.clouds.tencent, &self.id, cancel).await,
        };
        jobs.map_err(|error| of_diagnostic(&error))
    }
}

/// Returns when the user interrupts the program.
pub(crate) async fn interrupted() {
    // Without a handler, the signal ends the process, too.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A diagnostic as the error of a command.
pub(crate) fn of_diagnostic(diagnostic: &Diagnostic) -> anyhow::Error {
    debug_assert_eq!(diagnostic.severity, Severity::Error);
    anyhow::Error::msg(format!("{}: {}", diagnostic.summary, diagnostic.detail))
}
