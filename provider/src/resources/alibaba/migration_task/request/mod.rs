//! The configuration as ConfigureDtsJob wants it.
//!
//! Names and values are those of the ConfigureDtsJob reference and, inside `Reserve`, of the Reserve reference.

pub(super) mod derived;
mod draft;
mod endpoint;
mod preview;
mod reserve;
#[cfg(test)]
mod tests;
mod verification;

use std::collections::BTreeMap;

use alibaba::{Action, Secret, dts::ConfigureDtsJob};
use tfplugin::model::{Attr, Set};

use self::draft::Unknowns;
use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::schema::{endpoint::Side, model::TaskModel, objects};

pub(super) use endpoint::{engine_on_wire, instance_type_on_wire};
pub(super) use preview::preview;

/// The request, from a plan in which everything is known. Passwords come from the configuration.
pub(super) fn configure(planned: &TaskModel, config: &TaskModel, region: String) -> ConfigureDtsJob {
    ConfigureDtsJob { region_id: Some(region), ..draft(planned, config).0 }
}

/// The same request as name and value, for a plan in which parts are unknown. A parameter whose input is unknown is unknown.
pub(super) fn parameters(planned: &TaskModel) -> BTreeMap<String, Attr<String>> {
    let (request, unknowns) = draft(planned, &TaskModel::default());
    let known = request.parameters();
    let mut all: BTreeMap<String, Attr<String>> =
        known.iter().map(|parameter| (parameter.name.clone(), Attr::Known(parameter.value.clone()))).collect();
    all.extend(unknowns.names().map(|name| (name.to_owned(), Attr::Unknown)));
    all
}

fn draft(planned: &TaskModel, config: &TaskModel) -> (ConfigureDtsJob, Unknowns) {
    let mut unknowns = Unknowns::default();
    let types = &planned.migration_types;
    let types_unknown = types.is_unknown() || types.get().is_some_and(Set::has_unknown);
    for name in ["StructureInitialization", "DataInitialization", "DataSynchronization"] {
        unknowns.note(name, types_unknown);
    }
    let mode = |kind: &str| types.get().is_some_and(|types| types.known().any(|one| one == kind));
    let reserve = reserve::of(planned);
    unknowns.note("Reserve", reserve.is_none());
    let mut request = ConfigureDtsJob {
        dts_job_name: unknowns.value("DtsJobName", &planned.name).unwrap_or_default(),
        job_type: "MIGRATION".to_owned(),
        structure_initialization: mode("schema"),
        data_initialization: mode("full"),
        data_synchronization: mode("incremental"),
        db_list: selection(planned, &mut unknowns),
        reserve,
        checkpoint: unknowns.value("Checkpoint", &planned.checkpoint).map(|seconds| seconds.to_string()),
        dedicated_cluster_id: unknowns.value("DedicatedClusterId", &planned.dedicated_cluster_id),
        // Computed where the user does not choose one: then there is nothing to send.
        resource_group_id: planned.resource_group_id.clone().into_option(),
        dts_bis_label: unknowns
            .value("DtsBisLabel", &planned.environment_tag)
            .map(|tag| on_wire("environment_tag", tag)),
        ..ConfigureDtsJob::default()
    };
    verification::fill(&mut request, planned, &mut unknowns);
    alerts(&mut request, planned, &mut unknowns);
    for side in [Side::Source, Side::Destination] {
        endpoint::fill(&mut request, side, planned, config, &mut unknowns);
    }
    (request, unknowns)
}

fn selection(planned: &TaskModel, unknowns: &mut Unknowns) -> Option<String> {
    if !planned.objects_json.is_null() {
        return unknowns.value("DbList", &planned.objects_json);
    }
    let wire = planned.objects.get().and_then(objects::to_wire);
    unknowns.note("DbList", wire.is_none());
    wire
}

fn alerts(request: &mut ConfigureDtsJob, planned: &TaskModel, unknowns: &mut Unknowns) {
    for name in ["ErrorNotice", "ErrorPhone", "DelayNotice", "DelayPhone", "DelayRuleTime"] {
        unknowns.note(name, planned.alerts.is_unknown());
    }
    let Some(alerts) = planned.alerts.get() else { return };
    request.error_notice = unknowns.value("ErrorNotice", &alerts.on_failure);
    request.error_phone = unknowns.joined("ErrorPhone", &alerts.failure_phones).map(Secret::from);
    request.delay_notice = unknowns.value("DelayNotice", &alerts.on_delay);
    request.delay_phone = unknowns.joined("DelayPhone", &alerts.delay_phones).map(Secret::from);
    request.delay_rule_time = unknowns.value("DelayRuleTime", &alerts.delay_seconds);
}

/// The wire's word for an option that is a parameter of its own.
fn on_wire(argument: &str, value: String) -> String {
    facts::option(argument, &value).first().map_or(value, |(_, wire)| (*wire).to_owned())
}
