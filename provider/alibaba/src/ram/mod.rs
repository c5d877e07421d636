//! Resource Access Management: roles, the policies attached to them, and their tags.
//!
//! RAM is one global service per account; it has no region. Every parameter travels in the query.

mod policies;
mod roles;
mod tags;

pub use policies::{
    AttachPolicyToRole, AttachedPolicies, AttachedPolicy, DetachPolicyFromRole, ListPoliciesForRole, PoliciesForRole,
};
pub use roles::{
    ChangedRole, ChangedRoleAnswer, CreateRole, CreatedRole, CreatedRoleAnswer, DeleteRole, GetRole, ListRoles,
    ListedRole, ListedRoles, Role, RoleAnswer, RolePage, UpdateRole,
};
pub use tags::{ListTagResources, RoleTag, RoleTags, TagResources, UntagResources};

crate::wire::answer! {
    /// An answer that only confirms.
    Done {}
}
