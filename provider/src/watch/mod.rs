//! `terraform-provider-dts watch JOB`: shows one job until it has caught up (unless it is to be followed), finished or failed.

mod show;

use std::{process::ExitCode, time::Duration};

use clap::Args;
use tokio::{runtime, time::Instant};
use tokio_util::sync::CancellationToken;

use self::show::Display;
use crate::job_view::{self, End, INTERRUPTED, JobArgs};

/// The arguments of `watch`.
#[derive(Args, Debug)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    job: JobArgs,
    /// Seconds between two looks at the job
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    interval: u64,
    /// Print each look at the job as one JSON object in a line
    #[arg(long)]
    json: bool,
    /// Continue when the job has caught up, until it has finished or failed
    #[arg(long)]
    follow: bool,
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
        () = job_view::interrupted() => None,
    };
    Ok(match end {
        Some(End::CaughtUp | End::Finished) => ExitCode::SUCCESS,
        Some(End::Failed) => ExitCode::FAILURE,
        None => ExitCode::from(INTERRUPTED),
    })
}

async fn until_the_end(arguments: &WatchArgs, cancel: &CancellationToken) -> anyhow::Result<End> {
    let reader = arguments.job.reader(cancel).await?;
    let mut display = Display::new(arguments.json);
    loop {
        let jobs = reader.jobs(cancel).await?;
        let end = job_view::end_of(&jobs).filter(|end| !(arguments.follow && *end == End::CaughtUp));
        let is_read = display.show(&jobs, end, Instant::now())?;
        match end {
            Some(end) => return Ok(end),
            // The reader of a pipe has seen enough.
            None if !is_read => return Ok(End::Finished),
            None => tokio::time::sleep(Duration::from_secs(arguments.interval)).await,
        }
    }
}
