//! What a task migrates: two tasks with the same content copy the same data to the same place.

use super::schema::{endpoint::Endpoint, model::TaskModel};

/// The name, the endpoints and the objects of a task as a text to compare. None while a part of it is not known.
pub(super) fn content_of(task: &TaskModel) -> Option<String> {
    let (source, destination) = (task.source.get()?, task.destination.get()?);
    let unknown = task.name.is_unknown() || task.objects.is_unknown() || task.objects_json.is_unknown();
    if unknown || has_unknown(source) || has_unknown(destination) {
        return None;
    }
    let objects = (&task.objects, &task.objects_json);
    Some(format!("{:?} {} {} {objects:?}", task.name, place_of(source), place_of(destination)))
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
        TaskModel { name: name.into(), source: end.clone().into(), destination: end.into(), ..TaskModel::default() }
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
