//! The settings of the provider block that do not belong to one cloud.

use std::{path::Path, time::Duration};

use cloud_core::{Environment, RateLimiter};

/// Whether the provider may call a cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It may.
    Online,
    /// The configuration or the environment forbids it.
    Offline,
    /// The provider block has values that are known only after apply.
    Unknown,
}

/// The general settings.
#[derive(Clone, Debug)]
pub(super) struct General {
    /// Whether calls are possible.
    pub(super) mode: Mode,
    /// `allowed_account_ids`, if it is set and completely known.
    pub(super) allowed_ids: Option<Vec<String>>,
    /// `ownership_id`.
    pub(super) ownership_id: Option<String>,
    /// `max_retries`; none for the default.
    pub(super) max_retries: Option<u32>,
    /// `request_timeout`; none for the default.
    pub(super) request_timeout: Option<Duration>,
    /// `User-Agent` header of all calls.
    pub(super) user_agent: String,
    /// The environment variables of the process.
    pub(super) environment: Environment,
}

impl General {
    /// Terraform starts one process for each provider block, all in the same working directory: they share their rates in the data
    /// directory. Two accounts share a rate as well, because the account of a block is not known before its first call.
    pub(super) fn rate_limiter(&self) -> RateLimiter {
        let data = Path::new(self.environment.get("TF_DATA_DIR").unwrap_or(".terraform"));
        if data.is_dir() { RateLimiter::shared_in(data.join("dts").join("rate")) } else { RateLimiter::default() }
    }
}
