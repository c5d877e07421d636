//! Running a precheck: start it, poll its report, skip the items to ignore, start it again.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use alibaba::{
    Class, Error,
    dts::{DescribePreCheckStatus, PrecheckItem, PrecheckReport, SkipPreCheck, StartDtsJob},
};
use serde_json::json;
use tokio::time::Instant;
use tracing::info;

use super::blocks;
use crate::resources::alibaba::job::JobKind;
use crate::resources::shared::{Absence, Poll, Session, WaitError, wait};

/// The job code of the precheck itself in DescribePreCheckStatus; later phases have other codes.
const PRECHECK: &str = "01";
/// Items of one page. A precheck has about twenty items; a report with more has several pages.
const PAGE_SIZE: usize = 50;
/// DTS answers a start before it has replaced the previous report: an unchanged report counts as the new one after this time.
const STALE: Duration = Duration::from_secs(10);
/// How often the items to ignore are skipped at most. DTS may find an item only after another one no longer blocks the precheck.
pub(super) const SKIP_ROUNDS: usize = 5;

/// A precheck that is complete.
#[derive(Debug)]
pub(in crate::resources) struct Outcome {
    /// Whether no item blocks the job.
    pub(in crate::resources) passed: bool,
    /// The items of the report.
    pub(in crate::resources) items: Vec<PrecheckItem>,
}

/// Why a precheck is not complete.
#[derive(Debug)]
pub(in crate::resources) enum Incomplete {
    /// A call failed. The text begins a sentence: `Starting the precheck`.
    Failed(&'static str, Error),
    /// The deadline has passed.
    TimedOut {
        /// The state of the precheck in the last answer.
        last_state: String,
    },
    /// The user interrupted Terraform.
    Cancelled,
}

/// Runs the precheck until it passes, or fails because of another item than those to ignore. It also fails if DTS still reports an
/// item to ignore as failed after [`SKIP_ROUNDS`] rounds.
///
/// # Errors
/// The precheck is not complete.
pub(in crate::resources) async fn run(
    session: &Session<'_>,
    kind: &JobKind,
    job_id: &str,
    ignore: &BTreeSet<String>,
) -> Result<Outcome, Incomplete> {
    let mut before = latest(session, job_id).await.ok();
    let mut rounds = 0;
    loop {
        if before.as_ref().is_some_and(is_running) {
            // An interrupted apply started it. Its report is as good as that of a new precheck.
            before = None;
        } else if let Err(error) = start(session, kind, job_id).await {
            // So is one that has passed since then: DTS does not check such a job again.
            return match before.filter(|before| has_passed(before) && error.class() == Some(Class::Pending)) {
                Some(report) => Ok(outcome(job_id, report)),
                None => Err(incomplete("Starting the precheck", error)),
            };
        }
        let report = wait_until_finished(session, job_id, before.as_ref()).await?;
        let skippable: Vec<&PrecheckItem> =
            report.items.iter().filter(|item| blocks(item) && item.can_skip && ignore.contains(&item.item)).collect();
        if skippable.is_empty() || rounds == SKIP_ROUNDS {
            return Ok(outcome(job_id, report));
        }
        skip(session, job_id, &report, &skippable)
            .await
            .map_err(|error| incomplete("Skipping precheck items", error))?;
        rounds += 1;
        before = Some(report);
    }
}

fn outcome(job_id: &str, report: PrecheckReport) -> Outcome {
    let passed = has_passed(&report);
    info!(job_id, passed, items = report.items.len(), "the precheck has finished");
    Outcome { passed, items: report.items }
}

fn has_passed(report: &PrecheckReport) -> bool {
    report.state == "Finished" && !report.items.iter().any(blocks)
}

/// A call that the user interrupted is an interruption, not a failure.
fn incomplete(doing: &'static str, error: Error) -> Incomplete {
    if error.is_cancelled() { Incomplete::Cancelled } else { Incomplete::Failed(doing, error) }
}

/// Waits until no precheck runs, because DTS changes nothing of a task during a precheck.
///
/// # Errors
/// The precheck is not complete.
pub(in crate::resources) async fn wait_until_idle(session: &Session<'_>, job_id: &str) -> Result<(), Incomplete> {
    match latest(session, job_id).await {
        Ok(report) if is_running(&report) => wait_until_finished(session, job_id, None).await.map(|_| ()),
        _ => Ok(()),
    }
}

fn is_running(report: &PrecheckReport) -> bool {
    report.state == "Checking"
}

/// The present report, of all pages.
///
/// # Errors
/// A call failed.
pub(crate) async fn latest(session: &Session<'_>, job_id: &str) -> Result<PrecheckReport, Error> {
    report_of(session, job_id, PRECHECK, usize::MAX).await
}

/// A phase of a migration that has one item for each object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhaseItems {
    /// Schema migration.
    Schema,
    /// Full data migration.
    Full,
}

