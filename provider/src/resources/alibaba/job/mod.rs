//! DTS jobs: what the resources, the data sources and the functions of every kind of job have in common.

mod describe;
pub(crate) mod endpoint;
mod error;
mod kind;
pub(crate) mod objects;
pub(crate) mod precheck;
mod progress;
mod release;
mod retry;
mod status;
mod watch;

pub(crate) use describe::{detail, summary};
pub(super) use error::{OperationError, vanished};
pub(crate) use kind::{JobKind, MIGRATION};
pub(super) use progress::Progress;
pub(super) use release::{Release, release, stop};
pub(super) use retry::retry_while_busy;
pub(super) use status::DataMovement;
pub(super) use watch::wait_for_job;
