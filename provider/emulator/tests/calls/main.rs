//! The emulator as a client sees it: signed calls over a socket.
#![allow(clippy::unwrap_used, reason = "helper functions of tests")]

mod access;
mod client;
mod control;
mod cross_account;
mod life;
mod modify;
mod precheck;
mod ram;
mod setup;
mod signatures;
mod strict;
mod sts;
mod tags;
