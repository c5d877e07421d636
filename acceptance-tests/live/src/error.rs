//! Why a run against real accounts was refused or failed.

use std::path::PathBuf;

use acceptance_harness::HarnessError;

/// What went wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum RealError {
    /// The run was not requested.
    #[error("refused, nothing was called: {opt_in} is not 1. {costs} To run it, set {opt_in}=1.")]
    NoConsent {
        /// The variable.
        opt_in: &'static str,
        /// What a run creates and costs.
        costs: &'static str,
    },
    /// Settings that have no value.
    #[error("refused, nothing was called: {} not set. Set each as a variable; every value except a password may be in the TOML file that {file} names", names.join(", "))]
    Missing {
        /// Variables, each with its place in the file.
        names: Vec<String>,
        /// The variable that names the file.
        file: &'static str,
    },
    /// A setting with a value that cannot be one.
    #[error("refused, nothing was called: {name} is {value:?}: {must}")]
    Setting {
        /// Variable.
        name: &'static str,
        /// What it holds.
        value: String,
        /// What it must be.
        must: &'static str,
    },
    /// The file of settings.
    #[error("refused, nothing was called: the settings in {} cannot be read: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The profile is one of another account.
    #[error(
        "refused, nothing was created: the profile {profile:?} belongs to account {found}, the settings say {wanted}"
    )]
    WrongAccount {
        /// Profile.
        profile: String,
        /// Its account.
        found: String,
        /// The one in the settings.
        wanted: String,
    },
    /// A call of our own failed.
    #[error("{doing}: {source}")]
    Cloud {
        /// What was tried on what.
        doing: String,
        /// What the cloud returned.
        source: Box<alibaba::Error>,
    },
    /// Terraform or its folder.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// A step that did not give what it must.
    #[error("{what}:\n{found}")]
    Unexpected {
        /// What must not be.
        what: &'static str,
        /// What there is.
        found: String,
    },
    /// A job that does not end.
    #[error("the job {job} is still {status} after {minutes} minutes; look at it in the console, and sweep again")]
    Stuck {
        /// Its id.
        job: String,
        /// Its status.
        status: String,
        /// How long it was waited for.
        minutes: u64,
    },
    /// The user pressed Ctrl-C.
    #[error("interrupted; what carried the run's name was removed, look again with `make acceptance-real ARGS=sweep`")]
    Interrupted,
    /// A run failed, and so did the clean-up.
    #[error("{run}\nand the removal of what it left failed too: {sweep}\nRun `make acceptance-real ARGS=sweep`.")]
    Twice {
        /// Why the run failed.
        run: Box<RealError>,
        /// Why the sweep failed.
        sweep: Box<RealError>,
    },
}

impl RealError {
    /// For `map_err` on calls.
    pub(super) fn cloud(doing: impl Into<String>) -> impl FnOnce(alibaba::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Cloud { doing, source: Box::new(source) }
    }

    /// Whether it was refused before anything was called.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::NoConsent { .. } | Self::Missing { .. } | Self::Setting { .. } | Self::File { .. })
    }
}
