//! A local emulator of the APIs with which databases are migrated across accounts: RAM 2015-05-01, STS 2015-04-01 and
//! DTS 2020-01-01 of Alibaba Cloud, and CAM 2019-01-16, STS 2018-08-13, Tag 2018-08-13 and DTS 2021-12-06 of Tencent
//! Cloud.
//!
//! One address serves all of them, as the official SDKs speak to them: signed requests (ACS3-HMAC-SHA256 or the older
//! RPC HMAC-SHA1; TC3-HMAC-SHA256 for Tencent Cloud), parameters in the query, a form or a JSON body, JSON answers. A [`World`] says which accounts, access
//! keys and databases exist; everything else (roles, policies, jobs, instances) is created by calls and lives in
//! memory, and in a data directory if the [`Options`] name one.
//!
//! The crate is independent: it has its own signature code, its own parameter tables and its own policy evaluation, and
//! shares no code with the clients that are tested with it.
//!
//! # Layout
//!
//! | folder | subject | depends on |
//! |---|---|---|
//! | `policy/` | policy documents and their evaluation | |
//! | `jobs/` | the states of a job, and how fast it moves | |
//! | `core/` | the parts that every cloud needs: server, state, store, accounts, world, faults, log, control API, status page | `policy`, `jobs` |
//! | `rehearsal/` | jobs between real servers: the seam to the engine, which moves the rows | `core` |
//! | `alibaba/` | the gateway and the services of Alibaba Cloud | `core`, `policy`, `jobs` |
//! | `tencent/` | the gateway and the services of Tencent Cloud | `core`, `policy`, `jobs` |
//! | `start`, `options`, `world_file`, `profiles`, `cli` | the interface of the crate | all |
//!
//! The core uses clouds through the traits of `core::cloud` only. A new cloud is a folder beside `alibaba/` and a line
//! in `start`; a new service is a folder in its cloud. A service has its own state, and its own rows in the data
//! directory (`core::store::Persist`). There are no circular imports between the folders.
//!
//! # The steps of a request
//!
//! 1. `core::server` receives the HTTP request, and `core::serve` passes it to the `Gateway` of the cloud. The gateway
//!    reads it once; the result is a `PendingCall`, with the entry for the request log.
//! 2. The rules for faults are compared with that entry: a fault can delay, hold, fail or cut the call.
//! 3. The access key is looked up under the lock; the signature is checked without it.
//! 4. Under the lock, the nonce is stored and the handler of the action runs. A handler changes only the state of its
//!    service and reads everything else from a context. It does not wait.
//! 5. Still under the lock, each service returns the rows that have changed. A thread writes them; the call is answered
//!    when they are on disk.
//!
//! Jobs move as their pace says (`jobs::Pace`): with polls, or with time. A job between two real servers is driven by the
//! engine: a regular call reads what the engine reports, so that no handler waits for it.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests start tasks and measure time"))]

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
mod profiles;
mod rehearsal;
mod start;
mod tencent;
mod world_file;

pub use alibaba::configure_refusal;
pub use core::http::remote::{RemoteAccess, TokenError};
pub use core::server::Emulator;
pub use core::store::StoreError;
pub use core::world::{World, WorldError};
pub use options::{Options, ReportMode};
pub use profiles::ProfilesError;
pub use start::{StartError, start};
