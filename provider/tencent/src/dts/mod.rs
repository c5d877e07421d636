//! Data Transmission Service: migration jobs.
//!
//! A job is bought first ([`CreateMigrationService`]), then configured, checked, started, and completed. Types and regions cannot be
//! changed after the purchase.

mod generated;
mod job_status;
mod key_value;
#[cfg(test)]
mod tests;
mod trade_status;

pub use generated::*;
pub use job_status::JobStatus;
pub use key_value::KeyValue;
pub use trade_status::TradeStatus;
