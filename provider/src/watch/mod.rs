//! `terraform-provider-dts watch JOB`: shows one job until it has caught up, finished or failed.

mod alibaba;
mod client;
mod job;
mod show;
mod tencent;

use std::{process::ExitCode, time::Duration};

use clap::Args;
use tfplugin::diagnostic::{Diagnostic, Severity};
use tokio::{runtime, time::Instant};
use tokio_util::sync::CancellationToken;

use self::{client::Cloud, job::End, show::Display};

/// Limit of one look at the job, with all repetitions of its calls: longer than a short failure of the network.
const LOOK_LIMIT: Duration = Duration::from_secs(600);
/// What a shell returns for a program that was interrupted.
const INTERRUPTED: u8 = 130;

/// The arguments of `watch`.
#[derive(Args, Debug)]
pub(crate) struct WatchArgs {
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
    /// Seconds between two looks at the job
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    interval: u64,
    /// Print each look at the job as one JSON object in a line
    #[arg(long)]
    json: bool,
}

/// Shows the job. The exit code is a success if it has caught up or finished.
///
/// # Errors
/// The job cannot be read, or the display cannot be written.
pub(crate) fn run(arguments: &WatchArgs) -> anyhow::Result<ExitCode> {
    runtime::Builder::new_current_thread().enable_all().build()?.block_on(watch(arguments))
}

async fn watch(arguments: &WatchArgs) -> anyhow::Result<ExitCode> {
    let cancel = CancellationToken::new();
    let end = tokio::select! {
        end = until_the_end(arguments, &cancel) => Some(end?),
        () = interrupted() => None,
    };
    Ok(match end {
        Some(End::CaughtUp | End::Finished) => ExitCode::SUCCESS,
        Some(End::Failed) => ExitCode::FAILURE,
        None => ExitCode::from(INTERRUPTED),
    })
}

/// Returns when the user interrupts the program.
async fn interrupted() {
    // Without a handler, the signal ends the process, too.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn until_the_end(arguments: &WatchArgs, cancel: &CancellationToken) -> anyhow::Result<End> {
    let id = arguments.job.trim();
    let cloud = arguments.cloud.unwrap_or_else(|| Cloud::of_job(id));
    let clouds = client::clouds(cloud, arguments.region.as_deref(), arguments.profile.as_deref(), cancel).await;
    let clouds = clouds.map_err(|error| of_diagnostic(&error))?;
    let mut display = Display::new(arguments.json);
    loop {
        let jobs = match cloud {
            Cloud::Alibaba => alibaba::jobs(&clouds.alibaba, id, cancel).await,
            Cloud::Tencent => tencent::jobs(&clouds.tencent, id, cancel).await,
        };
        let jobs = jobs.map_err(|error| of_diagnostic(&error))?;
        let end = job::end_of(&jobs);
        let is_read = display.show(&jobs, end, Instant::now())?;
        match end {
            Some(end) => return Ok(end),
            // The reader of a pipe has seen enough.
            None if !is_read => return Ok(End::Finished),
            None => tokio::time::sleep(Duration::from_secs(arguments.interval)).await,
        }
    }
}

/// A diagnostic as the error of a command.
fn of_diagnostic(diagnostic: &Diagnostic) -> anyhow::Error {
    debug_assert_eq!(diagnostic.severity, Severity::Error);
    anyhow::Error::msg(format!("{}: {}", diagnostic.summary, diagnostic.detail))
}
