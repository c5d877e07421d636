//! The plan of a task: facts for reviewers, rules that need the account or the cloud, and what cannot be changed any more.

use dts_cloud::dts::{JobStatus, ListDedicatedCluster};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    resource::Plan,
};

use super::{
    TIMEOUTS, TYPE,
    arguments::arguments_of,
    changes::{changes, is_imported},
    facts,
    model::TaskModel,
    request::parameters,
    rules,
};
use crate::{
    clouds::{Account, Clouds, account, remember_account},
    resources::job::started,
    rules::{Rule, Violation},
    shared::{Session, cloud_error_at},
};

pub(super) static RULES: [&Rule; 1] = [&LATE];

static LATE: Rule = Rule::plan(
    "late-change",
    "The migration has started",
    "A task whose migration has started keeps what DTS cannot change any more.",
);

/// Completes the plan. All that is wrong is told at once.
pub(super) async fn complete(context: &Context<Clouds>, plan: &mut Plan<TaskModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    let here = account.id_at_plan(&context.cancel).await?;
    if let Some(here) = &here {
        remember_account(&mut plan.private, here);
        rules::own_account(&plan.config, here, &mut plan.diagnostics);
    }
    if let Some(cloud) = account.online() {
        of_region(&plan.config, cloud.region(), &mut plan.diagnostics);
    }
    facts::fill(&mut plan.planned);
    unknown_group(&plan.config, &mut plan.planned);
    let configures = match &plan.prior {
        None => true,
        Some(prior) => {
            let changes = changes(prior, &plan.planned, is_imported(&plan.private));
            let configuration = known(changes.configuration, &plan.planned);
            if has_started(prior) {
                late_changes(prior, &plan.planned, &configuration, &mut plan.diagnostics);
            } else if changes.precheck {
                plan.planned.status = Attr::Unknown;
                plan.planned.precheck_state = Attr::Unknown;
                plan.planned.precheck_items = Attr::Unknown;
            }
            !has_started(prior) && !configuration.is_empty()
        }
    };
    if configures {
        rules::password_missing(&plan.config, &mut plan.diagnostics);
        plan.diagnostics.extend(cluster(context, account, &plan.config).await.err());
    }
    plan.diagnostics.extend(rules::cautions(&plan.config, plan.prior.as_ref()));
    Ok(())
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
pub(super) async fn refuse_first(
    context: &Context<Clouds>,
    account: &Account,
    here: &str,
    config: &TaskModel,
    created: bool,
) -> Result<(), Diagnostics> {
    rules::refuse_first(config)?;
    let mut found = Diagnostics::new();
    rules::own_account(config, here, &mut found);
    of_region(config, account.cloud()?.region(), &mut found);
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
    let asked = ListDedicatedCluster {
        region_id: Some(region.clone()),
        search_by: Some("DEDICATEDCLUSTERID".to_owned()),
        params: Some(id.to_owned()),
        ..ListDedicatedCluster::default()
    };
    // A list tells what is missing; how the service words an unknown id is not documented.
    let page = session.call(&asked).await.map_err(|error| {
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

/// Whether the task's migration has begun, by the status the last refresh saw.
pub(super) fn has_started(state: &TaskModel) -> bool {
    state.status.as_str().is_some_and(|status| started(&JobStatus::of(status)))
}

/// Without the parameters whose new value is not known yet: it may turn out the one they have.
fn known(mut configuration: Vec<String>, planned: &TaskModel) -> Vec<String> {
    if !configuration.is_empty() {
        let after = parameters(planned);
        // Keys of Reserve are one parameter, as unknown as any of them.
        let whole = |name: &str| if name.starts_with("Reserve.") { "Reserve".to_owned() } else { name.to_owned() };
        configuration.retain(|name| !after.get(&whole(name)).is_some_and(Attr::is_unknown));
    }
    configuration
}

/// One message for each argument that cannot follow.
fn late_changes(prior: &TaskModel, planned: &TaskModel, configuration: &[String], out: &mut Diagnostics) {
    let status = prior.status.as_str().unwrap_or("started");
    for (path, name) in arguments_of(configuration, planned) {
        out.push(LATE.broken(
            path,
            &Violation {
                found: format!(
                    "{TYPE} {id} is {status}: DTS does not change {name} of a task that has started.",
                    id = prior.id.as_str().unwrap_or_default(),
                ),
                allowed: "the value the task was started with".to_owned(),
                write: "the value it had. To migrate anew with the new one, take this change back, replace the task on purpose \
                        (terraform apply -replace=<address of this task>) and change it then: the instance follows, and what the \
                        destination holds by then is met by conflict_mode"
                    .to_owned(),
            },
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn late(status: &str, configuration: &[&str]) -> Diagnostics {
        let prior = TaskModel { status: status.into(), ..TaskModel::default() };
        let names: Vec<String> = configuration.iter().map(|name| (*name).to_owned()).collect();
        let mut out = Diagnostics::new();
        if has_started(&prior) {
            late_changes(&prior, &prior, &names, &mut out);
        }
        out
    }

    #[test]
    fn a_started_task_keeps_its_configuration() {
        let refused = late("Migrating", &["DbList", "SourceEndpointInstanceID"]);
        let paths: Vec<String> = refused.iter().map(|one| one.path.to_string()).collect();
        assert_eq!(paths, ["objects", "source.instance_id"]);
        assert!(late("Migrating", &[]).is_empty());
        assert!(late("PreCheckPass", &["DbList"]).is_empty());
    }

    #[test]
    fn what_is_not_known_yet_is_no_change_yet() {
        let names = || ["DtsBisLabel", "Reserve.targetTableMode", "Reserve"].map(str::to_owned).to_vec();
        let conflicts = |mode: Attr<String>| TaskModel { conflict_mode: mode, ..TaskModel::default() };
        assert_eq!(known(names(), &conflicts(Attr::Unknown)), ["DtsBisLabel"]);
        assert_eq!(known(names(), &conflicts("report".into())), names());
    }
}
