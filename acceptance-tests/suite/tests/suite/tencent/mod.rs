//! Tencent Cloud.

mod assume_role_grant;
mod call_rates;
mod data_sources;
mod example;
mod expiring_keys;
mod instance;
mod lost_answers;
mod moves;
pub(crate) mod provider_block;
mod refusals;
mod role_credentials;
mod role_trust;
mod secrets;
pub(crate) mod support;
mod task;
