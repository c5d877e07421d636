//! Tencent Cloud.

mod data_sources;
mod example;
mod instance;
pub(crate) mod provider_block;
mod role_credentials;
mod role_trust;
pub(crate) mod support;
mod task;
