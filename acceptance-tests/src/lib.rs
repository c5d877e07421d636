//! Harness of the acceptance tests: starts the emulator, runs the real Terraform binary, compares.

pub mod conformance;
