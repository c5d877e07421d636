//! Jobs between real MariaDB servers, as a client of the emulator sees them. They need `mariadbd`, so `cargo test` lists them as
//! ignored; `make test-rehearsal` runs them.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helper functions of tests")]

#[path = "../calls/client.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod client;
mod job;
mod killed;
mod lifecycle;
mod limits;
mod precheck;
mod safety;
mod stage;
mod synchronization;
mod untouched;
