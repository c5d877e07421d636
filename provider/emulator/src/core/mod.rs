//! What every emulated cloud needs: the server, the state and its store, the control API, the status page.

pub(crate) mod account;
pub(crate) mod control;
pub(crate) mod emulation;
pub(crate) mod faults;
pub(crate) mod http;
pub(crate) mod log;
pub(crate) mod nearest;
pub(crate) mod nonces;
pub(crate) mod page;
pub(crate) mod secret;
pub(crate) mod server;
pub(crate) mod shared;
pub(crate) mod store;
pub(crate) mod time;
pub(crate) mod tracked;
pub(crate) mod world;
