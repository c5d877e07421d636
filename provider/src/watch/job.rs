//! What is shown of a job of either cloud.

use serde::Serialize;

/// A job, or one direction of a two-way synchronization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Job {
    /// ID.
    pub(super) id: String,
    /// Name.
    pub(super) name: String,
    /// What it is, at the beginning of a sentence: `Migration`.
    #[serde(skip)]
    pub(super) title: &'static str,
    /// `forward` or `reverse`, of a two-way synchronization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) direction: Option<&'static str>,
    /// Status, as DTS returns it.
    pub(super) status: String,
    /// Why it has this status, as DTS says; empty if DTS gives no reason.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) reason: String,
    /// The phases that the job has, in their order.
    pub(super) phases: Vec<Phase>,
    /// Delay of the changes in milliseconds; none before changes are moved.
    pub(super) delay_ms: Option<i64>,
    /// Whether the job moves no more data than the present changes, or no data any more.
    #[serde(skip)]
    pub(super) end: Option<End>,
}

/// A phase of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Phase {
    /// Name.
    pub(super) name: String,
    /// Status, as DTS returns it.
    pub(super) status: String,
    /// Percentage, from 0 to 100.
    pub(super) percent: u64,
    /// Completed tables or rows, the rate, or a message, as DTS returns it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) detail: String,
}

/// How the display of a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum End {
    /// The destination has what the source has, and follows it.
    CaughtUp,
    /// The job has ended.
    Finished,
    /// The job has failed, or was stopped before its end.
    Failed,
}

/// The end of all directions: a failure of one of them, otherwise none while one of them continues.
pub(super) fn end_of(jobs: &[Job]) -> Option<End> {
    let ends = || jobs.iter().map(|job| job.end);
    if ends().any(|end| end == Some(End::Failed)) {
        return Some(End::Failed);
    }
    let caught_up = ends().find(|end| *end == Some(End::CaughtUp)).flatten();
    ends().all(|end| end.is_some()).then_some(caught_up.unwrap_or(End::Finished))
}

#[cfg(test)]
pub(super) fn sample(status: &str, percent: u64, end: Option<End>) -> Job {
    Job {
        id: "job1".to_owned(),
        name: "orders".to_owned(),
        title: "Migration",
        direction: None,
        status: status.to_owned(),
        reason: String::new(),
        phases: vec![Phase {
            name: "full".to_owned(),
            status: "Migrating".to_owned(),
            percent,
            detail: "7".to_owned(),
        }],
        delay_ms: None,
        end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_have_to_reach_the_end_and_one_failure_is_enough() {
        let end = |ends: &[Option<End>]| end_of(&ends.iter().map(|end| sample("", 0, *end)).collect::<Vec<_>>());
        assert_eq!(end(&[None]), None);
        assert_eq!(end(&[Some(End::Finished)]), Some(End::Finished));
        assert_eq!(end(&[Some(End::CaughtUp), None]), None);
        assert_eq!(end(&[Some(End::CaughtUp), Some(End::CaughtUp)]), Some(End::CaughtUp));
        assert_eq!(end(&[None, Some(End::Failed)]), Some(End::Failed));
    }
}
