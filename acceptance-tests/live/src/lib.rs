//! `make acceptance-real`: the acceptance loop against real accounts, and the sweeper of what it leaves.
//!
//! | module | subject |
//! |---|---|
//! | [`opt_in`] | nothing is called without an explicit request |
//! | [`settings`] | which accounts and databases, from variables and a file |
//! | [`environment`] | the variables that are handed on to Terraform and the provider |
//! | [`accounts`] | the accounts behind the profiles, checked before anything is created |
//! | `folder` | a Terraform folder with `main.tf` and its values |
//! | [`run`] | apply, empty plan, change, import, destroy, nothing left |
//! | [`sweep`] | finds and removes what carries a name |
//!
//! Nothing here knows whether it talks to the cloud or to an emulator: the endpoints come from the environment.

pub mod accounts;
pub mod environment;
mod error;
mod folder;
pub mod opt_in;
pub mod run;
pub mod settings;
pub mod sweep;

pub use error::RealError;

/// Reports the progress, one line at a time.
pub type Say<'s> = &'s mut (dyn FnMut(&str) + Send);
