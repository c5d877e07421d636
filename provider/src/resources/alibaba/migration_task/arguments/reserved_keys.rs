//! Keys of `Reserve` without a separate argument: an import reads them, and a task that is configured again keeps them.

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Map};

use super::{Reserved, draft::Draft, reserve_key, send};
use crate::{facts::alibaba as facts, resources::alibaba::migration_task::schema::model::TaskModel};

/// Reads the documented keys into `reserve`, those whose value is not the default and which no argument sets. For an imported task.
pub(crate) fn read_unnamed(task: &mut TaskModel, reserved: &Reserved) {
    let own = keys_of(task);
    let is_unnamed = |key: &str, value: &str| {
        facts::reserve_key(key).is_some_and(|row| {
            row.confirmed && !row.server_added && row.argument.is_none() && row.default != Some(value)
        }) && !own.contains_key(key)
    };
    let found: Map<String> = reserved
        .keys()
        .filter_map(|(key, _)| Some((key.clone(), reserved.text(key)?)))
        .filter(|(key, value)| !value.is_empty() && is_unnamed(key, value))
        .collect();
    task.reserve = if found.0.is_empty() { Attr::Null } else { Attr::Known(found) };
}

/// The keys of an imported task that the configuration does not have.
pub(crate) fn left_out<'a>(prior: &'a TaskModel, planned: &'a TaskModel) -> impl Iterator<Item = &'a str> {
    let keys = prior.reserve.get().into_iter().flat_map(Map::known).map(|(key, _)| key.as_str());
    keys.filter(|key| !planned.reserve.is_unknown() && reserve_key(planned, key).is_null())
}

/// Adds to a request the keys that the job has, that no argument sets, and that the user did not remove: DTS replaces all of them. A key
/// of an imported task that the configuration never had was not removed.
pub(crate) fn keep_unnamed(
    request: Option<String>,
    reserved: &Reserved,
    prior: &TaskModel,
    imported: bool,
) -> Option<String> {
    let set_before = if imported { JsonMap::new() } else { keys_of(prior) };
    let mut keys: JsonMap<String, Json> = serde_json::from_str(&request?).ok()?;
    for (key, value) in reserved.keys() {
        let is_own = facts::reserve_key(key).is_some_and(|row| row.argument.is_some() || row.server_added);
        if !is_own && !set_before.contains_key(key) && !keys.contains_key(key) {
            keys.insert(key.clone(), value.clone());
        }
    }
    Some(Json::Object(keys).to_string())
}

/// The keys of `Reserve` that the arguments of a task set.
fn keys_of(task: &TaskModel) -> JsonMap<String, Json> {
    let mut draft = Draft::new(&task.kind, None);
    let of_task = |draft: &mut Draft<'_>, row: &super::Row<TaskModel>, task: &TaskModel| (row.send)(task, (), draft);
    send(task, &mut draft, of_task, |draft, row, end, side| (row.send)(end, side, draft));
    draft.into_reserve()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reserved() -> Reserved {
        Reserved::parse(
            &json!({
                "definer": "true", "tableAnalyze": "false", "conflict": "overwrite", "targetTableMode": "2", "useJobTask": "1",
                "srcHostPorts": "a:1", "new.key": 7, "empty": "",
            })
            .to_string(),
        )
    }

    fn imported() -> TaskModel {
        let mut task = TaskModel::default();
        read_unnamed(&mut task, &reserved());
        task
    }

    #[test]
    fn an_import_reads_documented_keys_without_an_argument_that_are_not_the_default() {
        let imported = imported();
        let keys: Vec<(&str, &str)> =
            imported.reserve.get().unwrap().known().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(keys, [("conflict", "overwrite"), ("definer", "true")]);
        assert_eq!(left_out(&imported, &imported).count(), 0);
        assert_eq!(left_out(&imported, &TaskModel::default()).collect::<Vec<_>>(), ["conflict", "definer"]);
        let mut none = TaskModel::default();
        read_unnamed(&mut none, &Reserved::parse("{}"));
        assert!(none.reserve.is_null());
    }

    fn kept(request: &Json, prior: &TaskModel, imported: bool) -> Json {
        let kept = keep_unnamed(Some(request.to_string()), &reserved(), prior, imported).unwrap();
        serde_json::from_str(&kept).unwrap()
    }

    #[test]
    fn a_task_that_is_configured_again_keeps_what_no_argument_names() {
        let sent = json!({"targetTableMode": "0", "conflict": "ignore"});
        let expected = json!({"targetTableMode": "0", "conflict": "ignore", "definer": "true", "tableAnalyze": "false", "new.key": 7, "empty": ""});
        assert_eq!(kept(&sent, &TaskModel::default(), false), expected);
        assert_eq!(kept(&sent, &imported(), true), expected, "the configuration never had it");
        let removed = kept(&json!({"conflict": "ignore"}), &imported(), false);
        assert_eq!(removed["definer"], Json::Null, "the user removed it: {removed}");
        assert_eq!(keep_unnamed(None, &reserved(), &imported(), false), None);
    }
}
