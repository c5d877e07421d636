//! The resources of Tencent Cloud, one folder each.

use tfplugin::registry::Registered;

use crate::{
    accounts::Clouds,
    rules::{Rule, ValueRule},
};

/// All resources of Tencent Cloud.
pub(super) fn all() -> Vec<Registered<Clouds>> {
    Vec::new()
}

/// The rules of these resources on single values.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    std::iter::empty()
}

/// The rules of these resources.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    std::iter::empty()
}
