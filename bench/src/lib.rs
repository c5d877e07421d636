//! `make bench`: measures the speed, the memory and the size of the provider, beside a provider on the crate tf-provider.
//!
//! | module | what is measured |
//! |---|---|
//! | `startup` | from the start of the process to the handshake line; `GetProviderSchema` |
//! | `memory` | resident memory after `ConfigureProvider`; size of the binary |
//! | `selection` | processor time for validating and planning a task with 1,000 and with 10,000 tables |
//! | `plans` | wall time of fresh plans with the real Terraform, of 0 to 3,000 resources |
//! | `processor` | processor time of the provider in such plans |
//! | `lifecycle` | apply, refresh and destroy of many trusts against an emulator with a latency |
//! | `peak_memory` | memory of a provider that creates and reads 5,000 trusts |
//! | `tasks` | refresh of many tasks and instances |
//! | `emulator/` | calls a second, start and memory of the emulator with 10,000 jobs on disk |
//! | `engine/` | the engine of jobs between real servers, beside other programs; needs MariaDB |
//! | `changes` | the figures of these three; they run in a `workspace`, and `calls` counts the calls to the emulator |
//!
//! Most of the time of a plan is Terraform's own work, which grows with the number of a resource's attributes. Therefore the plans of
//! two resources without a cloud are measured, too (`src/bin/plain-provider`): one that is as small as possible, and one with the
//! attributes of the control.
//!
//! `run` runs all measurements in this order. `report` prints each as a `metric` beside its goal. `static_metrics` has those that
//! change nothing in a cloud.

mod calls;
mod changes;
mod emulator;
mod engine;
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
