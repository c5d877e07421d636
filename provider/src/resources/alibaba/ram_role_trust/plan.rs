//! The plan: account, ARN and trust policy are known before the first call.

use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    model::{Attr, Set},
    path::AttributePath,
    resource::Plan,
};

use super::{
    RamRole, TYPE,
    model::{DTS_POLICY, Policy, TrustModel},
    policies, trust_policy,
};
use crate::{
    accounts::{Clouds, account, remember_account},
    resources::shared::role_trust::{known_ids, must_not_trust_own_account, stays_in_account},
    rules::{Rule, Violation, alibaba::room_for_ownership, looks_like_uin},
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<TrustModel>) -> Result<(), Diagnostic> {
    let account_id = account(context)?.id_at_plan(&context.cancel).await?;
    if let Some(account_id) = &account_id {
        remember_account(&mut plan.private, account_id);
        let checks = [
            same_account(plan.prior.as_ref(), account_id),
            must_not_trust_own_account(&plan.config.trusted_account_ids, account_id),
        ];
        plan.diagnostics.extend(checks.into_iter().filter_map(Result::err));
    }
    let planned = &mut plan.planned;
    if plan.prior.is_none() {
        if plan.config.description.is_null() {
            planned.description = Attr::Null;
        }
        planned.id = planned.role_name.clone();
        planned.account_id = account_id.clone().map_or(Attr::Unknown, Attr::Known);
        planned.arn = planned_arn(account_id.as_deref(), &planned.role_name);
    }
    if let Some(prior) = &plan.prior
        && plan.config.permission_policies.is_null()
    {
        planned.permission_policies = policies::kept(&plan.private, prior, &planned.permission_policies);
        if policies::keeps_vpc_policy(&plan.config, prior, &plan.private) {
            planned.access_via_vpc = true.into();
        }
    }
    planned.trust_policy = if plan.config.trust_policy.is_known() {
        // With ignore_changes = [trust_policy], Terraform puts the value of the state into the configuration.
        plan.config.trust_policy.clone()
    } else {
        planned_trust(plan.prior.as_ref(), &planned.trusted_account_ids)
    };
    plan.diagnostics.extend(removes_statements(plan.prior.as_ref(), planned));
    if plan.prior.as_ref().is_none_or(|prior| prior.trusted_account_ids != plan.planned.trusted_account_ids) {
        let trusted = known_ids(&plan.config.trusted_account_ids).unwrap_or_default();
        let path = AttributePath::of(&["trusted_account_ids"]);
        plan.diagnostics.extend(looks_like_uin(path, trusted.iter().map(String::as_str)));
    }
    let warning = without_dts_policy(plan);
    plan.diagnostics.extend(warning);
    plan.diagnostics.extend(room_for_ownership(&plan.config.tags, account(context)?.ownership_id()));
    Ok(())
}

/// The warning of statements that the apply removes and that no argument can express.
fn removes_statements(prior: Option<&TrustModel>, planned: &TrustModel) -> Option<Diagnostic> {
    let prior = prior?;
    if prior.trust_policy == planned.trust_policy || prior.role_name != planned.role_name {
        return None;
    }
    let foreign = trust_policy::foreign_statements(prior.trust_policy.as_str()?);
    if foreign.is_empty() {
        return None;
    }
    Some(
        Diagnostic::warning(
            "Statements of the trust policy are removed",
            format!(
                "The trust policy of RAM role {name:?} has statements that a {TYPE} cannot express. The apply replaces the trust policy, \
                 and so removes them:\n\n{statements}\n\nTo keep the trust policy as it is, add lifecycle {{ ignore_changes = \
                 [trust_policy] }} to the resource. A change of trusted_account_ids then has no effect.",
                name = prior.role_name.as_str().unwrap_or_default(),
                statements = foreign.join("\n"),
            ),
        )
        .at(AttributePath::of(&["trust_policy"])),
    )
}

/// The RAM reference shows ARNs with the name as given and with the name in lower case: known if both are the same.
fn planned_arn(account_id: Option<&str>, role_name: &Attr<String>) -> Attr<String> {
    match (account_id, role_name.as_str()) {
        (Some(account_id), Some(name)) if name.to_lowercase() == name => {
            format!("acs:ram::{account_id}:role/{name}").into()
        }
        _ => Attr::Unknown,
    }
}

