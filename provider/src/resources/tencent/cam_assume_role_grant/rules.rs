//! Rules that compare several values of the resource.

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Set},
    path::AttributePath,
};

use super::{document, model::GrantModel};
use crate::{
    facts::tencent::limit,
    resources::shared::role_trust::known_ids,
    rules::{Rule, Violation, tencent::parse_role_arn},
};

pub(super) static RULES: [&Rule; 3] = [&WITHOUT_PRINCIPAL, &OWN_ROLE, &TOO_LONG];

static WITHOUT_PRINCIPAL: Rule = Rule::validate(
    "grant-principals",
    "The policy would be attached to nothing",
    "A `dts_cam_assume_role_grant` must have at least one element in `user_uins` or `group_ids`.",
);

static OWN_ROLE: Rule = Rule::plan(
    "grant-own-role",
    "A role of the own account",
    "`role_arns` must not contain a role of the account in which the policy is created.",
);

static TOO_LONG: Rule = Rule::validate(
    "grant-length",
    "The policy would be too long",
    "The policy document with all `role_arns` must have at most 6144 characters.",
);

/// Rejects a policy that is attached to nothing.
pub(super) fn without_principal(config: &GrantModel) -> Option<Diagnostic> {
    let is_empty = |set: &Attr<Set<String>>| match set {
        Attr::Null => true,
        Attr::Unknown => false,
        Attr::Known(set) => set.known().next().is_none() && !set.has_unknown(),
    };
    if !is_empty(&config.user_uins) || !is_empty(&config.group_ids) {
        return None;
    }
    let argument = if config.group_ids.is_null() { "user_uins" } else { "group_ids" };
    let violation = Violation {
        found: "The configuration has no element in user_uins and none in group_ids, so no user could use the policy."
            .to_owned(),
        allowed: "UINs of sub-users in user_uins, IDs of groups in group_ids, or both".to_owned(),
        fix: "write user_uins with the UIN of the sub-user who runs Terraform".to_owned(),
    };
    Some(WITHOUT_PRINCIPAL.broken(AttributePath::of(&[argument]), &violation))
}

/// Rejects more roles than a policy has room for.
pub(super) fn too_long(config: &GrantModel) -> Option<Diagnostic> {
    let roles = known_ids(&config.role_arns)?;
    let length = i64::try_from(document::document(&roles, &[]).chars().count()).unwrap_or(i64::MAX);
    let most = limit("policy_document").max;
    if length <= most {
        return None;
    }
    let violation = Violation {
        found: format!("The policy for {} roles would have {length} characters.", roles.len()),
        allowed: format!("at most {most} characters"),
        fix: "divide role_arns between several dts_cam_assume_role_grant resources".to_owned(),
    };
    Some(TOO_LONG.broken(AttributePath::of(&["role_arns"]), &violation))
}

/// Rejects a role of the account of the policy: the role that DTS needs is in the account that owns the database.
///
/// # Errors
/// There is one.
pub(super) fn must_not_grant_own_role(roles: &Attr<Set<String>>, account_id: &str) -> Result<(), Diagnostic> {
    let is_own = |arn: &&String| parse_role_arn(arn).is_some_and(|(uin, _)| uin == account_id);
    let Some(own) = roles.get().and_then(|roles| roles.known().find(is_own)) else { return Ok(()) };
    let violation = Violation {
        found: format!("{own:?} is a role of account {account_id}, in which this policy is created."),
        allowed: "roles of other root accounts: those that own the databases".to_owned(),
        fix: "set the ARN of a role in the other account, or use the provider alias of the account that runs the jobs"
            .to_owned(),
    };
    Err(OWN_ROLE.broken(AttributePath::of(&["role_arns"]), &violation))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Attr<Set<String>> {
        Attr::Known(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_policy_is_attached_to_something() {
        let of = |user_uins, group_ids| GrantModel { user_uins, group_ids, ..GrantModel::default() };
        assert!(without_principal(&of(Attr::Null, Attr::Null)).is_some());
        assert!(without_principal(&of(set(&[]), Attr::Null)).is_some());
        for right in
            [of(set(&["700000000021"]), Attr::Null), of(Attr::Null, set(&["1"])), of(Attr::Unknown, Attr::Null)]
        {
            assert!(without_principal(&right).is_none(), "{right:?}");
        }
    }

    #[test]
    fn the_role_is_in_another_account() {
        let roles = set(&["qcs::cam::uin/700000000001:roleName/DTS-role"]);
        assert!(must_not_grant_own_role(&roles, "700000000001").is_err());
        assert!(must_not_grant_own_role(&roles, "700000000002").is_ok());
        assert!(must_not_grant_own_role(&Attr::Unknown, "700000000001").is_ok());
    }

    #[test]
    fn a_policy_has_room_for_some_roles() {
        let arns = |count: usize| {
            (0..count).map(|at| format!("qcs::cam::uin/700000000001:roleName/role-{at}")).collect::<Set<String>>()
        };
        let of = |count| GrantModel { role_arns: Attr::Known(arns(count)), ..GrantModel::default() };
        assert!(too_long(&of(200)).is_some_and(|error| error.detail.contains("200 roles")));
        assert!(too_long(&of(50)).is_none());
    }
}
