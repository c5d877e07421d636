//! What a policy is attached to: sub-users, groups and roles.

use std::collections::BTreeSet;

use tencent::{
    Error,
    cam::{AttachGroupPolicy, AttachUserPolicy, DetachGroupPolicy, DetachRolePolicy, DetachUserPolicy, PolicyEntity},
};
use tfplugin::{model::Set, path::AttributePath};

use super::model::GrantModel;
use crate::accounts::tencent::Session;

/// Something to which a policy is attached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Principal {
    /// A sub-user, by its UIN.
    User(String),
    /// A group, by its ID.
    Group(String),
    /// A role of the same account, by its ID. The resource attaches the policy to no role.
    Role(String),
}

impl Principal {
    /// An element of `ListEntitiesForPolicy`.
    pub(super) fn of_entity(entity: PolicyEntity) -> Self {
        match (entity.related_type, entity.uin) {
            (Some(2), _) => Self::Group(entity.id),
            (Some(3), _) => Self::Role(entity.id),
            (_, Some(uin)) => Self::User(uin.to_string()),
            (_, None) => Self::User(entity.id),
        }
    }

    /// The principal in messages and in the private data.
    pub(super) fn key(&self) -> String {
        match self {
            Self::User(uin) => format!("user {uin}"),
            Self::Group(id) => format!("group {id}"),
            Self::Role(id) => format!("role {id}"),
        }
    }

    /// The argument that names it.
    pub(super) fn path(&self) -> AttributePath {
        AttributePath::of(&[if matches!(self, Self::User(_)) { "user_uins" } else { "group_ids" }])
    }

    /// The number that CAM expects in a call. A text of the configuration has digits only, which a rule checks.
    fn number(text: &str) -> i64 {
        text.parse().unwrap_or_default()
    }
}

/// The principals of a configuration.
pub(super) fn configured(model: &GrantModel) -> BTreeSet<Principal> {
    let users = model.user_uins.get().into_iter().flat_map(Set::known).cloned().map(Principal::User);
    let groups = model.group_ids.get().into_iter().flat_map(Set::known).cloned().map(Principal::Group);
    users.chain(groups).collect()
}

/// Attaches a policy. Succeeds if it is attached already.
pub(super) async fn attach(session: &Session<'_>, policy_id: i64, to: &Principal) -> Result<(), Error> {
    let attached = match to {
        Principal::User(uin) => {
            session.call(&AttachUserPolicy { policy_id, attach_uin: Principal::number(uin) }).await.map(|_| ())
        }
        Principal::Group(id) => {
            session.call(&AttachGroupPolicy { policy_id, attach_group_id: Principal::number(id) }).await.map(|_| ())
        }
        Principal::Role(_) => Ok(()),
    };
    match attached {
        Err(error) if error.is_already_exists() => Ok(()),
        other => other,
    }
}

/// Detaches a policy. Succeeds if it is not attached, or if the principal does not exist any more.
pub(super) async fn detach(session: &Session<'_>, policy_id: i64, from: &Principal) -> Result<(), Error> {
    let detached = match from {
        Principal::User(uin) => {
            session.call(&DetachUserPolicy { policy_id, detach_uin: Principal::number(uin) }).await.map(|_| ())
        }
        Principal::Group(id) => {
            session.call(&DetachGroupPolicy { policy_id, detach_group_id: Principal::number(id) }).await.map(|_| ())
        }
        Principal::Role(id) => {
            let request = DetachRolePolicy {
                policy_id: Some(policy_id),
                detach_role_id: Some(id.clone()),
                ..DetachRolePolicy::default()
            };
            session.call(&request).await.map(|_| ())
        }
    };
    match detached {
        Err(error) if error.is_not_found() => Ok(()),
        other => other,
    }
}
