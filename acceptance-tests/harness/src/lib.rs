//! Starts the emulator and runs the real Terraform binary, for tests, benchmarks and the demo.
//!
//! | module | subject |
//! |---|---|
//! | [`binaries`] | where the provider and Terraform are |
//! | [`built_in`] | Terraform with the accounts of the emulator's built-in world |
//! | [`terraform`] | Terraform in a separate folder and environment |
//! | [`emulator`] | the emulator as a process, and its control API |
//! | [`profiles`] | the profile file of the Alibaba Cloud CLI |
//! | [`folder`] | copies of folders |
//! | [`hcl`] | configurations as text, and changes to them |
//! | [`import_plan`] | the changes that a plan after an import may show |
//! | [`load`] | many signed calls in a short time |
//! | [`repository`] | the folder of the repository |
//! | [`table`] | tables for terminals |

pub mod binaries;
pub mod built_in;
pub mod emulator;
mod error;
pub mod folder;
pub mod hcl;
pub mod import_plan;
pub mod load;
pub mod profiles;
pub mod repository;
pub mod table;
pub mod terraform;

pub use error::HarnessError;
