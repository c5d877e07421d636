//! Attachments of policies, for which there is no resource.

use tfplugin::diagnostic::Diagnostic;

/// The error of a `moved` block for an attachment of a policy: the role attaches its policies.
pub(crate) fn attachment(source_type: &str, target: &str) -> Diagnostic {
    Diagnostic::error(
        "An attachment of a policy cannot be moved",
        format!(
            "{target} attaches the policies of the role itself (permission_policies) and finds those that are attached. Remove the attachment \
             from the state, without detaching the policy:\n\n  removed {{\n    from = {source_type}.<name>\n    lifecycle {{\n      destroy = \
             false\n    }}\n  }}"
        ),
    )
}
