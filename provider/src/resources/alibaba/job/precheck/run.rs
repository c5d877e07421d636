//! Start, poll, skip, start again.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Class, Error,
    dts::{DescribePreCheckStatus, PrecheckItem, PrecheckReport, SkipPreCheck, StartDtsJob},
};
use serde_json::json;
use tokio::time::Instant;
use tracing::info;

use super::blocks;
use crate::resources::shared::{Poll, Session, Stopped, wait};

/// DescribePreCheckStatus: the precheck itself, not a later phase.
const PRECHECK: &str = "01";
/// A precheck has some twenty items; one that has more comes in several pages.
const PAGE_SIZE: usize = 50;
/// DTS answers a start before the old report is gone: an unchanged report is believed after this time.
const STALE: Duration = Duration::from_secs(10);

/// How a precheck that came to its end ended.
pub(in crate::resources) struct Outcome {
    pub(in crate::resources) passed: bool,
    pub(in crate::resources) items: Vec<PrecheckItem>,
}

/// Why one did not.
pub(in crate::resources) enum Ended {
    /// A call failed.
    Failed(&'static str, Error),
    /// Time is up.
    TimedOut,
    /// The user interrupted Terraform.
    Cancelled,
}

/// Runs the precheck until it passes, or fails for another reason than the items to ignore.
pub(in crate::resources) async fn run(
    session: &Session<'_>,
    job_id: &str,
    ignore: &BTreeSet<String>,
) -> Result<Outcome, Ended> {
    let mut before = latest(session, job_id).await.ok();
    loop {
        if before.as_ref().is_some_and(runs) {
            // Left behind by an apply that was interrupted: its end is as good as that of a new one.
            before = None;
        } else if let Err(error) = start(session, job_id).await {
            // So is one that has passed meanwhile: DTS does not check such a job again.
            return match before.filter(|before| has_passed(before) && error.class() == Some(Class::Pending)) {
                Some(report) => Ok(outcome(job_id, report)),
                None => Err(ended("Starting the precheck", error)),
            };
        }
        let report = settled(session, job_id, before.as_ref()).await?;
        let skippable: Vec<&PrecheckItem> =
            report.items.iter().filter(|item| blocks(item) && item.can_skip && ignore.contains(&item.item)).collect();
        if skippable.is_empty() {
            return Ok(outcome(job_id, report));
        }
        skip(session, job_id, &report, &skippable).await.map_err(|error| ended("Skipping precheck items", error))?;
        before = Some(report);
    }
}

fn outcome(job_id: &str, report: PrecheckReport) -> Outcome {
    let passed = has_passed(&report);
    info!(job_id, passed, items = report.items.len(), "precheck ended");
    Outcome { passed, items: report.items }
}

fn has_passed(report: &PrecheckReport) -> bool {
    report.state == "Finished" && !report.items.iter().any(blocks)
}

/// A call that was cut off by the user is an interruption, not a failure.
fn ended(doing: &'static str, error: Error) -> Ended {
    if error.is_cancelled() { Ended::Cancelled } else { Ended::Failed(doing, error) }
}

/// Waits until no precheck runs: DTS changes nothing of a task during one.
pub(in crate::resources) async fn quiet(session: &Session<'_>, job_id: &str) -> Result<(), Ended> {
    match latest(session, job_id).await {
        Ok(report) if runs(&report) => settled(session, job_id, None).await.map(|_| ()),
        _ => Ok(()),
    }
}

fn runs(report: &PrecheckReport) -> bool {
    report.state == "Checking"
}

/// The report as it is now.
pub(crate) async fn latest(session: &Session<'_>, job_id: &str) -> Result<PrecheckReport, Error> {
    let mut report = page(session, job_id, 1).await?;
    let total = report.total_record_count.and_then(|total| usize::try_from(total).ok()).unwrap_or_default();
    for number in 2..=total.div_ceil(PAGE_SIZE) {
        report.items.extend(page(session, job_id, number).await?.items);
    }
    Ok(report)
}

async fn page(session: &Session<'_>, job_id: &str, number: usize) -> Result<PrecheckReport, Error> {
    let action = DescribePreCheckStatus {
        region_id: Some(session.region()),
        dts_job_id: job_id.to_owned(),
        job_code: PRECHECK.to_owned(),
        page_no: Some(number.to_string()),
        page_size: Some(PAGE_SIZE.to_string()),
        ..DescribePreCheckStatus::default()
    };
    session.call(&action).await.map(|answered| answered.answer)
}

async fn start(session: &Session<'_>, job_id: &str) -> Result<(), Error> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        ..StartDtsJob::default()
    };
    session.call(&action).await.map(|_| ())
}

/// Waits for the report of the run just started.
async fn settled(
    session: &Session<'_>,
    job_id: &str,
    before: Option<&PrecheckReport>,
) -> Result<PrecheckReport, Ended> {
    let started = Instant::now();
    let looked = wait(session, || async {
        let report = latest(session, job_id).await?;
        let done = matches!(report.state.as_str(), "Finished" | "Failed");
        let stale = started.elapsed() < STALE && before.is_some_and(|before| same_run(before, &report));
        Ok(if done && !stale { Poll::Ready(report) } else { Poll::Pending })
    });
    looked.await.map_err(|stopped| match stopped {
        Stopped::Failed(error) => Ended::Failed("Reading the precheck", error),
        Stopped::TimedOut => Ended::TimedOut,
        Stopped::Cancelled => Ended::Cancelled,
    })
}

fn same_run(before: &PrecheckReport, now: &PrecheckReport) -> bool {
    let times = |report: &PrecheckReport| -> Vec<(String, String, String)> {
        report.items.iter().map(|item| (item.item.clone(), item.boot_time.clone(), item.finish_time.clone())).collect()
    };
    before.state == now.state && before.job_id == now.job_id && times(before) == times(now)
}

async fn skip(
    session: &Session<'_>,
    job_id: &str,
    report: &PrecheckReport,
    items: &[&PrecheckItem],
) -> Result<(), Error> {
    let codes: Vec<&str> = items.iter().map(|item| item.item.as_str()).collect();
    let names: Vec<&str> = items.iter().map(|item| item.names.as_str()).collect();
    let action = SkipPreCheck {
        region_id: Some(session.region()),
        dts_job_id: job_id.to_owned(),
        job_id: Some(report.job_id.clone()).filter(|id| !id.is_empty()),
        skip: true,
        items: Some(json!(codes).to_string()),
        names: Some(json!(names).to_string()),
    };
    session.call(&action).await.map(|_| ())
}
