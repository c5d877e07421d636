//! What the tests have in common: an emulator and a Terraform folder, configurations, and other clients of the same
//! cloud.

pub(crate) mod case;
pub(crate) mod evaluation;
pub(crate) mod external_changes;
pub(crate) mod grpc;
pub(crate) mod moves;
pub(crate) mod reimport;
pub(crate) mod standalone;
pub(crate) mod stopped_command;

pub(crate) use acceptance_harness::hcl;
