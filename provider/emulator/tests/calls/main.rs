//! The emulator as a client sees it: signed calls over a socket.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, reason = "helper functions of tests")]

mod access;
mod changed_answers;
mod client;
mod clusters;
mod conditions;
mod connections;
mod control;
mod cross_account;
mod durable;
mod endpoints;
mod every_fault;
mod held;
mod lifecycle;
mod limits;
mod modify;
mod not_emulated;
mod oidc;
mod options;
mod other_hosts;
mod page;
mod policies;
mod precheck;
mod purchased_before_configure;
mod ram;
mod remote;
mod setup;
mod several;
mod signatures;
mod strict;
mod sts;
mod synchronization;
mod tags;
mod tencent;
mod tls;
mod vendor_shapes;
mod verification;
mod ways;
