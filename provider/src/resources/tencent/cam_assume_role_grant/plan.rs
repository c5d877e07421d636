//! The plan: the account and the policy document are known before the first call.

use tfplugin::{context::Context, diagnostic::Diagnostic, model::Attr, path::AttributePath, resource::Plan};

use super::{TYPE, document, model::GrantModel, policy::CamPolicy, rules::must_not_grant_own_role};
use crate::{
    accounts::{Clouds, remember_account, tencent::account},
    resources::shared::role_trust::{known_ids, stays_in_account},
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<GrantModel>) -> Result<(), Diagnostic> {
    let account_id = account(context)?.id_at_plan(&context.cancel).await?;
    if let Some(account_id) = &account_id {
        remember_account(&mut plan.private, account_id);
        let checks = [
            same_account(plan.prior.as_ref(), account_id),
            must_not_grant_own_role(&plan.config.role_arns, account_id),
        ];
        plan.diagnostics.extend(checks.into_iter().filter_map(Result::err));
    }
    if plan.prior.is_none() {
        plan.planned.id = plan.planned.policy_name.clone();
        plan.planned.account_id = account_id.map_or(Attr::Unknown, Attr::Known);
    }
    let prior = plan.prior.as_ref().filter(|prior| prior.policy_name == plan.planned.policy_name);
    plan.planned.policy_document = if plan.config.policy_document.is_known() {
        // With ignore_changes = [policy_document], Terraform puts the value of the state into the configuration.
        plan.config.policy_document.clone()
    } else if known_ids(&plan.planned.role_arns).is_none() {
        Attr::Unknown
    } else {
        let planned = GrantModel { policy_document: Attr::Unknown, ..plan.planned.clone() };
        document_of(&planned, prior).into()
    };
    plan.diagnostics.extend(prior.and_then(|prior| removes_statements(prior, &plan.planned)));
    Ok(())
}

/// The planned document, or the one of the arguments if it is not known yet: the prior document if it means the same. The statements of
/// the prior document about anything else than roles are kept.
pub(super) fn document_of(planned: &GrantModel, prior: Option<&GrantModel>) -> String {
    if let Some(text) = planned.policy_document.as_str() {
        return text.to_owned();
    }
    let roles = known_ids(&planned.role_arns).unwrap_or_default();
    let Some(prior) = prior.and_then(|prior| prior.policy_document.as_str()) else {
        return document::document(&roles, &[]);
    };
    let text = document::document(&roles, &document::content_of(prior).foreign);
    if document::same_meaning(prior, &text) { prior.to_owned() } else { text }
}

/// The warning of statements about roles that the apply removes and that no argument can express.
fn removes_statements(prior: &GrantModel, planned: &GrantModel) -> Option<Diagnostic> {
    if prior.policy_document == planned.policy_document {
        return None;
    }
    let removed = document::content_of(prior.policy_document.as_str()?).restrictions;
    if removed.is_empty() {
        return None;
    }
    let statements: Vec<String> = removed.iter().map(ToString::to_string).collect();
    Some(
        Diagnostic::warning(
            "Statements of the policy are removed",
            format!(
                "CAM policy {name:?} has statements about assuming roles that a {TYPE} cannot express. The apply writes the statement of \
                 role_arns in their place, and so removes them:\n\n{statements}\n\nTo keep the policy as it is, add lifecycle {{ \
                 ignore_changes = [policy_document] }} to the resource. A change of role_arns then has no effect.",
                name = prior.policy_name.as_str().unwrap_or_default(),
                statements = statements.join("\n"),
            ),
        )
        .at(AttributePath::of(&["policy_document"])),
    )
}

fn same_account(prior: Option<&GrantModel>, account_id: &str) -> Result<(), Diagnostic> {
    match prior.and_then(|prior| Some((prior.account_id.as_str()?, prior.policy_name.as_str()?))) {
        Some((owner, name)) => stays_in_account::<CamPolicy>(owner, name, account_id),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "qcs::cam::uin/700000000001:roleName/DTS-role";
    const FOREIGN: &str = r#"{"action":"name/cos:GetObject","effect":"allow","resource":"*"}"#;

    fn planned() -> GrantModel {
        GrantModel {
            policy_name: "dts-assume".into(),
            role_arns: Attr::Known([ROLE.to_owned()].into_iter().collect()),
            policy_document: Attr::Unknown,
            ..GrantModel::default()
        }
    }

    fn prior(text: &str) -> GrantModel {
        GrantModel { policy_document: text.into(), ..planned() }
    }

    #[test]
    fn the_stored_document_stays_while_it_means_the_same_and_foreign_statements_are_kept() {
        let ours = document_of(&planned(), None);
        let single = ours.replace(&format!("[\"{ROLE}\"]"), &format!("\"{ROLE}\""));
        assert_eq!(document_of(&planned(), Some(&prior(&single))), single);
        let with_foreign = ours.replace("}],\"version\"", &format!("}},{FOREIGN}],\"version\""));
        assert_eq!(document_of(&planned(), Some(&prior(&with_foreign))), with_foreign);
        let other_role = with_foreign.replace("DTS-role", "other-role");
        assert!(document::same_meaning(&document_of(&planned(), Some(&prior(&other_role))), &with_foreign));
    }

    #[test]
    fn statements_that_are_removed_are_named() {
        let ours = document_of(&planned(), None);
        let denied = prior(&ours.replace("allow", "deny"));
        let corrected = prior(&document_of(&planned(), Some(&denied)));
        let warning = removes_statements(&denied, &corrected).unwrap();
        assert!(warning.detail.contains("\"deny\""), "{}", warning.detail);
        assert!(removes_statements(&prior(&ours), &prior(&ours.replace("DTS-role", "other-role"))).is_none());
    }
}
