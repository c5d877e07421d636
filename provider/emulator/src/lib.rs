//! A local emulator of three Alibaba Cloud APIs: RAM 2015-05-01, STS 2015-04-01 and DTS 2020-01-01.
//!
//! One address serves all of them, as the official SDKs speak to them: signed requests (ACS3-HMAC-SHA256 or the older
//! RPC HMAC-SHA1), parameters in the query or in a form body, JSON answers. A [`World`] says which accounts, access
//! keys and databases exist; everything else (roles, policies, jobs, instances) is made by calls and lives in memory, and
//! in a data directory if the [`Options`] name one.
//!
//! The crate is an independent witness: it has its own signature code, its own parameter tables and its own policy
//! evaluation, and shares nothing with the clients that are tested against it.
//!
//! Where things are:
//!
//! | folder | subject |
//! |---|---|
//! | `core/` | the server, the state and its store, the request log, faults, the control API, the status page |
//! | `policy/` | policy documents and their evaluation |
//! | `jobs/` | the state machine of a job |
//! | `alibaba/gateway/` | how a request is addressed, signed, dispatched and answered |
//! | `alibaba/{ram,sts,dts}/` | the three services |
//! | `alibaba/parameters.toml` | per action: known parameters and the types of its answer |
//! | `alibaba/not_emulated.toml` | the cloud's other actions |

mod alibaba;
pub mod cli;
mod core;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod jobs;
mod options;
#[cfg(test)]
mod parameter_coverage;
mod policy;
mod start;
mod world_file;

pub use core::server::Emulator;
pub use core::store::StoreError;
pub use core::world::{World, WorldError};
pub use options::{Options, ReportMode};
pub use start::{StartError, start};
