//! Messages about a role that exists already.

use cloud_core::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{NewRole, Proof, RoleFacts, RoleKind, Words};
use crate::{
    accounts::InFlightNames,
    diagnostics::{cloud_error, with_ready_import},
    resources::shared::{CreateRecords, OWNERSHIP_TAG},
};

/// The warning that an existing role was adopted, and why.
pub(super) fn adopted_warning<R: NewRole>(facts: &RoleFacts, role: &R, proof: Proof) -> Diagnostic {
    let (name, account_id, kind) = (&facts.name, role.account_id(), R::Kind::ROLE);
    let managed = format!("An existing {kind} is now managed by Terraform");
    let (summary, why) = match proof {
        Proof::Tag => (managed, format!("has the ownership_id of the provider block (tag {OWNERSHIP_TAG})")),
        Proof::Record => (
            managed,
            "was created by an earlier apply in this working directory, which ended before Terraform saved it in the \
             state"
                .to_owned(),
        ),
        Proof::LostAnswer => (
            format!("No answer to {} was received", R::Kind::WORDS.create),
            format!("was created by this apply at {}", facts.created),
        ),
    };
    Diagnostic::warning(
        summary,
        format!("{kind} {name:?} exists in account {account_id} and {why}. The apply added what was missing."),
    )
    .at(AttributePath::of(&[R::Kind::WORDS.name_argument]))
}

/// The error about a role that exists and is not ours. `found` is none if the cloud does not show it.
pub(super) fn exists<R: NewRole>(
    role: &R,
    records: &CreateRecords,
    found: Option<&<R::Kind as RoleKind>::Found>,
    error: Option<&Error>,
) -> Diagnostic {
    let summary = format!("The {} exists already", R::Kind::ROLE);
    let Words { noun, name_argument, .. } = R::Kind::WORDS;
    let mut exists = match error {
        Some(error) => cloud_error(&summary, &tried(role), error),
        None => Diagnostic::error(summary, format!("{}: a {noun} of this name exists.", tried(role))),
    };
    if let Some(found) = found {
        exists.detail.push_str("\n\n");
        exists.detail.push_str(&describe(found, role, records));
    }
    exists.detail.push_str(&format!(
        "\n\nA {noun} name is unique in its account. If Terraform replaces this {noun} with create_before_destroy, the new {noun} cannot \
         have the name of the old one. Remove create_before_destroy from the lifecycle block, or choose another {name_argument}. If you \
         renamed the resource in the configuration, add a moved block.",
    ));
    with_ready_import(exists, R::Kind::TYPE, role.name()).at(AttributePath::of(&[name_argument]))
}

/// What the create tries, as the beginning of a sentence.
pub(super) fn tried<R: NewRole>(role: &R) -> String {
    format!("Creating {} {:?} in account {}", R::Kind::ROLE, role.name(), role.account_id())
}

/// What the error about an existing role says of it.
fn describe<R: NewRole>(found: &<R::Kind as RoleKind>::Found, role: &R, records: &CreateRecords) -> String {
    let differences = role.differences(found);
    let content = match differences.as_slice() {
        [] => "It matches the configuration".to_owned(),
        some => format!("It differs from the configuration in {}", some.join(", ")),
    };
    let (facts, noun) = (R::Kind::facts(found), R::Kind::WORDS.noun);
    format!(
        "{} {:?} was created at {}. {content}. {} The {noun} was not changed.",
        R::Kind::ROLE,
        facts.name,
        facts.created,
        records.no_proof(noun, "created", role.ownership_id())
    )
}

/// The warning of a delete that keeps the role, because another resource has adopted the role in the same run. None for every other
/// role. Terraform does not let a create know that the role of the same name is to be destroyed.
pub(super) fn kept_for_successor<K: RoleKind>(in_flight: &InFlightNames, id: &str, name: &str) -> Option<Diagnostic> {
    if !in_flight.is_adopted(id) {
        return None;
    }
    let (kind, Words { noun, name_argument, .. }) = (K::ROLE, K::WORDS);
    Some(Diagnostic::warning(
        format!("The {kind} was kept"),
        format!(
            "{kind} {name:?} was not deleted, because a resource with the same {name_argument} now manages it. A {noun} name \
             is unique in its account, so create_before_destroy cannot create a second {noun} with this name. To \
             create a new {noun}, remove create_before_destroy from the lifecycle block. If you renamed the resource, a moved block \
             keeps the role without this warning."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::ram_role_trust::RamRole;

    #[test]
    fn an_adopted_role_is_kept_and_no_other_role_is() {
        let in_flight = InFlightNames::default();
        let kept = |id: &str| kept_for_successor::<RamRole>(&in_flight, id, "ram-for-dts");
        assert!(kept("300").is_none(), "an ordinary destroy");
        in_flight.hold("300");
        assert!(kept("300").is_none(), "created in this run, not adopted");
        in_flight.hold_adopted("300");
        assert!(kept("299").is_none());
        assert!(kept("300").is_some_and(|warning| warning.detail.contains("moved block")));
    }
}
