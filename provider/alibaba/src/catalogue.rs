//! Every action of the crate with the wire names it sends and reads.
//!
//! It comes from the same definitions as the calls, so that a test can compare it with Alibaba Cloud's own.

mod actions;

pub(crate) use actions::actions;
use cloud_core::Service;

use crate::action::Described;
use crate::wire::{Place, Read as _};

/// The wire names of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionShape {
    /// Service it belongs to.
    pub service: &'static Service,
    /// Name in the API.
    pub action: &'static str,
    /// Parameters sent in the query. A list counts once, without its index: `Tag`, not `Tag.1.Key`.
    pub query: Vec<&'static str>,
    /// Parameters sent in the form body.
    pub form: Vec<&'static str>,
    /// Keys that the answer type reads, dotted below the top level, without a level for lists: `Policies.Policy.PolicyName`.
    pub answer_keys: Vec<String>,
}

fn shape<A: Described>() -> ActionShape {
    let of = |searched: Place| A::NAMES.iter().filter(|(place, _)| *place == searched).map(|(_, name)| *name).collect();
    let mut answer_keys = vec!["RequestId".to_owned()];
    A::Answer::keys("", &mut answer_keys);
    ActionShape { service: A::SERVICE, action: A::NAME, query: of(Place::Query), form: of(Place::Form), answer_keys }
}

/// All actions, grouped by service.
pub fn catalogue() -> Vec<ActionShape> {
    actions!(shape)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_action_is_listed_once() {
        let names: BTreeSet<_> = catalogue().iter().map(|shape| (shape.service, shape.action)).collect();
        assert_eq!(names.len(), catalogue().len());
        assert_eq!(names.len(), 41);
    }

    #[test]
    fn names_and_nested_keys_come_from_the_definitions() {
        let shapes = catalogue();
        let of = |action| shapes.iter().find(|shape| shape.action == action).unwrap();
        assert_eq!(of("ConfigureDtsJob").form, ["DbList", "Reserve"]);
        assert!(of("ConfigureDtsJob").query.contains(&"DestinationEndpointDataBaseName"));
        let keys = &of("ListPoliciesForRole").answer_keys;
        assert!(keys.iter().any(|key| key == "Policies.Policy.PolicyName"), "{keys:?}");
    }
}
