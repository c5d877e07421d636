//! The world: which accounts, access keys and databases exist before the first call, read from a file.
//!
//! The words that such a file may have (engines, instance types, precheck items, …) are those of the clouds; they come as a
//! [`Vocabulary`].

mod check;
mod check_cluster;
mod check_database;
mod error;
mod file;
mod model;
mod oidc;
mod read;
mod vocabulary;
mod words;

pub use error::WorldError;
pub use model::World;
pub(crate) use model::{AccessKey, Account, Cluster, Database};
pub(crate) use oidc::{OidcProvider, OidcToken};
pub(crate) use vocabulary::Vocabulary;
