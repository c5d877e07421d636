//! Cloud Access Management: roles, policies, and what they are attached to.
//!
//! CAM is one global service for an account; it has no region. A role, a user and a policy that do not exist give codes of
//! `InvalidParameter`, for example `InvalidParameter.RoleNotExist`.

mod generated;

pub use generated::*;
