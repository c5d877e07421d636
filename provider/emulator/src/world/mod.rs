//! The world file: which accounts, access keys and databases exist.

mod builtin;
mod check;
mod error;
mod file;
mod model;

pub use error::WorldError;
pub use model::World;
pub(crate) use model::{AccessKey, Account, Database};

#[cfg(test)]
mod tests;
