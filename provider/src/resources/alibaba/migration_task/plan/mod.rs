//! The plan of a task: facts for reviewers, and rules that need the account or the cloud.

pub(super) mod changes;
pub(super) mod immutable_after_start;
pub(super) mod kept_items;
pub(super) mod live_changes;
pub(super) mod purchased_before_configure;
mod redirect;

use alibaba::dts::ListDedicatedCluster;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::Plan,
};

use crate::resources::alibaba::migration_task::{
    TIMEOUTS,
    arguments::{Argument, Call, left_out},
    content::content_of,
    plan::{
        changes::{Changes, changes, is_imported, takes_no_other_call},
        immutable_after_start::classify_changes,
    },
    request::derived,
    rules,
    schema::model::TaskModel,
};
use crate::{
    accounts::{Account, Clouds, PlannedTask, PlannedTasks, account},
    diagnostics::cloud_error_at,
    resources::{
        alibaba::job::JobKind,
        shared::{JobState as _, Session, is_released, job_history},
    },
};

/// Completes the plan. All errors are reported together.
pub(crate) async fn complete(context: &Context<Clouds>, plan: &mut Plan<TaskModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    let tasks = &context.data()?.planned_tasks;
    if let Some(prior) = &plan.prior {
        tasks.forget_moved(prior.id.as_str().unwrap_or_default());
    }
    let account_id = account.id_at_plan(&context.cancel).await?;
    if let Some(account_id) = &account_id {
        account.remember_place(&mut plan.private, account_id);
        rules::own_account(&plan.config, account_id, &mut plan.diagnostics);
    }
    if account.online().is_some() {
        account.required_region()?;
    }
    if let Some(region) = account.region() {
        of_region(&plan.config, region, &mut plan.diagnostics);
    }
    derived::fill(&mut plan.planned);
    unknown_group(&plan.config, &mut plan.planned);
    let online_checks = match plan.prior.clone() {
        None => {
            plan_new(plan, tasks).await;
            OnlineChecks { passwords: true, cluster: true }
        }
        Some(prior) => plan_change(plan, &prior),
    };
    if online_checks.passwords {
        rules::password_missing(&plan.config, &mut plan.diagnostics);
    }
    if online_checks.cluster {
        plan.diagnostics.extend(cluster(context, account, &plan.config).await.err());
    }
    plan.diagnostics.extend(rules::warnings(&plan.config, plan.prior.as_ref()));
    if let Some(id) = plan.planned.id.as_str() {
        tasks.publish(id, planned_task(&plan.planned));
    }
    Ok(())
}

/// What the instance of the task has to know, in the same plan.
fn planned_task(planned: &TaskModel) -> PlannedTask {
    let types = planned.migration_types.clone();
    let incremental = match types {
        Attr::Known(types) if types.has_unknown() => Attr::Unknown,
        types => types.map(|types| types.known().any(|one| one == "incremental")),
    };
    PlannedTask { incremental, cluster: planned.dedicated_cluster_id.clone(), is_released: is_released(planned) }
}

/// What else a plan has to check.
struct OnlineChecks {
    passwords: bool,
    cluster: bool,
}

/// A new task, or the new one of a replacement. Terraform hands on the private data of the plan of the old one, but not if the old one is
/// tainted: then it is recognized by its content, which the refresh has found.
async fn plan_new(plan: &mut Plan<TaskModel>, tasks: &PlannedTasks) {
    let allow_restart = plan.planned.allow_restart.or(false);
    let restart_on_loss = plan.planned.restart_on_loss.or(false);
    job_history::record_restart_permission(&mut plan.private, allow_restart, restart_on_loss);
    if !allow_restart {
        tasks.record_new_without_permission();
    }
    let mut replaced = job_history::moved_job(&plan.private).filter(|_| !allow_restart);
    if let (None, Some(content)) = (&replaced, content_of(&plan.planned)) {
        replaced = tasks.replaced_task(&content).await;
    }
    match replaced {
        Some(id) if allow_restart => tasks.publish(&id, planned_task(&plan.planned)),
        Some(id) => plan.diagnostics.push(would_start_over(&plan.planned.kind, &id)),
        None => {}
    }
}

fn plan_change(plan: &mut Plan<TaskModel>, prior: &TaskModel) -> OnlineChecks {
    job_history::record_stage(&mut plan.private, prior);
    if is_released(prior) && plan.planned.restart_on_loss.or(false) {
        job_history::forget_moved(&mut plan.private);
    }
    let imported = is_imported(&plan.private);
    if imported {
        plan.diagnostics.extend(options_left_out(prior, &plan.planned));
    }
    let changes = changes(prior, &plan.planned, imported);
    if prior.has_started() {
        let change_plan = classify_changes(prior, &plan.planned, changes);
        let in_place = change_plan.replace.is_empty();
        if in_place && !change_plan.refused.has_errors() {
            plan.diagnostics.extend(redirect::warnings(&plan.planned, &change_plan.live));
        }
        plan.replace.extend(change_plan.replace);
        plan.diagnostics.extend(change_plan.refused);
        return OnlineChecks { passwords: false, cluster: in_place && change_plan.live.has(Call::Cluster) };
    }
    if checks(prior, &changes) {
        plan.planned.status = Attr::Unknown;
        plan.planned.precheck_state = Attr::Unknown;
        if !kept_items::stay_known(prior, &plan.planned, &changes) {
            plan.planned.precheck_items = Attr::Unknown;
            plan.planned.failed_precheck_items = Attr::Unknown;
        }
    }
    // A value that is not known yet may turn out the one it has.
    let is_known = |argument: &&Argument| !argument.is_unknown(&plan.planned);
    let configuration: Vec<Argument> = changes.configuration().filter(is_known).cloned().collect();
    plan.diagnostics.extend(purchased_before_configure::refused(prior, &plan.planned, &configuration));
    let configures = !configuration.is_empty();
    OnlineChecks { passwords: configures, cluster: configures }
}

