//! Tencent Cloud.

mod assume_role_grant;
mod data_sources;
mod example;
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
