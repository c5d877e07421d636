//! What every emulated cloud needs. A cloud implements the traits of [`cloud`]; no module here depends on a certain
//! cloud.
//!
//! | module | subject |
//! |---|---|
//! | `server`, `http/` | connections, and requests as they come in |
//! | `serve/` | the steps of a call: faults, signature, performing, log |
//! | `shared`, `emulation/` | the state behind its lock, and its rows |
//! | `cloud` | what a cloud and its services implement |
//! | `store/` | the data directory |
//! | `world/`, `accounts/` | what exists before the first call |
//! | `faults/`, `log/` | injected faults, the request log |
//! | `control/`, `page/` | the control API under `/_control/`, the status page at `/` |
//! | `clock`, `time`, `nonces`, `secret`, `tracked`, `nearest`, `hash` | small helpers |
//! | `lag` | objects that exist and are not visible yet |

pub(crate) mod accounts;
pub(crate) mod clock;
pub(crate) mod cloud;
pub(crate) mod control;
pub(crate) mod emulation;
pub(crate) mod faults;
pub(crate) mod hash;
pub(crate) mod http;
pub(crate) mod lag;
pub(crate) mod log;
pub(crate) mod nearest;
pub(crate) mod nonces;
pub(crate) mod page;
pub(crate) mod secret;
pub(crate) mod serve;
pub(crate) mod server;
pub(crate) mod shared;
pub(crate) mod store;
pub(crate) mod time;
pub(crate) mod tracked;
pub(crate) mod world;
