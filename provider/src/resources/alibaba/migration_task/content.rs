//! What a task migrates: two tasks with the same content copy the same data to the same place.

use super::{
    arguments::objects_of,
    schema::{endpoint::Endpoint, model::TaskModel},
};

/// The name, the endpoints and the objects of a task as a text to compare. None while a part of it is not known.
pub(super) fn content_of(task: &TaskModel) -> Option<String> {
    let (source, destination) = (task.source.get()?, task.destination.get()?);
    let objects = objects_of(task);
    if task.name.is_unknown() || objects.is_unknown() || has_unknown(source) || has_unknown(destination) {
        return None;
    }
    let kind = task.kind.task;
    Some(format!("{kind} {:?} {} {} {objects:?}", task.name, place_of(source), place_of(destination)))
}

fn has_unknown(end: &Endpoint) -> bool {
    let texts = [&end.engine, &end.access_method, &end.region, &end.instance_id, &end.host, &end.database];
    texts.into_iter().any(|text| text.is_unknown()) || end.port.is_unknown()
}

fn place_of(end: &Endpoint) -> String {
    let texts = [&end.engine, &end.access_method, &end.region, &end.instance_id, &end.host, &end.database];
    format!("{texts:?} {:?}", end.port)
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;

    fn task(name: &str, instance: Attr<String>) -> TaskModel {
        let end = Endpoint { engine: "mysql".into(), instance_id: instance, ..Endpoint::default() };
        let objects_json = r#"{"shop":{}}"#.into();
        let source = end.clone().into();
        TaskModel { name: name.into(), source, destination: end.into(), objects_json, ..TaskModel::default() }
    }

    #[test]
    fn tasks_of_the_same_content_are_recognized() {
        let content = |name: &str, instance: &str| content_of(&task(name, instance.into()));
        assert!(content("orders", "rm-1").is_some());
        assert_eq!(content("orders", "rm-1"), content("orders", "rm-1"));
        assert_ne!(content("orders", "rm-1"), content("orders", "rm-2"));
        assert_ne!(content("orders", "rm-1"), content("users", "rm-1"));
        assert_eq!(content_of(&task("orders", Attr::Unknown)), None);
    }
}
