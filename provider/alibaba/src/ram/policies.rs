//! Policies attached to roles.

use super::Done;
use crate::wire::{answer, request};

request! {
    /// Attaches a policy to a role; `EntityAlreadyExists.Role.Policy` when it already is.
    AttachPolicyToRole: RAM Idempotent -> Done {
        /// `System` or `Custom`.
        policy_type: String = Query "PolicyType",
        /// Policy name.
        policy_name: String = Query "PolicyName",
        /// Role name.
        role_name: String = Query "RoleName",
    }
}

request! {
    /// Detaches a policy from a role; `EntityNotExist.Role.Policy` when it is not attached.
    DetachPolicyFromRole: RAM Idempotent -> Done {
        /// `System` or `Custom`.
        policy_type: String = Query "PolicyType",
        /// Policy name.
        policy_name: String = Query "PolicyName",
        /// Role name.
        role_name: String = Query "RoleName",
    }
}

request! {
    /// Lists what is attached to a role.
    ListPoliciesForRole: RAM Read -> PoliciesForRole {
        /// Role name.
        role_name: String = Query "RoleName",
    }
}

answer! {
    /// Answer of `ListPoliciesForRole`.
    PoliciesForRole {
        /// The list's wrapper.
        policies: AttachedPolicies = "Policies",
    }
}

answer! {
    /// The list inside the wrapper.
    AttachedPolicies {
        /// The attached policies.
        policy: Vec<AttachedPolicy> = "Policy",
    }
}

answer! {
    /// One attached policy.
    AttachedPolicy {
        /// Policy name.
        policy_name: String = "PolicyName",
        /// `System` or `Custom`.
        policy_type: String = "PolicyType",
        /// Version in force, e.g. `v1`.
        default_version: String = "DefaultVersion",
        /// When it was attached.
        attach_date: String = "AttachDate",
    }
}
