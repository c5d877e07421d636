//! A moved resource that was not refreshed yet: nothing is known of the object in the cloud.

use tfplugin::{
    diagnostic::Diagnostic,
    private::Private,
    resource::{Apply, Outcome, Plan},
};

use crate::resources::shared::private_state::Key;

/// The type of the resource that was moved, until a refresh has read the object.
const UNREAD: Key<String> = Key::new("moved_from", 1);

const NOT_REFRESHED: &str = "The moved resource was not refreshed";

/// Marks a resource that was moved from a resource of this type.
pub(crate) fn mark_unread(private: &mut Private, source_type: &str) {
    UNREAD.write(private, source_type.to_owned());
}

/// Whether the resource was moved and not refreshed since.
pub(crate) fn is_unread(private: &Private) -> bool {
    UNREAD.read(private).is_some()
}

/// Removes the mark.
pub(crate) fn record_read(private: &mut Private) {
    UNREAD.remove(private);
}

/// How a resource came into the state if it has never been read: `moved` or `imported`.
pub(crate) fn arrival_if_unread(private: &Private, is_import: bool) -> Option<&'static str> {
    (is_import || is_unread(private)).then(|| arrival(private))
}

/// What cannot be done with an object that does not exist: `moved` or `imported`.
pub(crate) fn arrival(private: &Private) -> &'static str {
    if is_unread(private) { "moved" } else { "imported" }
}

/// The warning of a plan without a refresh. Such a plan must replace nothing, and must show a change.
pub(crate) fn plan_unread<M>(plan: &mut Plan<M>) -> Option<Diagnostic> {
    let source = UNREAD.read(&plan.private).filter(|_| plan.prior.is_some())?;
    plan.replace.clear();
    Some(Diagnostic::warning(
        NOT_REFRESHED,
        format!(
            "It was moved from {source}, and this plan does not refresh it, so nothing is known of the object in the cloud. The plan shows \
             a change of a computed attribute, and an apply of this plan fails. Plan again without -refresh=false."
        ),
    ))
}

/// The outcome of an update whose plan did not refresh the resource: an error, and nothing changes.
pub(crate) fn update_unread<M: Clone>(apply: &Apply<M>) -> Option<Outcome<M>> {
    let source = UNREAD.read(&apply.private)?;
    let error = Diagnostic::error(
        NOT_REFRESHED,
        format!(
            "It was moved from {source}, and the plan of this apply did not refresh it, so nothing is known of the object in the cloud. \
             Nothing was changed. Plan again without -refresh=false."
        ),
    );
    Some(Outcome::with_state(apply.prior.clone()?, error).with_private(apply.private.clone()))
}

#[cfg(test)]
mod tests {
    use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

    use super::*;

    fn plan(private: &Private, prior: Option<()>) -> Plan<()> {
        Plan {
            prior,
            config: (),
            planned: (),
            replace: vec![AttributePath::of(&["task_id"])],
            private: private.clone(),
            diagnostics: Diagnostics::new(),
        }
    }

    fn apply(private: &Private) -> Apply<()> {
        Apply { prior: Some(()), config: (), planned: (), private: private.clone() }
    }

    #[test]
    fn a_moved_resource_is_unread_until_it_is_read() {
        let mut private = Private::default();
        assert!(!is_unread(&private) && update_unread(&apply(&private)).is_none());
        assert!(plan_unread(&mut plan(&private, Some(()))).is_none());
        assert_eq!(arrival(&private), "imported");

        mark_unread(&mut private, "alicloud_ram_role");
        assert_eq!(arrival(&private), "moved");
        let mut change = plan(&private, Some(()));
        assert!(plan_unread(&mut change).unwrap().detail.contains("moved from alicloud_ram_role"));
        assert!(change.replace.is_empty());
        assert!(plan_unread(&mut plan(&private, None)).is_none(), "a new object");
        let rejected = update_unread(&apply(&private)).unwrap();
        assert!(rejected.state.is_some() && rejected.diagnostics.has_errors() && is_unread(&rejected.private));

        record_read(&mut private);
        assert!(!is_unread(&private));
    }
}
