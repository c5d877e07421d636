//! The plan: account, ARN, policies and trust policy are known before the first call.

use tfplugin::{context::Context, diagnostic::Diagnostic, model::Attr, path::AttributePath, resource::Plan};

use super::{CamRole, TYPE, engine_policies, model::TrustModel, policies, trust_policy};
use crate::{
    accounts::{Clouds, remember_account, tencent::account},
    resources::shared::role_trust::{known_ids, must_not_trust_own_account, stays_in_account},
    rules::{
        Rule, Violation, looks_like_alibaba_account,
        tencent::{role_arn, room_for_ownership},
    },
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
    if plan.prior.is_none() {
        let planned = &mut plan.planned;
        planned.id = planned.role_name.clone();
        planned.account_id = account_id.clone().map_or(Attr::Unknown, Attr::Known);
        planned.arn = match (&account_id, planned.role_name.as_str()) {
            (Some(account_id), Some(name)) => role_arn(account_id, name).into(),
            _ => Attr::Unknown,
        };
    }
    plan_policies(plan);
    plan.planned.trust_policy = if plan.config.trust_policy.is_known() {
        // With ignore_changes = [trust_policy], Terraform puts the value of the state into the configuration.
        plan.config.trust_policy.clone()
    } else {
        planned_trust(plan.prior.as_ref(), &plan.planned)
    };
    plan.diagnostics.extend(removes_statements(plan.prior.as_ref(), &plan.planned));
    if plan.prior.as_ref().is_none_or(|prior| prior.trusted_account_ids != plan.planned.trusted_account_ids) {
        let trusted = known_ids(&plan.config.trusted_account_ids).unwrap_or_default();
        let path = AttributePath::of(&["trusted_account_ids"]);
        plan.diagnostics.extend(looks_like_alibaba_account(path, trusted.iter().map(String::as_str)));
    }
    let warning = without_general_policies(plan);
    plan.diagnostics.extend(warning);
    plan.diagnostics.extend(room_for_ownership(&plan.config.tags, account(context)?.ownership_id()));
    Ok(())
}

/// Plans the engines and the policies of the role.
fn plan_policies(plan: &mut Plan<TrustModel>) {
    let (config, planned) = (&plan.config, &mut plan.planned);
    if config.source_engines.is_null() {
        let prior = plan.prior.as_ref().map(|prior| prior.source_engines.clone()).unwrap_or_default();
        let fits = config.permission_policies.is_null()
            || engine_policies::of_engines(&prior)
                .is_some_and(|needed| needed.is_subset(&policies::configured(config)));
        planned.source_engines = if fits { prior } else { Attr::Null };
    }
    if config.permission_policies.is_null() {
        planned.permission_policies = match engine_policies::of_engines(&planned.source_engines) {
            Some(needed) => policies::kept(&plan.private, plan.prior.as_ref(), needed),
            None => Attr::Unknown,
        };
    }
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
                "The trust policy of CAM role {name:?} has statements that a {TYPE} cannot express. The apply replaces the trust policy, \
                 and so removes them:\n\n{statements}\n\nTo keep the trust policy as it is, add lifecycle {{ ignore_changes = \
                 [trust_policy] }} to the resource. A change of trusted_account_ids or external_id then has no effect.",
                name = prior.role_name.as_str().unwrap_or_default(),
                statements = foreign.join("\n"),
            ),
        )
        .at(AttributePath::of(&["trust_policy"])),
    )
}

/// The planned document: the prior one if it means the same.
fn planned_trust(prior: Option<&TrustModel>, planned: &TrustModel) -> Attr<String> {
    let (Some(ids), false) = (known_ids(&planned.trusted_account_ids), planned.external_id.is_unknown()) else {
        return Attr::Unknown;
    };
    let document = trust_policy::document(&ids, planned.external_id.as_str());
    match prior.and_then(|prior| prior.trust_policy.as_str()) {
        Some(prior) if trust_policy::same_meaning(prior, &document) => prior.into(),
        _ => document.into(),
    }
}

/// The document to write. With `ignore_changes = [trust_policy]`, the planned one is not that of the arguments.
pub(super) fn document_of(planned: &TrustModel) -> String {
    let of_arguments = || {
        let ids = known_ids(&planned.trusted_account_ids).unwrap_or_default();
        trust_policy::document(&ids, planned.external_id.as_str())
    };
    planned.trust_policy.clone().into_option().unwrap_or_else(of_arguments)
}

fn same_account(prior: Option<&TrustModel>, account_id: &str) -> Result<(), Diagnostic> {
    match prior.and_then(|prior| Some((prior.account_id.as_str()?, prior.role_name.as_str()?))) {
        Some((owner, name)) => stays_in_account::<CamRole>(owner, name, account_id),
        None => Ok(()),
    }
}

pub(super) static RULES: [&Rule; 2] = [&WITHOUT_GENERAL, &WITHOUT_ENGINE];

static WITHOUT_GENERAL: Rule = Rule::warning(
    "cam-policies-of-dts",
    "The role does not have the policies of DTS",
    "`permission_policies` of a CAM role should contain `QcloudDTSReadOnlyAccess` and `QcloudCDBReadOnlyAccess`, or custom policies with \
     their permissions.",
);

