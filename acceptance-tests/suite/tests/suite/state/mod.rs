//! What is in the state: import, generated configuration, resource identity, states of older versions.

pub(crate) mod generated_configuration;
mod identity;
pub(crate) mod import;
mod import_by_identity;
mod imported_options;
mod moves;
mod refresh;
mod region;
mod upgrade;
