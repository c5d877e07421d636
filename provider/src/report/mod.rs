//! `terraform-provider-dts report JOB`: writes one HTML page about a job, for a change ticket.
//!
//! | module | subject |
//! |---|---|
//! | `model` | what a report says |
//! | `read` | reading it from either cloud |
//! | `record` | the looks that `watch --json` has recorded: the delay over time |
//! | `page` | the HTML page, which loads nothing |
//! | `time` | times and durations |

mod model;
mod page;
mod read;
mod record;
mod time;

use std::{
    ffi::OsStr,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use tokio::runtime;
use tokio_util::sync::CancellationToken;

use self::{model::Report, record::Record};
use crate::job_view::{self, INTERRUPTED, JobArgs};

/// The arguments of `report`.
#[derive(Args, Debug)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    job: JobArgs,
    /// File to write; - is the standard output. Default: report-JOB.html, with --json the standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What `watch JOB --json` has printed: the page then has the delay over time, which DTS itself does not return
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Write the data of the report as JSON in place of the page
    #[arg(long)]
    json: bool,
}

/// Writes the report.
///
/// # Errors
/// The job or the record cannot be read, or the file cannot be written.
pub(crate) fn run(arguments: &ReportArgs) -> anyhow::Result<ExitCode> {
    runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        tokio::select! {
            done = write(arguments) => done.map(|()| ExitCode::SUCCESS),
            () = job_view::interrupted() => Ok(ExitCode::from(INTERRUPTED)),
        }
    })
}

async fn write(arguments: &ReportArgs) -> anyhow::Result<()> {
    // A record that cannot be read is found before the first call.
    let record = arguments.record.as_deref().map(Record::read).transpose()?;
    let cancel = CancellationToken::new();
    let reader = arguments.job.reader(&cancel).await?;
    let jobs = read::jobs(&reader, &cancel).await.map_err(|error| job_view::of_diagnostic(&error))?;
    let mut report = Report { created: Timestamp::now(), cloud: reader.cloud, region: jobs.region, jobs: jobs.reports };
    if let Some(record) = record {
        record.add_to(&mut report)?;
    }
    let text = if arguments.json { json(&report)? } else { page::page(&report) };
    match destination(arguments, &report) {
        None => to_stdout(&text),
        Some(path) => to_file(&path, &text),
    }
}

fn json(report: &Report) -> serde_json::Result<String> {
    serde_json::to_string_pretty(report).map(|text| text + "\n")
}

/// The file to write; none for the standard output.
fn destination(arguments: &ReportArgs, report: &Report) -> Option<PathBuf> {
    match &arguments.output {
        Some(path) if path.as_os_str() == OsStr::new("-") => None,
        Some(path) => Some(path.clone()),
        None if arguments.json => None,
        None => Some(default_name(report).into()),
    }
}

/// The ID is that of DTS: letters, digits and hyphens. Other characters do not become part of a path.
fn default_name(report: &Report) -> String {
    let id = report.jobs.first().map(|job| job.job.id.as_str()).unwrap_or_default();
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("report-{id}.html")
}

fn to_stdout(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn to_file(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| {
        format!("Cannot write the report {}: write --output with a file in a folder that exists", path.display())
    })?;
    to_stdout(&format!("{}\n", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::sample;

    #[test]
    fn the_name_of_the_file_has_only_the_harmless_characters_of_the_id() {
        let mut report = sample();
        assert_eq!(default_name(&report), "report-job1.html");
        report.jobs[0].job.id = "../../etc/dts-a b\n".to_owned();
        assert_eq!(default_name(&report), "report-etcdts-ab.html");
    }

    #[test]
    fn the_json_has_what_the_page_has() {
        let data: serde_json::Value = serde_json::from_str(&json(&sample()).unwrap()).unwrap();
        assert_eq!((&data["cloud"], &data["region"]), (&"alibaba".into(), &"cn-hangzhou".into()));
        let job = &data["jobs"][0];
        assert_eq!((&job["id"], &job["status"]), (&"job1".into(), &"Migrating".into()));
        assert_eq!(job["objects"][0]["rows"], serde_json::json!({"done": 1500, "total": 2000}));
        assert_eq!(job["spans"][0]["phase"], "schema");
        assert_eq!(job["delays"][1]["ms"], 40);
    }
}
