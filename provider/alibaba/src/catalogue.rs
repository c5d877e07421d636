//! Every action of the crate with the wire names it sends and reads.
//!
//! It comes from the same definitions as the calls, so that a test can compare it with Alibaba Cloud's own.

use cloud_core::Service;

use crate::action::Described;
use crate::wire::{Place, Read as _};

/// The wire names of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionShape {
    /// Service it belongs to.
    pub service: &'static Service,
    /// Name on the wire.
    pub action: &'static str,
    /// Parameters sent in the query. A list counts once, without its index: `Tag`, not `Tag.1.Key`.
    pub query: Vec<&'static str>,
    /// Parameters sent in the form body.
    pub form: Vec<&'static str>,
    /// Keys the answer type reads, dotted below the top level; list levels leave no trace: `Policies.Policy.PolicyName`.
    pub answer_keys: Vec<String>,
}

fn shape<A: Described>() -> ActionShape {
    let of = |wanted: Place| A::NAMES.iter().filter(|(place, _)| *place == wanted).map(|(_, name)| *name).collect();
    let mut answer_keys = vec!["RequestId".to_owned()];
    A::Answer::keys("", &mut answer_keys);
    ActionShape { service: A::SERVICE, action: A::NAME, query: of(Place::Query), form: of(Place::Form), answer_keys }
}

/// A function applied to every action's type, grouped by service.
macro_rules! actions {
    ($with:ident) => {{
        use $crate::{dts, ram, sts};
        vec![
            $with::<ram::CreateRole>(),
            $with::<ram::GetRole>(),
            $with::<ram::UpdateRole>(),
            $with::<ram::DeleteRole>(),
            $with::<ram::ListRoles>(),
            $with::<ram::AttachPolicyToRole>(),
            $with::<ram::DetachPolicyFromRole>(),
            $with::<ram::ListPoliciesForRole>(),
            $with::<ram::TagResources>(),
            $with::<ram::UntagResources>(),
            $with::<ram::ListTagResources>(),
            $with::<sts::GetCallerIdentity>(),
            $with::<sts::AssumeRole>(),
            $with::<sts::AssumeRoleWithOIDC>(),
            $with::<dts::ConfigureDtsJob>(),
            $with::<dts::StartDtsJob>(),
            $with::<dts::SuspendDtsJob>(),
            $with::<dts::StopDtsJob>(),
            $with::<dts::DeleteDtsJob>(),
            $with::<dts::DescribePreCheckStatus>(),
            $with::<dts::SkipPreCheck>(),
            $with::<dts::CreateDtsInstance>(),
            $with::<dts::DescribeDtsJobDetail>(),
            $with::<dts::DescribeDtsJobs>(),
            $with::<dts::ModifyDtsJobName>(),
            $with::<dts::ModifyDtsJobPassword>(),
            $with::<dts::ModifyDtsJobEndpoint>(),
            $with::<dts::ModifyDynamicConfig>(),
            $with::<dts::ModifyDtsJob>(),
            $with::<dts::ModifyDtsJobConfig>(),
            $with::<dts::ModifyDtsJobDedicatedCluster>(),
            $with::<dts::ModifyDtsJobDuLimit>(),
            $with::<dts::ListDedicatedCluster>(),
            $with::<dts::DescribeDedicatedCluster>(),
            $with::<dts::TransferInstanceClass>(),
            $with::<dts::TagResources>(),
            $with::<dts::UntagResources>(),
            $with::<dts::ListTagResources>(),
            $with::<dts::WhiteIpList>(),
        ]
    }};
}
#[cfg(any(test, fuzzing))]
pub(crate) use actions;

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
        assert_eq!(names.len(), 39);
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
