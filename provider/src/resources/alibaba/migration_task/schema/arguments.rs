//! Which argument writes a parameter: for messages about what is sent.

use tfplugin::path::AttributePath;

use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side, known_ends},
    model::TaskModel,
};

/// Paths and names of the arguments behind parameters (by wire name, keys of `Reserve` as `Reserve.key`), each once.
pub(crate) fn arguments_of(parameters: &[String], task: &TaskModel) -> Vec<(AttributePath, String)> {
    let mut found: Vec<(AttributePath, String)> = Vec::new();
    for parameter in parameters {
        let name = argument_of(parameter, task);
        let path = path_of(&name);
        if !found.iter().any(|(_, known)| *known == name) {
            found.push((path, name));
        }
    }
    found
}

fn path_of(name: &str) -> AttributePath {
    match name.strip_prefix("reserve.") {
        Some(key) => AttributePath::of(&["reserve"]).key(key),
        None => AttributePath::of(&name.split('.').collect::<Vec<_>>()),
    }
}

/// The argument with dots.
fn argument_of(parameter: &str, task: &TaskModel) -> String {
    if let Some(key) = parameter.strip_prefix("Reserve.") {
        return of_reserve(key);
    }
    for (side, prefix) in [(Side::Source, "SourceEndpoint"), (Side::Destination, "DestinationEndpoint")] {
        if let Some(rest) = parameter.strip_prefix(prefix) {
            let end = known_ends(task).find(|(one, _)| *one == side).map(|(_, end)| end);
            return format!("{}.{}", side.block(), of_endpoint(rest, end));
        }
    }
    match parameter {
        "DtsJobName" => "name",
        "StructureInitialization" | "DataInitialization" | "DataSynchronization" => "migration_types",
        "DbList" if task.objects_json.is_null() => "objects",
        "DbList" => "objects_json",
        "Checkpoint" => "checkpoint",
        "DedicatedClusterId" => "dedicated_cluster_id",
        "ResourceGroupId" => "resource_group_id",
        "DtsBisLabel" => "environment_tag",
        "DataCheckConfigure" => "data_verification",
        "ErrorNotice" => "alerts.on_failure",
        "ErrorPhone" => "alerts.failure_phones",
        "DelayNotice" => "alerts.on_delay",
        "DelayPhone" => "alerts.delay_phones",
        "DelayRuleTime" => "alerts.delay_seconds",
        "Reserve" => "reserve",
        other => other,
    }
    .to_owned()
}

fn of_endpoint<'p>(rest: &'p str, end: Option<&Endpoint>) -> &'p str {
    match rest {
        // Several arguments write these; the one that is set counts.
        "InstanceType" if end.is_some_and(|end| end.wire.is_known()) => "wire.instance_type",
        "EngineName" if end.is_some_and(|end| end.wire.is_known()) => "wire.engine",
        "InstanceID" if end.is_some_and(|end| end.vpc_id.is_known()) => "vpc_id",
        "InstanceType" => "access_method",
        "EngineName" => "engine",
        "InstanceID" => "instance_id",
        "Region" => "region",
        "IP" => "host",
        "Port" => "port",
        "DatabaseName" | "DataBaseName" => "database",
        "UserName" => "username",
        "OracleSID" => "oracle_sid",
        "Password" if end.is_some_and(|end| end.password.is_known()) => "password",
        "Password" => "password_wo_version",
        "OwnerID" => "cross_account.account_id",
        "Role" => "cross_account.role_name",
        other => other,
    }
}

fn of_reserve(key: &str) -> String {
    // Limits stand inside an object of their own.
    let outer = key.split_once(".dts.").map_or(key, |(outer, _)| outer);
    match facts::reserve_key(outer).and_then(|row| row.argument) {
        Some(argument) => argument.to_owned(),
        None => format!("reserve.{key}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_leads_to_its_argument() {
        let of = |parameter: &str| arguments_of(&[parameter.to_owned()], &TaskModel::default())[0].clone();
        assert_eq!(of("DestinationEndpointDataBaseName").0.to_string(), "destination.database");
        assert_eq!(of("Reserve.maxRetryTime").0.to_string(), "retry.connection_minutes");
        assert_eq!(of("Reserve.fullDynamicConfig.dts.datamove.source.rps.max").0.to_string(), "throttling.full");
        assert_eq!(of("SourceEndpointPassword").1, "source.password_wo_version");
        assert_eq!(of("precheck.rerun").0, AttributePath::of(&["precheck", "rerun"]));
        assert_eq!(of("Reserve.any.key").0, AttributePath::of(&["reserve"]).key("any.key"));
    }

    #[test]
    fn an_argument_stands_once() {
        let all = ["StructureInitialization", "DataInitialization", "Reserve.srcSSL"].map(str::to_owned);
        let names: Vec<String> = arguments_of(&all, &TaskModel::default()).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["migration_types", "source.encryption"]);
    }
}
