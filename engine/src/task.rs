//! What all steps of a job share.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::checkpoint::Recorder;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::throttle::Throttle;

/// A running job.
pub(crate) struct Task {
    pub(crate) plan: Plan,
    pub(crate) recorder: Recorder,
    pub(crate) progress: Arc<Progress>,
    pub(crate) throttle: Arc<Throttle>,
    /// The job stops after the running statement, and can continue later.
    pub(crate) suspend: CancellationToken,
    /// The job applies what the source has now, and ends.
    pub(crate) finish: CancellationToken,
}
