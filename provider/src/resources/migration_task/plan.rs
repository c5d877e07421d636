//! The plan of a task: facts for reviewers, and what cannot be changed any more.

use tfplugin::{context::Context, diagnostic::Diagnostic, model::Attr, path::AttributePath, resource::Plan};

use dts_cloud::dts::JobStatus;

use super::{
    TYPE,
    changes::changes,
    endpoint::{Endpoint, Side},
    facts,
    model::TaskModel,
};
use crate::{
    clouds::{Clouds, account, remember_account},
    resources::job::started,
};

/// Completes the plan.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<TaskModel>) -> Result<(), Diagnostic> {
    let here = account(context)?.id_at_plan(&context.cancel).await?;
    if let Some(here) = &here {
        remember_account(&mut plan.private, here);
        not_own_account(&plan.config, here)?;
    }
    facts::fill(&mut plan.planned);
    if let Some(prior) = &plan.prior {
        let changes = changes(prior, &plan.planned);
        if has_started(prior) {
            refuse_late_changes(prior, &changes.configuration)?;
        } else if changes.precheck {
            plan.planned.status = Attr::Unknown;
            plan.planned.precheck_state = Attr::Unknown;
            plan.planned.precheck_items = Attr::Unknown;
        }
    }
    Ok(())
}

/// Whether the task's migration has begun, by the status the last refresh saw.
pub(super) fn has_started(state: &TaskModel) -> bool {
    state.status.as_str().is_some_and(|status| started(&JobStatus::of(status)))
}

/// `cross_account` is for another account: with the caller's own DTS would look for a role it does not need.
pub(super) fn not_own_account(config: &TaskModel, here: &str) -> Result<(), Diagnostic> {
    for (side, end) in [(Side::Source, &config.source), (Side::Destination, &config.destination)] {
        if owner_of(end) == Some(here) {
            let block = side.block();
            return Err(Diagnostic::error(
                "cross_account names the task's own account",
                format!(
                    "{block}.cross_account.account_id is {here}, the account that creates this task. cross_account is for an \
                     instance of another account. Remove the cross_account block if account {here} owns the instance, or \
                     write the id of the account that does."
                ),
            )
            .at(AttributePath::of(&[block, "cross_account", "account_id"])));
        }
    }
    Ok(())
}

fn owner_of(end: &Attr<Endpoint>) -> Option<&str> {
    end.get()?.cross_account.get()?.account_id.as_str()
}

fn refuse_late_changes(prior: &TaskModel, configuration: &[String]) -> Result<(), Diagnostic> {
    if configuration.is_empty() {
        return Ok(());
    }
    let status = prior.status.as_str().unwrap_or("started");
    Err(Diagnostic::error(
        "The migration has started",
        format!(
            "{TYPE} {id} is {status}: DTS does not change {changed} of a task that has started. Take the change back. To migrate \
             anew with it, replace the task on purpose (terraform apply -replace=<address of this task>): its instance \
             follows, and what the destination holds by then is met by conflict_mode.",
            id = prior.id.as_str().unwrap_or_default(),
            changed = configuration.join(", "),
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::{super::endpoint::CrossAccount, *};

    fn owned_by(account: Attr<String>) -> TaskModel {
        let other = CrossAccount { account_id: account, role_name: "r".into() };
        TaskModel {
            source: Endpoint { cross_account: other.into(), ..Endpoint::default() }.into(),
            ..TaskModel::default()
        }
    }

    #[test]
    fn the_own_account_is_no_other_account() {
        let refused = not_own_account(&owned_by("1234567890123456".into()), "1234567890123456").unwrap_err();
        assert_eq!(refused.path.to_string(), "source.cross_account.account_id");
        assert!(not_own_account(&owned_by("2345678901234567".into()), "1234567890123456").is_ok());
        assert!(not_own_account(&owned_by(Attr::Unknown), "1234567890123456").is_ok());
    }

    #[test]
    fn a_started_task_keeps_its_configuration() {
        let running = TaskModel { status: "Migrating".into(), ..TaskModel::default() };
        assert!(has_started(&running));
        assert!(refuse_late_changes(&running, &["DbList".into()]).unwrap_err().detail.contains("DbList"));
        assert!(refuse_late_changes(&running, &[]).is_ok());
        assert!(!has_started(&TaskModel { status: "PreCheckPass".into(), ..TaskModel::default() }));
    }
}