static WITHOUT_ENGINE: Rule = Rule::validate(
    "policies-of-engines",
    "A policy of source_engines is missing",
    "`permission_policies` must contain the policies of `source_engines`, if both are set.",
);

/// The warning of policies without those that DTS always needs, once.
fn without_general_policies(plan: &Plan<TrustModel>) -> Option<Diagnostic> {
    let listed = known_ids(&plan.config.permission_policies)?;
    let needed = engine_policies::general();
    let missing: Vec<&str> = needed.difference(&listed).map(String::as_str).collect();
    let is_known =
        plan.prior.as_ref().is_some_and(|prior| prior.permission_policies == plan.planned.permission_policies);
    // A custom policy can have their permissions.
    let has_custom = listed.iter().any(|name| !name.starts_with("Qcloud"));
    if missing.is_empty() || is_known || has_custom {
        return None;
    }
    let missing = missing.join(" and ");
    Some(WITHOUT_GENERAL.broken(
        AttributePath::of(&["permission_policies"]),
        &Violation {
            found: format!(
                "permission_policies does not contain {missing}. DTS uses these permissions to list the databases."
            ),
            allowed: String::new(),
            fix: format!("add {missing}, or write source_engines in place of permission_policies"),
        },
    ))
}

/// Rejects engines whose policies the role does not have.
pub(super) fn missing_policies_of_engines(config: &TrustModel) -> Option<Diagnostic> {
    if config.source_engines.is_null() {
        return None;
    }
    let (needed, listed) =
        (engine_policies::of_engines(&config.source_engines)?, known_ids(&config.permission_policies)?);
    let missing: Vec<String> = needed.difference(&listed).map(|name| format!("{name:?}")).collect();
    if missing.is_empty() {
        return None;
    }
    Some(WITHOUT_ENGINE.broken(
        AttributePath::of(&["permission_policies"]),
        &Violation {
            found: format!("permission_policies does not contain {}, which source_engines needs.", missing.join(", ")),
            allowed:
                "only one of the two arguments, or permission_policies with the policies of all engines".to_owned(),
            fix: format!("add {}, or remove permission_policies", missing.join(", ")),
        },
    ))
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Set;

    use super::*;

    fn set(names: &[&str]) -> Attr<Set<String>> {
        Attr::Known(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn written_policies_must_contain_those_of_the_engines() {
        let config = |engines: Attr<Set<String>>, policies: Attr<Set<String>>| TrustModel {
            source_engines: engines,
            permission_policies: policies,
            ..TrustModel::default()
        };
        let both = config(set(&["sqlserver"]), set(&["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]));
        let refused = missing_policies_of_engines(&both).unwrap();
        assert!(refused.detail.contains("\"QcloudSQLServerReadOnlyAccess\""), "{}", refused.detail);
        let complete = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess", "QcloudSQLServerReadOnlyAccess"];
        assert!(missing_policies_of_engines(&config(set(&["sqlserver"]), set(&complete))).is_none());
        assert!(missing_policies_of_engines(&config(Attr::Null, set(&["audit"]))).is_none());
        assert!(missing_policies_of_engines(&config(set(&["sqlserver"]), Attr::Null)).is_none());
        assert!(missing_policies_of_engines(&config(Attr::Unknown, set(&["audit"]))).is_none());
    }

    #[test]
    fn the_stored_document_stays_while_it_means_the_same() {
        let planned = TrustModel {
            trusted_account_ids: set(&["700000000002"]),
            external_id: "ext-1".into(),
            ..TrustModel::default()
        };
        let document = document_of(&planned);
        let stored = document.replace("\"name/sts:AssumeRole\"", "[\"sts:AssumeRole\"]");
        let prior = TrustModel { trust_policy: stored.as_str().into(), ..TrustModel::default() };
        assert_eq!(planned_trust(Some(&prior), &planned).as_str(), Some(stored.as_str()));
        let edited = TrustModel { trust_policy: stored.replace("allow", "deny").into(), ..TrustModel::default() };
        assert_eq!(planned_trust(Some(&edited), &planned).as_str(), Some(document.as_str()));
        assert!(planned_trust(None, &TrustModel { external_id: Attr::Unknown, ..planned }).is_unknown());
    }

    #[test]
    fn statements_that_are_removed_are_named() {
        let ours = trust_policy::document(&["700000000002".to_owned()].into(), Some("ext-1"));
        let role = |document: &str| TrustModel {
            role_name: "DTS-role".into(),
            trust_policy: document.into(),
            ..TrustModel::default()
        };
        let denied = ours.replace("allow", "deny");
        let warning = removes_statements(Some(&role(&denied)), &role(&ours)).unwrap();
        assert!(warning.detail.contains("deny") && !warning.detail.contains("ext-1"), "{}", warning.detail);
        assert!(removes_statements(Some(&role(&ours)), &role(&ours.replace("ext-1", "ext-2"))).is_none());
    }
}
