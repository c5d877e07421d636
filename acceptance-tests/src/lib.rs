//! Harness of the acceptance tests: starts the emulator, runs the real Terraform binary, reads what comes back.
//!
//! | module | subject |
//! |---|---|
//! | [`binaries`] | where the provider and Terraform are |
//! | [`built_in`] | Terraform as the accounts of the built-in world use it |
//! | [`terraform`] | Terraform in a folder and an environment of its own |
//! | [`emulator`] | the emulator as a process, and its control API |
//! | [`profiles`] | the aliyun CLI's file of profiles |
//! | [`conformance`] | a plugin client of our own, for what the CLI does not show |
//! | [`mod@bench`] | how quick and how small the provider is |
//! | [`imported`] | what a plan after an import may still want |
//! | [`load`] | many signed calls in a short time |
//! | [`wire`] | the provider over the wire, configured and with objects to manage |
//! | [`docs`] | the registry's pages |
//! | [`real`] | the acceptance loop against real accounts |
//! | [`table`] | tables for terminals |

pub mod bench;
pub mod binaries;
pub mod built_in;
pub mod conformance;
pub mod docs;
pub mod emulator;
mod error;
pub mod imported;
pub mod load;
pub mod profiles;
pub mod real;
pub mod table;
pub mod terraform;
pub mod wire;

pub use error::HarnessError;
