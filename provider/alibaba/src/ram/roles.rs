//! Roles: make, read, list, change, delete.

use super::Done;
use crate::wire::{JsonTags, answer, request};

request! {
    /// Makes a role. An existing one of that name gives `EntityAlreadyExists.Role`.
    CreateRole: RAM Create -> CreatedRoleAnswer {
        /// Name: 1 to 64 letters, digits, `.` or `-`.
        role_name: String = Query "RoleName",
        /// Trust document, JSON text.
        assume_role_policy_document: String = Query "AssumeRolePolicyDocument",
        /// Description, 1 to 1024 characters.
        description: Option<String> = Query "Description",
        /// Longest session in seconds, 3600 to 43200; the service's default is 3600.
        max_session_duration: Option<i64> = Query "MaxSessionDuration",
        /// Tags, at most 20.
        tags: JsonTags = Query "Tag",
    }
}

request! {
    /// Reads a role; unknown names give `EntityNotExist.Role`.
    GetRole: RAM Read -> RoleAnswer {
        /// Name.
        role_name: String = Query "RoleName",
    }
}

request! {
    /// Changes what is given and leaves the rest.
    UpdateRole: RAM Idempotent -> ChangedRoleAnswer {
        /// Name.
        role_name: String = Query "RoleName",
        /// New trust document, JSON text.
        new_assume_role_policy_document: Option<String> = Query "NewAssumeRolePolicyDocument",
        /// New description.
        new_description: Option<String> = Query "NewDescription",
        /// New longest session in seconds.
        new_max_session_duration: Option<i64> = Query "NewMaxSessionDuration",
    }
}

request! {
    /// Deletes a role that has no policy attached; otherwise `DeleteConflict.Role.Policy`.
    DeleteRole: RAM Idempotent -> Done {
        /// Name.
        role_name: String = Query "RoleName",
    }
}

request! {
    /// Lists the account's roles, without their trust documents.
    ListRoles: RAM Read -> RolePage {
        /// Where to go on; from the previous answer.
        marker: Option<String> = Query "Marker",
        /// Rows per page, 1 to 1000; the service's default is 100.
        max_items: Option<i64> = Query "MaxItems",
    }
}

answer! {
    /// Answer of `ListRoles`.
    RolePage {
        /// The list's wrapper.
        roles: ListedRoles = "Roles",
        /// Whether there is another page.
        is_truncated: bool = "IsTruncated",
        /// Where the next page begins.
        marker: String = "Marker",
    }
}

answer! {
    /// The list inside the wrapper.
    ListedRoles {
        /// One page of roles.
        role: Vec<ListedRole> = "Role",
    }
}

answer! {
    /// One role of the list.
    ListedRole {
        /// Name.
        role_name: String = "RoleName",
        /// When it was made, `YYYY-MM-DDThh:mm:ssZ`.
        create_date: String = "CreateDate",
    }
}

answer! {
    /// Answer of `CreateRole`.
    CreatedRoleAnswer {
        /// The role.
        role: CreatedRole = "Role",
    }
}

answer! {
    /// A role as `CreateRole` returns it.
    CreatedRole {
        /// Name.
        role_name: String = "RoleName",
        /// Identifier given by RAM, a numeric text.
        role_id: String = "RoleId",
        /// `acs:ram::<account>:role/<name>`.
        arn: String = "Arn",
        /// Trust document as RAM stored it, JSON text.
        assume_role_policy_document: String = "AssumeRolePolicyDocument",
        /// Description.
        description: String = "Description",
        /// Longest session in seconds.
        max_session_duration: Option<i64> = "MaxSessionDuration",
        /// When it was made, `YYYY-MM-DDThh:mm:ssZ`.
        create_date: String = "CreateDate",
    }
}

answer! {
    /// Answer of `UpdateRole`.
    ChangedRoleAnswer {
        /// The role.
        role: ChangedRole = "Role",
    }
}

answer! {
    /// A role as `UpdateRole` returns it.
    ChangedRole {
        /// Name.
        role_name: String = "RoleName",
        /// Identifier given by RAM.
        role_id: String = "RoleId",
        /// `acs:ram::<account>:role/<name>`.
        arn: String = "Arn",
        /// Trust document as RAM stored it, JSON text.
        assume_role_policy_document: String = "AssumeRolePolicyDocument",
        /// Description.
        description: String = "Description",
        /// Longest session in seconds.
        max_session_duration: Option<i64> = "MaxSessionDuration",
        /// When it was made.
        create_date: String = "CreateDate",
        /// When it was last changed.
        update_date: String = "UpdateDate",
    }
}

answer! {
    /// Answer of `GetRole`.
    RoleAnswer {
        /// The role.
        role: Role = "Role",
    }
}

answer! {
    /// A role as `GetRole` returns it.
    Role {
        /// Name.
        role_name: String = "RoleName",
        /// Identifier given by RAM.
        role_id: String = "RoleId",
        /// `acs:ram::<account>:role/<name>`.
        arn: String = "Arn",
        /// `<name>@role.<account>.onaliyunservice.com`.
        role_principal_name: String = "RolePrincipalName",
        /// Trust document as RAM stored it, JSON text.
        assume_role_policy_document: String = "AssumeRolePolicyDocument",
        /// Description.
        description: String = "Description",
        /// Longest session in seconds.
        max_session_duration: Option<i64> = "MaxSessionDuration",
        /// When it was made.
        create_date: String = "CreateDate",
        /// When it was last changed.
        update_date: String = "UpdateDate",
    }
}
