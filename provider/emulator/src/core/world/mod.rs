//! The world file: which accounts, access keys and databases exist.

mod builtin;
mod check;
mod check_cluster;
mod check_database;
mod error;
mod file;
mod model;
mod oidc;
#[cfg(test)]
mod tests;

pub use error::WorldError;
pub use model::World;
pub(crate) use model::{AccessKey, Account, Cluster, Database};
pub(crate) use oidc::{OidcProvider, OidcToken};
