//! How the cloud behaves.

use std::sync::Arc;

use crate::jobs::Pace;
use crate::rehearsal::Rehearsals;

/// Which call reports a broken cross-account authorization. The documentation of the cloud does not say which of the
/// two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ReportMode {
    /// As the error of ConfigureDtsJob or StartDtsJob.
    #[default]
    Configure,
    /// As a failed `CHECK_CONN_SRC` or `CHECK_CONN_DEST` item of the precheck.
    Precheck,
}

/// What jobs between real servers may do.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RealJobs {
    /// They are checked, and write nothing.
    pub(crate) is_dry_run: bool,
    /// The largest size of the tables that a job copies.
    pub(crate) most_bytes: Option<u64>,
}

/// How the cloud behaves.
#[derive(Clone)]
pub(crate) struct AlibabaOptions {
    /// How fast jobs move.
    pub(crate) pace: Arc<dyn Pace>,
    pub(crate) report_cross_account: ReportMode,
    /// The jobs between real servers.
    pub(crate) rehearsals: Arc<Rehearsals>,
    /// What jobs between real servers may do.
    pub(crate) real_jobs: RealJobs,
    /// Keep a deleted job in the lists as `Finished`.
    pub(crate) keep_released: bool,
}
