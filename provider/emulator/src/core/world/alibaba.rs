//! Behaviour of Alibaba Cloud that a world file chooses.

use serde::Deserialize;

/// Behaviour that no source confirms: a world chooses it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AlibabaSwitches {
    /// A two-way synchronization that is configured first gets no reverse job from its purchase.
    pub(crate) configured_first_stays_one_way: bool,
    /// A call that names a reverse job must name its direction, too.
    pub(crate) direction_is_required: bool,
    /// The forward job cannot be released while the reverse job is configured.
    pub(crate) forward_is_released_last: bool,
    /// A released job stays in the answers as `Finished`.
    pub(crate) released_jobs_stay: bool,
    /// ResetDtsJob gives the new job a new ID.
    pub(crate) reset_changes_id: bool,
    /// `DbObject` has a `state` in every object, and its own order of the keys.
    pub(crate) objects_have_state: bool,
    /// The port of a database of a cloud instance is filled in.
    pub(crate) ports_are_filled_in: bool,
    /// A synchronization that changes its objects cannot be started.
    pub(crate) start_waits_for_changes: bool,
    /// DescribeDtsJobs returns the owner and the role of a side.
    pub(crate) lists_return_owners: bool,
}
