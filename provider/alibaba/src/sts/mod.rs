//! Security Token Service: the caller's identity, and temporary credentials of roles.

mod generated;

pub use generated::*;
