//! Data Transmission Service: the actions of migration jobs.
//!
//! Configure (a job without an instance) → precheck → purchase → run → stop → release. The spelling of DTS differs between
//! actions: `DtsInstanceId` in most requests, but `DtsInstanceID` in `DescribeDtsJobDetail` and in all answers that
//! describe jobs; `SourceEndpointDatabaseName`, but `DestinationEndpointDataBaseName`.

mod generated;
mod job_status;
#[cfg(test)]
mod tests;

pub use generated::*;
pub use job_status::JobStatus;
