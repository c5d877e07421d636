//! Runs that fail or are interrupted, and the effect of the next run.

mod failed_creates;
mod faulty_calls;
mod interruptions;
