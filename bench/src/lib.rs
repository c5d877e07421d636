//! `make bench`: how quick and how small the provider is, beside a provider on the crate tf-provider.
//!
//! | module | what is measured |
//! |---|---|
//! | `startup` | from the start of the process to the handshake line; `GetProviderSchema` |
//! | `memory` | resident memory after `ConfigureProvider`; size of the binary |
//! | `selection` | processor time for validating and planning a task with 1,000 and with 10,000 tables |
//! | `plans` | wall time of fresh plans with the real Terraform, of 0 to 3,000 resources |
//! | `processor` | processor time of the provider in such plans |
//! | `lifecycle` | apply, refresh and destroy of many trusts against an emulator with a latency |
//! | `peak` | memory of a provider that makes and reads 5,000 trusts |
//! | `tasks` | refresh of many tasks and instances |
//! | `emulator/` | calls a second, start and memory of the emulator with 10,000 jobs on disk |
//! | `changes` | the figures of these three; `workspace` is where they run, `calls` what the emulator was asked for |
//!
//! What a plan takes is mostly Terraform's own work, and that grows with a resource's attributes. So plans are also made of
//! two resources without a cloud (`src/bin/plain-provider`): one as small as can be, and one with the control's attributes.
//!
//! `run` makes all of them in this order; `report` sets them beside their goals, a `metric` each; `static_metrics` has those that change nothing in a cloud.

mod calls;
mod changes;
mod emulator;
mod error;
mod large_task;
mod lifecycle;
mod memory;
mod metric;
mod peak_memory;
mod plans;
mod processor;
mod report;
mod run;
mod samples;
mod selection;
mod settings;
mod startup;
mod static_metrics;
mod subject;
mod tasks;
mod workspace;
mod wrapper;

pub use error::BenchError;
pub use report::Report;
pub use run::run;
pub use settings::{Binaries, Settings};
