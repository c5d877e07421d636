//! The objects of a task, as `objects` or as `objects_json`.

use tfplugin::model::Attr;

use crate::{
    resources::alibaba::{
        job::objects::{from_wire, same as same_databases, to_wire},
        migration_task::schema::model::TaskModel,
    },
    rules::alibaba as rules,
};

/// `DbList`; unknown while a part of it is.
pub(super) fn of(task: &TaskModel) -> Attr<String> {
    if task.objects_json.is_null() {
        task.objects.get().and_then(|objects| to_wire(objects.databases())).map_or(Attr::Unknown, Attr::Known)
    } else {
        task.objects_json.clone()
    }
}

/// Whether both tasks select the same, whichever argument says so.
pub(super) fn same(prior: &TaskModel, planned: &TaskModel) -> bool {
    normal(prior) == normal(planned)
}

/// `DbList` in its normal form.
pub(super) fn normal(task: &TaskModel) -> Attr<String> {
    of(task).map(|selection| rules::normal_objects(&selection))
}

/// Takes a selection from an answer only where it means something else than what is known. An answer without one changes nothing.
pub(super) fn read(task: &mut TaskModel, answered: &str) {
    if let Attr::Known(json) = &task.objects_json {
        if !answered.is_empty() && !rules::same_objects(&json.as_str().into(), &answered.into()) {
            task.objects_json = answered.into();
        }
        return;
    }
    let Some(found) = from_wire(answered).filter(|found| !found.databases.0.is_empty()) else { return };
    if task.objects.get().is_some_and(|known| same_databases(known.databases(), &found.databases)) {
        return;
    }
    if task.objects.is_null() && !found.complete {
        task.objects_json = answered.into();
    } else {
        task.objects = Attr::Known(found.databases.into());
    }
}
