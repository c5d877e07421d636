//! The error of a role that cannot be assumed.

use cloud_core::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::Kind;
use crate::diagnostics::cloud_error_at;

/// How the STS of each cloud says that there is no such role.
const NO_ROLE: [&str; 2] = ["EntityNotExist.Role", "ResourceNotFound.RoleNotFound"];

/// The error of a role that cannot be assumed. A role that does not exist may be one that the same apply creates.
pub(in crate::ephemeral) fn not_assumed(kind: &Kind, role_arn: &str, error: &Error) -> Diagnostic {
    let path = AttributePath::of(&["role_arn"]);
    let mut diagnostic =
        cloud_error_at(path, "Cannot assume the role", &format!("Assuming the role {role_arn}"), error);
    if error.code().is_some_and(|code| NO_ROLE.contains(&code)) {
        diagnostic.detail.push_str(&later(kind.role));
    }
    diagnostic
}

/// What to write for a role of the same apply.
fn later(role: &str) -> String {
    format!(
        "\n\nIf the same apply creates the role: Terraform assumes it already during the plan, because {role} has its arn in the plan. \
         With a value that is known only after the apply, Terraform waits for the role: role_arn = {role}.NAME.role_id != \"\" ? \
         {role}.NAME.arn : null"
    )
}
