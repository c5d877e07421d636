//! The policies attached to a role.

use std::collections::BTreeSet;

use alibaba::{
    Error,
    ram::{AttachPolicyToRole, DetachPolicyFromRole, ListPoliciesForRole},
};
use tfplugin::{
    model::{Attr, Set},
    private::Private,
};

use super::model::{DTS_POLICY, Policy, TrustModel, VPC_POLICY};
use crate::resources::shared::{Session, role_trust};

/// The policies of a configuration.
pub(super) fn configured(model: &TrustModel) -> BTreeSet<Policy> {
    let mut policies: BTreeSet<Policy> =
        model.permission_policies.get().into_iter().flat_map(Set::known).cloned().collect();
    if model.access_via_vpc.or(false) {
        policies.insert(Policy::new("System", VPC_POLICY));
    }
    policies
}

/// The policies attached to a role.
pub(super) async fn attached(session: &Session<'_>, role_name: &str) -> Result<BTreeSet<Policy>, Error> {
    let answer = session.call(&ListPoliciesForRole { role_name: role_name.to_owned() }).await?;
    let policies = &answer.policies.policy;
    Ok(policies.iter().map(|policy| Policy::new(&policy.policy_type, &policy.policy_name)).collect())
}

/// Attaches a policy. Succeeds if it is attached already.
pub(super) async fn attach(session: &Session<'_>, role_name: &str, policy: &Policy) -> Result<(), Error> {
    let action = AttachPolicyToRole {
        policy_type: policy.r#type.or(String::new()),
        policy_name: policy.name.or(String::new()),
        role_name: role_name.to_owned(),
    };
    match session.call(&action).await {
        Err(error) if error.is_already_exists() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Detaches a policy. Succeeds if it is not attached.
pub(super) async fn detach(session: &Session<'_>, role_name: &str, policy: &Policy) -> Result<(), Error> {
    let action = DetachPolicyFromRole {
        policy_type: policy.r#type.or(String::new()),
        policy_name: policy.name.or(String::new()),
        role_name: role_name.to_owned(),
    };
    match session.call(&action).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Records the policies that this resource attached, so that destroy detaches no others.
pub(super) fn record_attached(private: &mut Private, policies: &BTreeSet<Policy>) {
    role_trust::record_attached(private, policies.iter().map(Policy::key));
}

/// The policies of a configuration without `permission_policies`: those of `defaults`, and those that the role has and this resource did
/// not attach. They are left alone.
pub(super) fn kept(private: &Private, prior: &TrustModel, defaults: &Attr<Set<Policy>>) -> Attr<Set<Policy>> {
    let recorded = role_trust::recorded(private).unwrap_or_default();
    let attached = prior.permission_policies.get().into_iter().flat_map(Set::known);
    let foreign = attached.filter(|policy| !recorded.contains(&policy.key()));
    let all: BTreeSet<Policy> = defaults.get().into_iter().flat_map(Set::known).chain(foreign).cloned().collect();
    Attr::Known(all.into_iter().collect())
}

/// The policies that are ours after an apply: those that the configuration names, the default ones without `permission_policies`, and
/// those that are ours already. `planned` also has what others have attached.
pub(super) fn own(config: &TrustModel, planned: &TrustModel, private: &Private) -> BTreeSet<Policy> {
    let recorded = role_trust::recorded(private).unwrap_or_default();
    let default = Policy::new("System", DTS_POLICY);
    let vpc = Policy::new("System", VPC_POLICY);
    let is_listed = |policy: &Policy| match &config.permission_policies {
        Attr::Null => *policy == default,
        _ => planned.permission_policies.get().is_some_and(|listed| listed.known().any(|one| one == policy)),
    };
    let mut own = configured(planned);
    own.retain(|policy| {
        is_listed(policy) || (*policy == vpc && config.access_via_vpc.or(false)) || recorded.contains(&policy.key())
    });
    own
}

/// Whether the policy of `access_via_vpc` stays: the configuration does not mention it, and someone else has attached it.
pub(super) fn keeps_vpc_policy(config: &TrustModel, prior: &TrustModel, private: &Private) -> bool {
    let is_mentioned = !config.access_via_vpc.is_null() || !config.permission_policies.is_null();
    let vpc = Policy::new("System", VPC_POLICY).key();
    let is_ours = role_trust::recorded(private).is_some_and(|recorded| recorded.contains(&vpc));
    !is_mentioned && prior.access_via_vpc.or(false) && !is_ours
}

/// Whether this resource attached the policy. An imported role has no record: there the policies of its configuration count.
pub(super) fn is_ours(private: &Private, state: &TrustModel, policy: &Policy) -> bool {
    role_trust::is_ours(private, &policy.key(), configured(state).contains(policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_policies_that_this_resource_attached_are_ours() {
        let dts = Policy::new("System", DTS_POLICY);
        let state = TrustModel {
            permission_policies: Attr::Known([dts.clone()].into_iter().collect()),
            ..TrustModel::default()
        };
        let foreign = Policy::new("Custom", "audit");
        let mut private = Private::default();
        assert!(is_ours(&private, &state, &dts) && !is_ours(&private, &state, &foreign), "imported");
        record_attached(&mut private, &configured(&state));
        let drifted = TrustModel {
            permission_policies: Attr::Known([dts.clone(), foreign.clone()].into_iter().collect()),
            ..TrustModel::default()
        };
        assert!(is_ours(&private, &drifted, &dts) && !is_ours(&private, &drifted, &foreign), "created");
    }

    fn names(policies: &Attr<Set<Policy>>) -> Vec<String> {
        policies.get().unwrap().known().map(Policy::key).collect()
    }

    #[test]
    fn without_the_argument_the_policies_of_others_are_kept_and_ours_are_not() {
        let set =
            |names: &[&str]| Attr::Known(names.iter().map(|name| Policy::new("System", name)).collect::<Set<_>>());
        let mut private = Private::default();
        record_attached(&mut private, &[Policy::new("System", "Ours"), Policy::new("System", DTS_POLICY)].into());
        let prior = TrustModel { permission_policies: set(&["Ours", "Foreign"]), ..TrustModel::default() };
        let planned = kept(&private, &prior, &set(&[DTS_POLICY]));
        assert_eq!(
            names(&planned),
            ["System/AliyunDTSRolePolicy", "System/Foreign"],
            "a missing default is attached again"
        );
        let planned = TrustModel { permission_policies: planned, ..TrustModel::default() };
        let own_keys =
            |config: &TrustModel| own(config, &planned, &private).iter().map(Policy::key).collect::<Vec<_>>();
        assert_eq!(own_keys(&TrustModel::default()), ["System/AliyunDTSRolePolicy"]);
        assert_eq!(own_keys(&planned), ["System/AliyunDTSRolePolicy", "System/Foreign"], "written, they are ours");
    }

    #[test]
    fn a_vpc_policy_of_others_stays_unless_the_configuration_mentions_it() {
        let with = |vpc: Option<bool>| TrustModel { access_via_vpc: vpc.into(), ..TrustModel::default() };
        let mut private = Private::default();
        let attached = with(Some(true));
        assert!(keeps_vpc_policy(&with(None), &attached, &private), "imported");
        record_attached(&mut private, &BTreeSet::new());
        assert!(keeps_vpc_policy(&with(None), &attached, &private));
        assert!(!keeps_vpc_policy(&with(Some(false)), &attached, &private));
        assert!(!keeps_vpc_policy(&with(None), &with(Some(false)), &private));
        let listed = TrustModel { permission_policies: Attr::Known(Set::default()), ..with(None) };
        assert!(!keeps_vpc_policy(&listed, &attached, &private));
        assert!(own(&with(None), &attached, &private).is_empty());
        assert_eq!(own(&with(Some(true)), &attached, &private).len(), 1);
        record_attached(&mut private, &[Policy::new("System", VPC_POLICY)].into());
        assert!(!keeps_vpc_policy(&with(None), &attached, &private), "ours");
    }

    #[test]
    fn access_via_vpc_adds_its_policy() {
        let state = TrustModel { access_via_vpc: true.into(), ..TrustModel::default() };
        assert!(configured(&state).contains(&Policy::new("System", VPC_POLICY)));
    }
}
