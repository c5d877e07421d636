//! The request as reviewers see it in a plan.

use serde_json::Value as Json;
use tfplugin::model::{Attr, Map};

use super::parameters;
use crate::resources::alibaba::{
    job::objects::{self, Database},
    migration_task::schema::model::TaskModel,
};

/// What stands for a value that may hold personal data or a secret.
const HIDDEN: &str = "(hidden)";
/// Parameters that are left out.
const LEFT_OUT: [&str; 4] = ["UserName", "Password", "ErrorPhone", "DelayPhone"];

/// One entry a parameter; unknown per entry. Logins, phones, row filters and the user's own `reserve` values stay out.
pub(crate) fn preview(planned: &TaskModel) -> Attr<Map<String>> {
    let mut shown = parameters(planned);
    shown.retain(|name, _| !LEFT_OUT.iter().any(|end| name.ends_with(end)));
    if has_filters(planned) {
        shown.insert("DbList".to_owned(), without_filters(planned));
    }
    if let Some(reserve) = shown.get_mut("Reserve").and_then(Attr::get_mut) {
        *reserve = without_own_values(reserve, planned);
    }
    Attr::Known(Map(shown))
}

/// JSON the user wrote may hold filters anywhere.
fn has_filters(planned: &TaskModel) -> bool {
    let in_tables = |database: &Database| {
        database.tables.get().is_some_and(|tables| tables.known().any(|(_, table)| table.filter.is_known()))
    };
    planned.objects_json.is_known()
        || planned.objects.get().is_some_and(|objects| objects.known().any(|(_, database)| in_tables(database)))
}

fn without_filters(planned: &TaskModel) -> Attr<String> {
    let text = match (&planned.objects_json, planned.objects.get()) {
        (Attr::Known(json), _) => serde_json::from_str::<Json>(json).ok().map(|mut json| {
            hide_filters(&mut json);
            json.to_string()
        }),
        (_, Some(selection)) => objects::to_wire_hiding(selection, HIDDEN),
        _ => None,
    };
    text.map_or(Attr::Unknown, Attr::Known)
}

/// Filters stand at tables: database → container → table → `filter`.
fn hide_filters(objects: &mut Json) {
    let Json::Object(databases) = objects else { return };
    let containers = databases.values_mut().filter_map(Json::as_object_mut).flat_map(|database| database.values_mut());
    let tables = containers.filter_map(Json::as_object_mut).flat_map(|container| container.values_mut());
    for filter in tables.filter_map(|table| table.get_mut("filter")) {
        *filter = HIDDEN.into();
    }
}

fn without_own_values(reserve: &str, planned: &TaskModel) -> String {
    let Ok(Json::Object(mut keys)) = serde_json::from_str::<Json>(reserve) else { return reserve.to_owned() };
    let own = planned.reserve.get().into_iter().flat_map(|own| own.0.keys().map(String::as_str));
    for key in own.chain(["etlOperatorSetting"]) {
        if let Some(value) = keys.get_mut(key) {
            *value = HIDDEN.into();
        }
    }
    Json::Object(keys).to_string()
}
