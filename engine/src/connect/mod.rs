//! Connections to a server: where it is, who logs in, and a session that is set up for copying.

mod endpoint;
mod session;

pub use endpoint::{Address, Endpoint, Secret, Tls};
pub use session::{Session, Side};
