//! The configuration as ConfigureDtsJob wants it.
//!
//! Names and values are those of the ConfigureDtsJob reference and, inside `Reserve`, of the MigrationReserved reference.

use std::collections::BTreeMap;

use dts_cloud::{Action, dts::ConfigureDtsJob};
use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Map, Set};

use super::{
    endpoint::{CrossAccount, Endpoint, password_of},
    model::{Database, TaskModel},
    objects,
};

/// The instance type and engine of an ApsaraDB RDS for MySQL instance.
const RDS: &str = "RDS";
const MYSQL: &str = "MYSQL";
/// `targetTableMode`: fail the precheck over existing tables, or go on.
const REPORT_CONFLICTS: &str = "0";
const IGNORE_CONFLICTS: &str = "2";

/// The request, from a plan in which everything is known. Passwords come from the configuration.
pub(super) fn configure(planned: &TaskModel, config: &TaskModel, region: String) -> ConfigureDtsJob {
    let mode = |kind: &str| planned.migration_types.get().is_some_and(|types| types.known().any(|one| one == kind));
    let mut request = ConfigureDtsJob {
        region_id: Some(region),
        dts_job_name: planned.name.or(String::new()),
        job_type: "MIGRATION".to_owned(),
        structure_initialization: mode("schema"),
        data_initialization: mode("full"),
        data_synchronization: mode("incremental"),
        db_list: planned.objects.get().and_then(objects::to_wire),
        reserve: Some(reserve(planned)),
        ..ConfigureDtsJob::default()
    };
    if let Some(end) = planned.source.get() {
        request.source_endpoint_instance_type = RDS.to_owned();
        request.source_endpoint_engine_name = Some(MYSQL.to_owned());
        request.source_endpoint_instance_id = end.instance_id.clone().into_option();
        request.source_endpoint_region = end.region.clone().into_option();
        request.source_endpoint_user_name = end.username.clone().into_option();
        request.source_endpoint_password = config.source.get().and_then(password_of);
        (request.source_endpoint_owner_id, request.source_endpoint_role) = owner(end);
    }
    if let Some(end) = planned.destination.get() {
        request.destination_endpoint_instance_type = RDS.to_owned();
        request.destination_endpoint_engine_name = Some(MYSQL.to_owned());
        request.destination_endpoint_instance_id = end.instance_id.clone().into_option();
        request.destination_endpoint_region = end.region.clone().into_option();
        request.destination_endpoint_user_name = end.username.clone().into_option();
        request.destination_endpoint_password = config.destination.get().and_then(password_of);
        (request.destination_endpoint_owner_id, request.destination_endpoint_role) = owner(end);
    }
    request
}

fn owner(end: &Endpoint) -> (Option<String>, Option<String>) {
    match end.cross_account.get() {
        Some(CrossAccount { account_id, role_name }) => {
            (account_id.clone().into_option(), role_name.clone().into_option())
        }
        None => (None, None),
    }
}

/// `Reserve`: only what the user set, and the conflict mode DTS asks for. Numbers are text there.
pub(super) fn reserve(planned: &TaskModel) -> String {
    let mut reserve = JsonMap::new();
    let mut put = |key: &str, value: String| reserve.insert(key.to_owned(), Json::String(value));
    let ignores = planned.conflict_mode.as_str() == Some("ignore");
    put("targetTableMode", if ignores { IGNORE_CONFLICTS } else { REPORT_CONFLICTS }.to_owned());
    if let Some(retry) = planned.retry.get() {
        if let Some(minutes) = retry.connection_minutes.get() {
            put("maxRetryTime", (minutes * 60).to_string());
        }
        if let Some(minutes) = retry.other_minutes.get() {
            put("retry.blind.seconds", (minutes * 60).to_string());
        }
    }
    for (key, end) in [("srcSSL", &planned.source), ("destSSL", &planned.destination)] {
        if let Some(encryption) = end.get().and_then(|end| end.encryption.as_str()) {
            put(key, if encryption == "ssl" { "1" } else { "0" }.to_owned());
        }
    }
    Json::Object(reserve).to_string()
}

/// The same request as name and value, for a plan in which parts are unknown. A parameter whose input is unknown is unknown.
pub(super) fn parameters(planned: &TaskModel) -> BTreeMap<String, Attr<String>> {
    let known = configure(planned, &TaskModel::default(), String::new());
    let mut all: BTreeMap<String, Attr<String>> = known
        .parameters()
        .iter()
        .filter(|parameter| parameter.name != "RegionId")
        .map(|parameter| (parameter.name.clone(), Attr::Known(parameter.value.clone())))
        .collect();
    let mut unknown = |is_unknown: bool, names: &[&str]| {
        if is_unknown {
            all.extend(names.iter().map(|name| ((*name).to_owned(), Attr::Unknown)));
        }
    };
    unknown(planned.name.is_unknown(), &["DtsJobName"]);
    let types = &planned.migration_types;
    unknown(
        types.is_unknown() || types.get().is_some_and(Set::has_unknown),
        &["StructureInitialization", "DataInitialization", "DataSynchronization"],
    );
    unknown_ends(planned, &mut unknown);
    let retry = planned
        .retry
        .get()
        .is_some_and(|retry| retry.connection_minutes.is_unknown() || retry.other_minutes.is_unknown());
    let ssl = [&planned.source, &planned.destination]
        .iter()
        .any(|end| end.get().is_none_or(|end| end.encryption.is_unknown()));
    let all_known = planned.objects.get().is_some_and(|selection| objects::to_wire(selection).is_some());
    unknown(planned.conflict_mode.is_unknown() || planned.retry.is_unknown() || retry || ssl, &["Reserve"]);
    unknown(!all_known, &["DbList"]);
    all
}

fn unknown_ends(planned: &TaskModel, unknown: &mut impl FnMut(bool, &[&str])) {
    let ends = [
        (
            &planned.source,
            ["SourceEndpointInstanceID", "SourceEndpointRegion", "SourceEndpointUserName"],
            ["SourceEndpointOwnerID", "SourceEndpointRole"],
        ),
        (
            &planned.destination,
            ["DestinationEndpointInstanceID", "DestinationEndpointRegion", "DestinationEndpointUserName"],
            ["DestinationEndpointOwnerID", "DestinationEndpointRole"],
        ),
    ];
    for (end, [instance, region, username], [owner, role]) in ends {
        let Some(end) = end.get() else {
            unknown(true, &[instance, region, username, owner, role]);
            continue;
        };
        unknown(end.instance_id.is_unknown(), &[instance]);
        unknown(end.region.is_unknown(), &[region]);
        unknown(end.username.is_unknown(), &[username]);
        let other = end.cross_account.get();
        unknown(end.cross_account.is_unknown() || other.is_some_and(|other| other.account_id.is_unknown()), &[owner]);
        unknown(end.cross_account.is_unknown() || other.is_some_and(|other| other.role_name.is_unknown()), &[role]);
    }
}

/// `DbList` without row filters, which may hold personal data.
pub(super) fn preview_objects(selection: &Attr<Map<Database>>) -> Attr<String> {
    let Some(selection) = selection.get() else { return Attr::Unknown };
    let mut selection = selection.clone();
    for database in selection.0.values_mut().filter_map(Attr::get_mut) {
        let tables = database.tables.get_mut().into_iter().flat_map(|tables| tables.0.values_mut());
        for table in tables.filter_map(Attr::get_mut) {
            if table.filter.is_known() {
                table.filter = "(filter)".into();
            }
        }
    }
    objects::to_wire(&selection).map_or(Attr::Unknown, Attr::Known)
}
