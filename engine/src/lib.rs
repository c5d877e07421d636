//! Copies MySQL and MariaDB databases from one server to another, and follows the changes of the source with its binary log.
//!
//! The crate knows neither Terraform nor a cloud. A [`plan::Plan`] says which objects of which server are migrated and how;
//! [`precheck::examine`] reports whether the
//! two servers allow it; [`job::Job`] does it, and continues from its [`checkpoint::Checkpoint`] after a crash;
//! [`verify::compare`] compares both sides.

mod apply;
pub mod checkpoint;
pub mod connect;
mod copy;
pub mod error;
pub mod job;
mod log;
pub mod plan;
pub mod precheck;
pub mod progress;
pub mod quote;
mod schema;
pub mod server;
pub mod shape;
mod sql;
mod start_position;
mod task;
pub mod throttle;
mod value;
pub mod verify;

pub use error::{Error, Kind, Result};
