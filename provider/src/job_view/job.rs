//! What is shown of a job of either cloud.

use serde::{Deserialize, Serialize};

/// A job, or one direction of a two-way synchronization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Job {
    /// ID.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// What it is, at the beginning of a sentence: `Migration`.
    #[serde(skip)]
    pub(crate) title: &'static str,
    /// `forward` or `reverse`, of a two-way synchronization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) direction: Option<&'static str>,
    /// Status, as DTS returns it.
    pub(crate) status: String,
    /// Why it has this status, as DTS says; empty if DTS gives no reason.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) reason: String,
    /// The phases that the job has, in their order.
    pub(crate) phases: Vec<Phase>,
    /// Delay of the changes in milliseconds; none before changes are moved.
    pub(crate) delay_ms: Option<i64>,
    /// Whether the job moves no more data than the present changes, or no data any more.
    #[serde(skip)]
    pub(crate) end: Option<End>,
}

/// A phase of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Phase {
    /// Name.
    pub(crate) name: String,
    /// Status, as DTS returns it.
    pub(crate) status: String,
    /// Percentage, from 0 to 100.
    pub(crate) percent: u64,
    /// Completed tables or rows, the rate, or a message, as DTS returns it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) detail: String,
}

impl Phase {
    /// Whether the phase has begun, in the words of either cloud.
    pub(crate) fn has_begun(&self) -> bool {
        !(self.status.is_empty() || self.status.eq_ignore_ascii_case("notStarted"))
    }

    /// Whether the phase has done what there was to do, in the words of either cloud.
    pub(crate) fn is_complete(&self) -> bool {
        ["finished", "catched", "success"].iter().any(|word| self.status.eq_ignore_ascii_case(word))
    }
}

/// How the display of a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    /// The destination has what the source has, and follows it.
    CaughtUp,
    /// The job has ended.
    Finished,
    /// The job has failed, or was stopped before its end.
    Failed,
}

/// The end of all directions: a failure of one of them, otherwise none while one of them continues.
pub(crate) fn end_of(jobs: &[Job]) -> Option<End> {
    let ends = || jobs.iter().map(|job| job.end);
    if ends().any(|end| end == Some(End::Failed)) {
        return Some(End::Failed);
    }
    let caught_up = ends().find(|end| *end == Some(End::CaughtUp)).flatten();
    ends().all(|end| end.is_some()).then_some(caught_up.unwrap_or(End::Finished))
}

#[cfg(test)]
pub(crate) fn sample(status: &str, percent: u64, end: Option<End>) -> Job {
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
    fn a_phase_has_begun_and_is_complete_in_the_words_of_either_cloud() {
        for (status, begun, complete) in [
            ("", false, false),
            ("NotStarted", false, false),
            ("notStarted", false, false),
            ("Migrating", true, false),
            ("running", true, false),
            ("Failed", true, false),
            ("Finished", true, true),
            ("Catched", true, true),
            ("success", true, true),
        ] {
            let phase = Phase { status: status.to_owned(), ..sample("", 0, None).phases.remove(0) };
            assert_eq!((phase.has_begun(), phase.is_complete()), (begun, complete), "{status}");
        }
    }

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
