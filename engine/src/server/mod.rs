//! What is known about a server: family, version, variables, and the privileges of the login.

mod facts;
mod grants;

pub use facts::{Family, ServerFacts, Version};
pub use grants::Grants;
