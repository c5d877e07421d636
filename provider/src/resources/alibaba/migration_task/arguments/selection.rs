//! The objects of a task, as `objects` or as `objects_json`.

use serde_json::Value as Json;
use tfplugin::model::Attr;

use super::settings::HIDDEN;
use crate::{
    resources::alibaba::migration_task::schema::{
        model::TaskModel,
        objects::{self, Database},
    },
    rules::alibaba as rules,
};

/// `DbList`; unknown while a part of it is.
pub(super) fn of(task: &TaskModel) -> Attr<String> {
    if task.objects_json.is_null() {
        task.objects.get().and_then(objects::to_wire).map_or(Attr::Unknown, Attr::Known)
    } else {
        task.objects_json.clone()
    }
}

/// Whether both tasks select the same, whichever argument says so.
pub(super) fn same(prior: &TaskModel, planned: &TaskModel) -> bool {
    let normal = |task: &TaskModel| of(task).map(|selection| rules::normal_objects(&selection));
    normal(prior) == normal(planned)
}

/// Takes a selection from an answer only where it means something else than what is known. An answer without one changes nothing.
pub(super) fn read(task: &mut TaskModel, answered: &str) {
    if let Attr::Known(json) = &task.objects_json {
        if !answered.is_empty() && !rules::same_objects(&json.as_str().into(), &answered.into()) {
            task.objects_json = answered.into();
        }
        return;
    }
    let Some(found) = objects::from_wire(answered).filter(|found| !found.objects.0.is_empty()) else { return };
    if task.objects.get().is_some_and(|known| objects::same(known, &found.objects)) {
        return;
    }
    if task.objects.is_null() && !found.complete {
        task.objects_json = answered.into();
    } else {
        task.objects = Attr::Known(found.objects);
    }
}

/// `DbList` with its row filters replaced.
pub(super) fn masked(task: &TaskModel) -> Attr<String> {
    if !has_filters(task) {
        return of(task);
    }
    let text = match (&task.objects_json, task.objects.get()) {
        (Attr::Known(json), _) => serde_json::from_str::<Json>(json).ok().map(|mut json| {
            hide_filters(&mut json);
            json.to_string()
        }),
        (_, Some(selection)) => objects::to_wire_hiding(selection, HIDDEN),
        _ => None,
    };
    text.map_or(Attr::Unknown, Attr::Known)
}

/// JSON that the user wrote may hold filters anywhere.
fn has_filters(task: &TaskModel) -> bool {
    let in_tables = |database: &Database| {
        database.tables.get().is_some_and(|tables| tables.known().any(|(_, table)| table.filter.is_known()))
    };
    task.objects_json.is_known()
        || task.objects.get().is_some_and(|objects| objects.known().any(|(_, database)| in_tables(database)))
}

/// Filters are at tables: database → container → table → `filter`.
fn hide_filters(objects: &mut Json) {
    let Json::Object(databases) = objects else { return };
    let containers = databases.values_mut().filter_map(Json::as_object_mut).flat_map(|database| database.values_mut());
    let tables = containers.filter_map(Json::as_object_mut).flat_map(|container| container.values_mut());
    for filter in tables.filter_map(|table| table.get_mut("filter")) {
        *filter = HIDDEN.into();
    }
}
