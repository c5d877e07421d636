//! The emulator as a client sees it: signed calls over a socket.
#![allow(clippy::unwrap_used, reason = "helper functions of tests")]

mod access;
mod client;
mod clusters;
mod control;
mod cross_account;
mod endpoints;
mod every_fault;
mod held;
mod life;
mod limits;
mod modify;
mod oidc;
mod options;
mod precheck;
mod ram;
mod setup;
mod signatures;
mod strict;
mod sts;
mod tags;
mod verification;
mod ways;
