//! Runs that fail or are interrupted, and what the next run does.

mod failed_creates;
mod faulty_calls;
mod interruptions;