/// The planned document: the prior one if it means the same.
fn planned_trust(prior: Option<&TrustModel>, trusted: &Attr<Set<String>>) -> Attr<String> {
    let Some(ids) = known_ids(trusted) else { return Attr::Unknown };
    let document = trust_policy::document(&ids);
    match prior.and_then(|prior| prior.trust_policy.as_str()) {
        Some(prior) if trust_policy::same_meaning(prior, &document) => prior.into(),
        _ => document.into(),
    }
}

pub(super) static RULES: [&Rule; 1] = [&WITHOUT_DTS];

static WITHOUT_DTS: Rule = Rule::warning(
    "policy-of-dts",
    "The role does not have the policy of DTS",
    "`permission_policies` should contain the system policy `AliyunDTSRolePolicy`, or a custom policy with its permissions.",
);

/// The warning of policies without that of DTS, once. A custom policy can have its permissions.
fn without_dts_policy(plan: &Plan<TrustModel>) -> Option<Diagnostic> {
    let policies = plan.config.permission_policies.get().filter(|policies| !policies.has_unknown())?;
    let suffices =
        |policy: &Policy| policy.name.as_str() == Some(DTS_POLICY) || policy.r#type.as_str() == Some("Custom");
    let is_unknown = |policy: &Policy| policy.name.is_unknown() || policy.r#type.is_unknown();
    let is_known =
        plan.prior.as_ref().is_some_and(|prior| prior.permission_policies == plan.planned.permission_policies);
    if is_known || policies.known().any(|policy| suffices(policy) || is_unknown(policy)) {
        return None;
    }
    Some(WITHOUT_DTS.broken(
        AttributePath::of(&["permission_policies"]),
        &Violation {
            found: format!(
                "permission_policies does not contain {DTS_POLICY}. DTS uses its permissions to find the database."
            ),
            allowed: String::new(),
            fix: format!("add {{ type = \"System\", name = {DTS_POLICY:?} }}, or remove permission_policies"),
        },
    ))
}

fn same_account(prior: Option<&TrustModel>, account_id: &str) -> Result<(), Diagnostic> {
    match prior.and_then(|prior| Some((prior.account_id.as_str()?, prior.role_name.as_str()?))) {
        Some((owner, name)) => stays_in_account::<RamRole>(owner, name, account_id),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusting(ids: &[&str]) -> Attr<Set<String>> {
        Attr::Known(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn the_arn_is_known_if_the_name_is_in_lower_case() {
        assert_eq!(planned_arn(Some("1"), &"ram-for-dts".into()).as_str(), Some("acs:ram::1:role/ram-for-dts"));
        assert!(planned_arn(Some("1"), &"RamForDts".into()).is_unknown());
        assert!(planned_arn(None, &"ram-for-dts".into()).is_unknown());
    }

    #[test]
    fn statements_that_are_removed_are_named() {
        let ours = trust_policy::document(&known_ids(&trusting(&["1234567890123456"])).unwrap());
        let with_deny =
            ours.replacen("[{", r#"[{"Action":"sts:AssumeRole","Effect":"Deny","Principal":{"RAM":"*"}},{"#, 1);
        let role = |document: &str| TrustModel {
            role_name: "ram-for-dts".into(),
            trust_policy: document.into(),
            ..TrustModel::default()
        };
        let warning = removes_statements(Some(&role(&with_deny)), &role(&ours)).unwrap();
        assert!(
            warning.detail.contains(r#""Effect":"Deny""#) && warning.detail.contains("ignore_changes"),
            "{warning:?}"
        );
        assert!(removes_statements(Some(&role(&with_deny)), &role(&with_deny)).is_none(), "it is kept");
        let other = trust_policy::document(&known_ids(&trusting(&["2345678901234567"])).unwrap());
        assert!(removes_statements(Some(&role(&other)), &role(&ours)).is_none(), "the plan shows other accounts");
        assert!(removes_statements(None, &role(&ours)).is_none());
    }

    #[test]
    fn the_stored_document_stays_while_it_means_the_same() {
        let ids = trusting(&["1234567890123456"]);
        let document = trust_policy::document(&known_ids(&ids).unwrap());
        let stored = document.replace("[\"sts:AssumeRole\"]", "\"sts:AssumeRole\"");
        let prior = TrustModel { trust_policy: stored.as_str().into(), ..TrustModel::default() };
        assert_eq!(planned_trust(Some(&prior), &ids).as_str(), Some(stored.as_str()));
        let edited = TrustModel { trust_policy: stored.replace("Allow", "Deny").into(), ..TrustModel::default() };
        assert_eq!(planned_trust(Some(&edited), &ids).as_str(), Some(document.as_str()));
        assert!(planned_trust(None, &Attr::Unknown).is_unknown());
    }
}