/// Whether the update of a task that has not started runs a precheck. Otherwise its last report and its status stay as they are.
fn checks(prior: &TaskModel, changes: &Changes) -> bool {
    changes.precheck
        || changes.sends_passwords()
        || changes.configuration().next().is_some()
        || takes_no_other_call(prior, changes)
}

/// The warning of options of an imported task that the configuration does not have.
fn options_left_out(prior: &TaskModel, planned: &TaskModel) -> Option<Diagnostic> {
    let title = prior.kind.title;
    let keys: Vec<&str> = left_out(prior, planned).collect();
    if keys.is_empty() {
        return None;
    }
    let lines: Vec<String> = keys
        .iter()
        .filter_map(|key| {
            let value = prior.reserve.get()?.0.get(*key)?.as_str()?;
            Some(format!("    {key:?} = {value:?}"))
        })
        .collect();
    Some(
        Diagnostic::warning(
            "The configuration does not have all options of the imported task",
            format!(
                "{title} task {id} has options in DTS that have no separate argument and are not in the configuration. They stay as \
                 they are, also when the task is configured again. To manage them, add them to the configuration:\n\n  reserve = \
                 {{\n{lines}\n  }}",
                id = prior.id.as_str().unwrap_or_default(),
                lines = lines.join("\n"),
            ),
        )
        .at(AttributePath::of(&["reserve"])),
    )
}

/// The error of a replacement that would copy the data again, and is not allowed to.
pub(crate) fn would_start_over(kind: &JobKind, id: &str) -> Diagnostic {
    let noun = kind.noun;
    Diagnostic::error(
        format!("The {noun} would start over"),
        format!(
            "Data has moved in {noun} task {id}. A new task copies the data again and may overwrite rows at the \
             destination (conflict_mode decides what happens to existing tables). Remove the cause of the \
             replacement: the option -replace, or the taint (terraform untaint <address of this task>). If the resource has a new \
             address, add a moved block. To start the {noun} again, set allow_restart = true."
        ),
    )
    .at(AttributePath::of(&["allow_restart"]))
}

/// A resource group that is the user's, and unknown yet, will be sent; one of DTS's choice will not.
fn unknown_group(config: &TaskModel, planned: &mut TaskModel) {
    if config.resource_group_id.is_unknown()
        && let Some(preview) = planned.request_preview.get_mut()
    {
        preview.0.insert("ResourceGroupId".to_owned(), Attr::Unknown);
    }
}

/// Rules that need the account, again before an apply configures anything: values unknown at plan are known now.
///
/// # Errors
/// All that is wrong.
pub(crate) async fn preflight(
    context: &Context<Clouds>,
    account: &Account,
    account_id: &str,
    config: &TaskModel,
    created: bool,
) -> Result<(), Diagnostics> {
    rules::preflight(config)?;
    let mut found = Diagnostics::new();
    rules::own_account(config, account_id, &mut found);
    account.cloud()?;
    of_region(config, account.required_region()?, &mut found);
    // An update that configures is planned with the cluster looked at; one that does not, has no need of it.
    if created {
        found.extend(cluster(context, account, config).await.err());
        rules::password_missing(config, &mut found);
    }
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// Rules that need the task's own region.
fn of_region(config: &TaskModel, region: &str, out: &mut Diagnostics) {
    rules::other_partition(config, region, out);
    rules::away_from_cluster(config, region, out);
}

async fn cluster(context: &Context<Clouds>, account: &Account, config: &TaskModel) -> Result<(), Diagnostic> {
    let (Some(cloud), Some(id)) = (account.online(), config.dedicated_cluster_id.as_str()) else { return Ok(()) };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.read);
    let region = session.region();
    let request = ListDedicatedCluster {
        region_id: Some(region.clone()),
        search_by: Some("DEDICATEDCLUSTERID".to_owned()),
        params: Some(id.to_owned()),
        ..ListDedicatedCluster::default()
    };
    // A list shows what is missing. The error for an unknown ID is not documented.
    let page = session.call(&request).await.map_err(|error| {
        cloud_error_at(
            AttributePath::of(&["dedicated_cluster_id"]),
            "Cannot read the dedicated clusters",
            &format!("Looking for dedicated cluster {id}"),
            &error,
        )
    })?;
    let found = page.answer.clusters.cluster.iter().find(|cluster| cluster.dedicated_cluster_id == id);
    rules::unusable_cluster(id, &region, found)
}
