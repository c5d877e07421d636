//! The policies attached to a role.

use std::collections::BTreeSet;

use alibaba::{
    Error,
    ram::{AttachPolicyToRole, DetachPolicyFromRole, ListPoliciesForRole},
};
use tfplugin::{model::Set, private::Private};

use super::model::{Policy, TrustModel, VPC_POLICY};
use crate::resources::shared::{Session, private_state::Key};

/// The policies that this resource attached, as `Type/Name`.
const ATTACHED: Key<Vec<String>> = Key::new("attached_policies", 1);

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
    ATTACHED.write(private, policies.iter().map(Policy::key).collect());
}

/// Whether this resource attached the policy. An imported role has no record: there the policies of its configuration count.
pub(super) fn is_ours(private: &Private, state: &TrustModel, policy: &Policy) -> bool {
    match ATTACHED.read(private) {
        Some(recorded) => recorded.contains(&policy.key()),
        None => configured(state).contains(policy),
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::{super::model::DTS_POLICY, *};

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

    #[test]
    fn access_via_vpc_adds_its_policy() {
        let state = TrustModel { access_via_vpc: true.into(), ..TrustModel::default() };
        assert!(configured(&state).contains(&Policy::new("System", VPC_POLICY)));
    }
}
