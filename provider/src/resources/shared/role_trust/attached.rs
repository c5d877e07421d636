//! The policies that the resource attached, so that destroy detaches no others.

use tfplugin::private::Private;

use crate::resources::shared::private_state::Key;

/// The keys of the policies that this resource attached.
const ATTACHED: Key<Vec<String>> = Key::new("attached_policies", 1);

/// Records the policies that this resource attached.
pub(crate) fn record_attached(private: &mut Private, keys: impl IntoIterator<Item = String>) {
    ATTACHED.write(private, keys.into_iter().collect());
}

/// The policies that this resource attached; none for an imported role that was not changed yet.
pub(crate) fn recorded(private: &Private) -> Option<Vec<String>> {
    ATTACHED.read(private)
}

/// Whether this resource attached the policy. An imported role has no record: there the policies of its configuration count.
pub(crate) fn is_ours(private: &Private, key: &str, is_configured: bool) -> bool {
    recorded(private).map_or(is_configured, |recorded| recorded.iter().any(|one| one == key))
}
