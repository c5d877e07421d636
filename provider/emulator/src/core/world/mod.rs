//! The world: which accounts, access keys and databases exist before the first call, read from a file.
//!
//! The clouds define the words of such a file (engines, instance types, precheck items, …) in a [`Vocabulary`].

mod alibaba;
mod check;
mod check_cluster;
mod check_database;
mod check_tencent;
mod error;
mod file;
mod model;
mod oidc;
mod read;
mod real;
mod seen;
mod tencent;
mod tencent_file;
mod vocabulary;
mod words;

pub(crate) use alibaba::AlibabaSwitches;
pub use error::WorldError;
pub use model::World;
pub(crate) use model::{AccessKey, Account, Cluster, Database};
pub(crate) use oidc::{OidcProvider, OidcToken};
pub(crate) use real::{RealAddress, RealServer, RealTls};
pub(crate) use tencent::{TencentAccount, TencentDatabase, TencentGroup, TencentKey, TencentSwitches};
pub(crate) use vocabulary::{TencentVocabulary, Vocabularies, Vocabulary};
