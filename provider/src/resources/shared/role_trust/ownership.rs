//! Whether a role that exists was created by this configuration. Content alone proves nothing: another team may have created an equal role.

use jiff::Timestamp;

use super::{NewRole, RoleKind};
use crate::{
    accounts::InFlightNames,
    resources::shared::{CreateRecords, EarlierCreate, is_since},
};

/// What a role is known by.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleFacts {
    /// Name of the role.
    pub(crate) name: String,
    /// The ID that the cloud gave it.
    pub(crate) id: String,
    /// Its ARN; empty if the cloud does not return it.
    pub(crate) arn: String,
    /// The time at which it was created (RFC 3339).
    pub(crate) created: String,
    /// The value of its ownership tag.
    pub(crate) ownership_tag: Option<String>,
}

/// Why a role counts as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It has our ownership tag.
    Tag,
    /// An earlier run in this working directory has recorded that it creates this role.
    Record,
    /// This create sent the call that created it, and the answer was lost.
    LostAnswer,
}

/// What is known of the creates of a role.
pub(crate) struct Creates<'a> {
    pub(crate) in_flight: &'a InFlightNames,
    pub(crate) records: &'a CreateRecords,
    /// The create of an earlier run that ended before the role was in the state.
    pub(crate) earlier: Option<EarlierCreate>,
    /// The time before this create, by the clock of the cloud.
    pub(crate) began: Option<Timestamp>,
}

impl Creates<'_> {
    /// Why the role is ours; none if there is no proof. `answer_lost`: this create sent a call whose answer was lost.
    pub(crate) fn proof<R: NewRole>(
        &self,
        found: &<R::Kind as RoleKind>::Found,
        role: &R,
        answer_lost: bool,
    ) -> Option<Proof> {
        let RoleFacts { id, created, ownership_tag, .. } = R::Kind::facts(found);
        // Another resource of this configuration manages it.
        if self.in_flight.holds(&id) {
            return None;
        }
        let tag = ownership_tag.as_deref();
        if tag.is_some() && tag == role.ownership_id() && self.records.trust_tag(R::Kind::TYPE, &id) {
            return Some(Proof::Tag);
        }
        let is_equal = role.differences(found).is_empty();
        let is_recorded =
            |earlier: &EarlierCreate| earlier.may_have_created(&id, &created) && (earlier.id().is_some() || is_equal);
        if self.earlier.as_ref().is_some_and(is_recorded) {
            return Some(Proof::Record);
        }
        (answer_lost && is_equal && is_since(&created, self.began)).then_some(Proof::LostAnswer)
    }
}
