//! Tests on two real MariaDB servers. They need `mariadbd`, so `cargo test` lists them as ignored; `make test-rehearsal` runs them.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "the helpers of tests stop the test")]

mod chaos;
mod compare;
mod crash;
mod facts;
mod follow;
mod limits;
mod precheck;
mod servers;
mod support;
mod suspend;
mod two_way;
mod values;
