//! The provider, and Terraform itself, killed at every point of an apply and of a destroy. The next apply recovers.

mod boundary;
mod case;
mod checks;
mod counts;
mod cut_off;
mod fixture;
mod foreign;
mod matrix;
mod other_directory;
mod recovery;
mod same_name;
mod scenario;
mod stale_lock;
mod unsaved_state;
