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
//! | `request/` | from HTTP to an action with parameters |
//! | `verify/` | signatures, clock tolerance, nonces, session tokens |
//! | `policy/` | policy documents and their evaluation |
//! | `world/` | the world file |
//! | `ram/`, `sts/`, `dts/` | the three services, one file per subject |
//! | `store/` | the data directory |
//! | `control/` | the control API under `/_control/` |
//! | `page/` | the status page at `/` |
//! | `parameters.toml` | per action: known parameters and the types of its answer |
//! | `not_emulated.toml` | the cloud's other actions |

mod access;
mod account;
mod answer;
#[cfg(test)]
mod asked;
pub mod cli;
mod connection;
mod emulation;
mod exchange;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod ids;
mod local;
mod nearest;
mod not_emulated;
mod options;
mod page;
mod parameters;
mod policy;
mod ram;
mod request;
mod secret;
mod server;
mod shared;
mod store;
mod sts;
mod time;
mod tracked;
mod verify;
mod world;

mod control;
mod dts;

pub use options::{Options, ReportMode};
pub use server::{Emulator, StartError, start};
pub use store::StoreError;
pub use world::{World, WorldError};