/// The items of a phase of a migration, one for each object: all, or the first `most` and some more.
///
/// # Errors
/// A call failed.
pub(crate) async fn phase_items(
    session: &Session<'_>,
    job_id: &str,
    phase: PhaseItems,
    most: usize,
) -> Result<PrecheckReport, Error> {
    let code = match phase {
        PhaseItems::Schema => "02",
        PhaseItems::Full => "03",
    };
    report_of(session, job_id, code, most).await
}

/// A report with the items of all pages, or of as many pages as `most` items have.
async fn report_of(session: &Session<'_>, job_id: &str, code: &str, most: usize) -> Result<PrecheckReport, Error> {
    let mut report = page(session, job_id, code, 1).await?;
    let total = report.total_record_count.and_then(|total| usize::try_from(total).ok()).unwrap_or_default();
    for number in 2..=total.min(most).div_ceil(PAGE_SIZE) {
        report.items.extend(page(session, job_id, code, number).await?.items);
    }
    Ok(report)
}

async fn page(session: &Session<'_>, job_id: &str, code: &str, number: usize) -> Result<PrecheckReport, Error> {
    let action = DescribePreCheckStatus {
        region_id: Some(session.region()),
        dts_job_id: job_id.to_owned(),
        job_code: code.to_owned(),
        page_no: Some(number.to_string()),
        page_size: Some(PAGE_SIZE.to_string()),
        ..DescribePreCheckStatus::default()
    };
    session.call(&action).await.map(|answered| answered.answer)
}

async fn start(session: &Session<'_>, kind: &JobKind, job_id: &str) -> Result<(), Error> {
    let action = StartDtsJob {
        region_id: Some(session.region()),
        dts_job_id: Some(job_id.to_owned()),
        direction: kind.direction(),
        ..StartDtsJob::default()
    };
    // A job that was configured a moment ago may not be visible yet.
    Absence::New.confirmed(session, Error::is_not_found, || session.call(&action)).await.map(|_| ())
}

/// Waits until the precheck that was just started has finished. `before` is the report of the previous one.
async fn wait_until_finished(
    session: &Session<'_>,
    job_id: &str,
    before: Option<&PrecheckReport>,
) -> Result<PrecheckReport, Incomplete> {
    let (started, last_state) = (Instant::now(), Mutex::new(String::new()));
    let finished = wait(session, || async {
        let report = Absence::New.confirmed(session, Error::is_not_found, || latest(session, job_id)).await?;
        last_state.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&report.state);
        session.show(|| {
            let finished = report.items.iter().filter(|item| is_finished(item)).count();
            format!("precheck: {}, {finished} of {} items", report.state, report.items.len())
        });
        let done = matches!(report.state.as_str(), "Finished" | "Failed");
        let stale = started.elapsed() < STALE && before.is_some_and(|before| same_run(before, &report));
        Ok(if done && !stale { Poll::Ready(report) } else { Poll::Pending })
    });
    let finished = finished.await;
    let last_state = last_state.into_inner().unwrap_or_else(PoisonError::into_inner);
    finished.map_err(|error| match error {
        WaitError::Failed(error) => Incomplete::Failed("Reading the precheck", error),
        WaitError::TimedOut => Incomplete::TimedOut { last_state },
        WaitError::Cancelled => Incomplete::Cancelled,
    })
}

fn is_finished(item: &PrecheckItem) -> bool {
    matches!(item.state.as_str(), "Success" | "Failed" | "Warning")
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

#[cfg(test)]
mod tests {
    use super::{super::failures, *};
    use crate::resources::alibaba::job::MIGRATION;
    use crate::resources::shared::testing::{Reply, StubCloud};

    /// A DTS that reports the item as failed and skippable, whatever it has accepted.
    fn never_skips(action: &str, before: usize) -> Reply {
        match action {
            "DescribePreCheckStatus" => Reply::ok(json!({
                "State": "Failed", "JobId": format!("report-{before}"),
                "JobProgress": [{"Item": "CHECK_SAME_OBJ", "State": "Failed", "CanSkip": true, "Skip": false}],
            })),
            _ => Reply::ok(json!({})),
        }
    }

    #[tokio::test]
    async fn an_item_that_dts_does_not_skip_is_skipped_a_bounded_number_of_times() {
        let cloud = StubCloud::start(never_skips).await;
        let ignore = ["CHECK_SAME_OBJ".to_owned()].into();
        let outcome = run(&cloud.session(Duration::from_secs(20)), &MIGRATION, "job1", &ignore).await.unwrap();
        assert!(!outcome.passed);
        let errors = failures(&MIGRATION, "job1", &outcome.items, &ignore);
        assert!(errors[0].detail.contains("DTS accepted 5 requests to skip it"), "{}", errors[0].detail);
        assert_eq!((cloud.count("SkipPreCheck"), cloud.count("StartDtsJob")), (5, 6));
    }

    #[tokio::test]
    async fn an_item_that_is_not_ignored_is_not_skipped() {
        let cloud = StubCloud::start(never_skips).await;
        let outcome = run(&cloud.session(Duration::from_secs(20)), &MIGRATION, "job1", &BTreeSet::new()).await.unwrap();
        assert!(!outcome.passed);
        assert_eq!(cloud.count("SkipPreCheck"), 0);
    }
}
