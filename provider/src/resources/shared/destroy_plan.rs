//! The plan of a change that comes before a destroy.

use tfplugin::diagnostic::{Diagnostics, Severity};

use super::create_record::is_destroy;

/// Removes the errors about a planned change if the run is a destroy. Terraform plans every resource of the configuration before it destroys
/// them, creates what is missing in this plan, and discards it. An object that is already gone must not stop the destroy. What a destroy
/// may not release is checked in the plan of the destroy, and in the delete.
pub(crate) fn allow_destroy(diagnostics: &mut Diagnostics) {
    if diagnostics.has_errors() && is_destroy() {
        let all = std::mem::take(diagnostics);
        diagnostics.extend(all.into_iter().filter(|diagnostic| diagnostic.severity != Severity::Error));
    }
}
