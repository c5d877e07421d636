//! The calls that change a job.

mod endpoint;
mod job;
mod objects;

pub(crate) use endpoint::modify_endpoint;
pub(crate) use job::{config, describe_config, dynamic_config, name, password, reserved};
