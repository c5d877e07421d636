//! The policies of a role, by their names.

use std::collections::BTreeSet;

use tencent::{
    Error,
    cam::{AttachRolePolicy, DetachRolePolicy},
};
use tfplugin::{
    model::{Attr, Set},
    private::Private,
};

use super::{engine_policies::of_engines, model::TrustModel};
use crate::{accounts::tencent::Session, resources::shared::role_trust};

/// The policies of a configuration.
pub(super) fn configured(model: &TrustModel) -> BTreeSet<String> {
    model.permission_policies.get().into_iter().flat_map(Set::known).cloned().collect()
}

/// The policies attached to a role.
pub(super) async fn attached(session: &Session<'_>, role_name: &str) -> Result<BTreeSet<String>, Error> {
    let policies = session.attached_role_policies(role_name).await?;
    Ok(policies.into_iter().map(|policy| policy.policy_name).collect())
}

/// Attaches a policy. Succeeds if it is attached already.
pub(super) async fn attach(session: &Session<'_>, role_name: &str, policy: &str) -> Result<(), Error> {
    let action = AttachRolePolicy {
        policy_name: Some(policy.to_owned()),
        attach_role_name: Some(role_name.to_owned()),
        ..AttachRolePolicy::default()
    };
    match session.call(&action).await {
        Err(error) if error.is_already_exists() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Detaches a policy. Succeeds if it is not attached, or does not exist any more.
pub(super) async fn detach(session: &Session<'_>, role_name: &str, policy: &str) -> Result<(), Error> {
    let action = DetachRolePolicy {
        policy_name: Some(policy.to_owned()),
        detach_role_name: Some(role_name.to_owned()),
        ..DetachRolePolicy::default()
    };
    match session.call(&action).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// The policies of a configuration without `permission_policies`: those of the engines, and those that the role has and this resource
/// did not attach. They are left alone.
pub(super) fn kept(private: &Private, prior: Option<&TrustModel>, needed: BTreeSet<String>) -> Attr<Set<String>> {
    let recorded = role_trust::recorded(private).unwrap_or_default();
    let attached = prior.map(configured).unwrap_or_default();
    let foreign = attached.into_iter().filter(|policy| !recorded.contains(policy));
    let all: BTreeSet<String> = needed.into_iter().chain(foreign).collect();
    Attr::Known(all.into_iter().collect())
}

/// The policies that are ours after an apply: those that the configuration names, those of the engines without `permission_policies`,
/// and those that are ours already. `planned` also has what others have attached.
pub(super) fn own(config: &TrustModel, planned: &TrustModel, private: &Private) -> BTreeSet<String> {
    let recorded = role_trust::recorded(private).unwrap_or_default();
    let of_engines = of_engines(&planned.source_engines).unwrap_or_default();
    let is_listed = |policy: &String| !config.permission_policies.is_null() || of_engines.contains(policy);
    let mut own = configured(planned);
    own.retain(|policy| is_listed(policy) || recorded.contains(policy));
    own
}

#[cfg(test)]
mod tests {
    use super::{super::engine_policies::general, *};

    fn set(names: &[&str]) -> Attr<Set<String>> {
        Attr::Known(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    const GENERAL: [&str; 2] = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];

    #[test]
    fn without_the_argument_the_policies_of_others_are_kept_and_ours_are_not() {
        let mut private = Private::default();
        role_trust::record_attached(&mut private, ["Ours".to_owned(), GENERAL[0].to_owned()]);
        let prior = TrustModel { permission_policies: set(&["Ours", "Foreign"]), ..TrustModel::default() };
        let planned = TrustModel { permission_policies: kept(&private, Some(&prior), general()), ..prior.clone() };
        assert_eq!(configured(&planned), names(&[GENERAL[0], GENERAL[1], "Foreign"]));
        assert_eq!(own(&TrustModel::default(), &planned, &private), names(&GENERAL));
        assert_eq!(own(&planned, &planned, &private), configured(&planned), "written, they are ours");
    }
}
