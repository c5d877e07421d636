//! The same objects in two states: each object belongs to one of them, and the other
//! one gets an error.

mod account;
mod configuration;
mod one_run;
mod start;
mod two_runs;
