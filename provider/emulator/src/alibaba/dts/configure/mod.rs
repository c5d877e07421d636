//! ConfigureDtsJob and DescribeConnectionStatus: the valid parameters of a job.

mod configure_job;
mod connection_status;
mod options;
pub(crate) mod sides;

pub(crate) use configure_job::{configure, configure_refusal};
pub(crate) use connection_status::describe as describe_connection_status;
