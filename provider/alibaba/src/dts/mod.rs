//! Data Transmission Service: the actions of migration and synchronization jobs.
//!
//! A two-way synchronization is one instance with two jobs, a forward and a reverse one. Most calls name the direction; a
//! call without a direction is about the forward job. The purchase returns only the forward job; the reverse job is in
//! [`JobSummary::reverse_job`] and in the answer of `ConfigureDtsJob` for the direction `Reverse`.
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
