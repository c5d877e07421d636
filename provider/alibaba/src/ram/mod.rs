//! Resource Access Management: roles, the policies attached to them, and their tags.
//!
//! RAM is one global service for an account; it has no region. Every parameter is sent in the query. Lists are sent as JSON
//! text, and answers have a flat list of tags, unlike DTS.

mod generated;

pub use generated::*;
