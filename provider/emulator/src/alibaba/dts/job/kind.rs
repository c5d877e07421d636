//! Data migration and data synchronization: what differs between the two kinds of jobs.

use serde::{Deserialize, Serialize};

/// The kind of a job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JobKind {
    #[default]
    Migration,
    Synchronization,
}

impl JobKind {
    /// The kind by its name in requests: ConfigureDtsJob has capital letters, other clients of CreateDtsInstance do not.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Migration, Self::Synchronization].into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// `JobType` and `Type` in requests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Migration => "MIGRATION",
            Self::Synchronization => "SYNC",
        }
    }

    /// `JobType` in answers.
    pub(crate) fn in_answers(self) -> &'static str {
        match self {
            Self::Migration => "online",
            Self::Synchronization => "sync",
        }
    }

    /// The classes of an instance, the smallest first.
    pub(crate) fn classes(self) -> &'static [&'static str] {
        match self {
            Self::Migration => &["small", "medium", "large", "xlarge", "xxlarge"],
            Self::Synchronization => {
                &["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "6xlarge", "8xlarge"]
            }
        }
    }

    /// The `JobCode` of the incremental phase.
    pub(crate) fn incremental_code(self) -> &'static str {
        match self {
            Self::Migration => "04",
            Self::Synchronization => "07",
        }
    }

    /// The unit of `Delay` in DescribeDtsJobs, in milliseconds. DescribeDtsJobDetail always has milliseconds.
    pub(crate) fn listed_delay_unit(self) -> i64 {
        match self {
            Self::Migration => 1,
            Self::Synchronization => 1000,
        }
    }

    /// Whether an instance can be paid in advance.
    pub(crate) fn can_be_prepaid(self) -> bool {
        self == Self::Synchronization
    }
}
