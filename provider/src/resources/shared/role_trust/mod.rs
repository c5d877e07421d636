//! What the resources for a role that DTS of another account may assume have in common: the create with its ownership, the delete, the
//! policies that the resource attached, and the trust policy document. The policy that lets a sub-user assume such a role has the same
//! life: a name that is unique in its account, a document, and attachments.

mod adopt;
mod attached;
mod create;
mod delete;
pub(crate) mod document;
mod ownership;
mod read;
mod rules;

pub(crate) use attached::{is_ours, record_attached, recorded};
pub(crate) use create::{RoleOfCreate, attach, create_or_adopt, interrupted, wait_until_shown};
pub(crate) use delete::{Deleted, delete};
#[cfg(test)]
pub(crate) use ownership::Creates;
pub(crate) use ownership::{Proof, RoleFacts};
pub(crate) use read::{KnownRole, read};
pub(crate) use rules::{RULES, VALUE_RULES, at_least_one, known_ids, must_not_trust_own_account, stays_in_account};

use std::{collections::BTreeSet, future::Future};

use cloud_core::Error;
use tfplugin::diagnostic::Diagnostic;

use super::{SessionOf, Subject};
use crate::accounts::Client;

/// The words for an object in messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// The object: `role`.
    pub(crate) noun: &'static str,
    /// The argument with its name.
    pub(crate) name_argument: &'static str,
    /// The call that creates it.
    pub(crate) create: &'static str,
    /// The call that reads it.
    pub(crate) read: &'static str,
    /// The ID in answers.
    pub(crate) id: &'static str,
    /// What an interrupted delete may have done.
    pub(crate) partly_deleted: &'static str,
}

impl Words {
    /// The words for a role.
    const OF_ROLE: Self = Self {
        noun: "role",
        name_argument: "role_name",
        create: "CreateRole",
        read: "GetRole",
        id: "RoleId",
        partly_deleted: "Some of its policies may be detached.",
    };
}

/// The name of a role in the state, and the ID that the cloud gave the role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownName<'a> {
    /// The name, which is unique in the account.
    pub(crate) name: &'a str,
    /// The ID: no other role ever has it.
    pub(crate) id: &'a str,
}

/// The roles of one cloud, or its policies for sub-users.
pub(crate) trait RoleKind: Sized + Send + Sync + 'static {
    /// The client of the cloud.
    type Client: Client;
    /// All that the cloud returns about a role.
    type Found: Send + Sync;
    /// A policy that can be attached to a role.
    type Policy: Clone + Ord + Send + Sync;

    /// The resource type.
    const TYPE: &'static str;
    /// A role in messages: `RAM role`.
    const ROLE: &'static str;
    /// The service in messages: `RAM`.
    const SERVICE: &'static str;
    /// The call that lists the policies of a role.
    const LIST_POLICIES: &'static str;
    /// The words for it in messages.
    const WORDS: Words = Words::OF_ROLE;

    /// Reads a role, its policies and its tags.
    ///
    /// # Errors
    /// A call failed, or there is no such role.
    fn look_up(
        session: &SessionOf<'_, Self::Client>,
        name: &str,
    ) -> impl Future<Output = Result<Self::Found, Error>> + Send;

    /// [`RoleKind::look_up`] of the role of a state, whose ID is known. Default: by its name.
    ///
    /// # Errors
    /// As for [`RoleKind::look_up`].
    fn look_up_known(
        session: &SessionOf<'_, Self::Client>,
        name: &str,
        _id: &str,
    ) -> impl Future<Output = Result<Self::Found, Error>> + Send {
        Self::look_up(session, name)
    }

    /// What the role is known by.
    fn facts(found: &Self::Found) -> RoleFacts;

    /// The error of a delete that finds policies which the resource did not attach.
    fn has_foreign(name: &str, foreign: &[String]) -> Diagnostic {
        delete::has_foreign_policies::<Self>(name, foreign)
    }

    /// A policy in messages and in the private data.
    fn key(policy: &Self::Policy) -> String;

    /// The policies attached to the role of a state.
    ///
    /// # Errors
    /// The call failed, or there is no such role.
    fn attached(
        session: &SessionOf<'_, Self::Client>,
        role: KnownName<'_>,
    ) -> impl Future<Output = Result<BTreeSet<Self::Policy>, Error>> + Send;

    /// Attaches a policy. Succeeds if it is attached already.
    ///
    /// # Errors
    /// The call failed.
    fn attach(
        session: &SessionOf<'_, Self::Client>,
        name: &str,
        policy: &Self::Policy,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Detaches a policy from the role of a state. Succeeds if it is not attached.
    ///
    /// # Errors
    /// The call failed.
    fn detach(
        session: &SessionOf<'_, Self::Client>,
        role: KnownName<'_>,
        policy: &Self::Policy,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Deletes the role of a state, which has no policies any more.
    ///
    /// # Errors
    /// The call failed, or there is no such role.
    fn delete(
        session: &SessionOf<'_, Self::Client>,
        role: KnownName<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send;
}

/// The role that a create creates, and by what the create recognizes its own role.
pub(crate) trait NewRole: Send + Sync {
    /// The roles of the cloud.
    type Kind: RoleKind;
    /// What the call that creates the role returns.
    type Created: Send;

    /// Name of the role.
    fn name(&self) -> &str;

    /// The account of the role.
    fn account_id(&self) -> &str;

    /// The value of the ownership tag of this configuration's roles.
    fn ownership_id(&self) -> Option<&str>;

    /// Sends the call that creates the role.
    ///
    /// # Errors
    /// The call failed.
    fn send(
        &self,
        session: &SessionOf<'_, <Self::Kind as RoleKind>::Client>,
    ) -> impl Future<Output = Result<Self::Created, Error>> + Send;

    /// The ID in the answer.
    fn id_of(created: &Self::Created) -> &str;

    /// In what a role differs from the plan, as arguments. Policies may be missing, because they are attached after the create.
    fn differences(&self, found: &<Self::Kind as RoleKind>::Found) -> Vec<&'static str>;

    /// The role, for the record of its create. A role name is unique in its account.
    fn subject(&self) -> Subject {
        Subject {
            kind: Self::Kind::TYPE,
            account_id: self.account_id().to_owned(),
            region: String::new(),
            name: self.name().to_owned(),
            content: String::new(),
        }
    }
}
