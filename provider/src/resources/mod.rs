//! The resources: one folder for each cloud with one folder for each resource, and the code that all of them share.

pub(crate) mod alibaba;
pub(crate) mod shared;
pub(crate) mod tencent;

use tfplugin::registry::{Registered, RegisteredListResource};

use crate::{
    accounts::Clouds,
    rules::{Rule, ValueRule},
};

/// All resources of the provider.
pub(crate) fn all() -> Vec<Registered<Clouds>> {
    alibaba::all().into_iter().chain(tencent::all()).collect()
}

/// The lists of the objects of all resources.
pub(crate) fn lists() -> Vec<RegisteredListResource<Clouds>> {
    alibaba::lists().into_iter().chain(tencent::lists()).collect()
}

/// The rules of all resources on single values.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    alibaba::value_rules().chain(tencent::value_rules())
}

/// The rules of all resources.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    alibaba::rules().chain(tencent::rules())
}
