//! States of earlier schema versions.

use serde_json::{Map, Value as Json, json};

use crate::resources::alibaba::job::objects::upgraded;

/// The version of the schema. Version 0 had all details of all precheck items in `precheck_items`, and `DbList` in `request_preview`.
/// Version 1 had a fixed type for `objects`.
pub(crate) const VERSION: i64 = 2;

/// Converts a state of version 1 to the current version.
pub(crate) fn from_version_1(mut state: Json) -> Json {
    if let Some(objects) = state.get_mut("objects") {
        *objects = upgraded(objects.take());
    }
    state
}

/// Converts a state of version 0 to version 1.
pub(crate) fn from_version_0(mut state: Json) -> Json {
    if let Some(attributes) = state.as_object_mut() {
        shorten_precheck_items(attributes);
        if let Some(preview) = attributes.get_mut("request_preview").and_then(Json::as_object_mut) {
            preview.remove("DbList");
        }
    }
    state
}

/// Keeps the state of each item, and the details of the items that did not succeed or are ignored.
fn shorten_precheck_items(attributes: &mut Map<String, Json>) {
    let Some(Json::Array(items)) = attributes.get("precheck_items") else { return };
    let mut states = Map::new();
    for item in items {
        let Some(code) = item["code"].as_str() else { continue };
        let state = states.entry(code).or_insert_with(|| item["state"].clone());
        if *state == "Success" {
            *state = item["state"].clone();
        }
    }
    let needs_attention = |item: &&Json| item["state"] != "Success" || item["ignored"] == true;
    let failed: Vec<Json> = items.iter().filter(needs_attention).cloned().collect();
    attributes.insert("precheck_items".to_owned(), Json::Object(states));
    attributes.insert("failed_precheck_items".to_owned(), json!(failed));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precheck_keeps_the_states_of_all_items_and_the_details_of_those_that_did_not_succeed() {
        let item = |code: &str, state: &str, ignored: bool| json!({"code": code, "state": state, "ignored": ignored, "message": "m"});
        let items = [
            item("CHECK_A", "Success", false),
            item("CHECK_B", "Failed", true),
            item("CHECK_B", "Success", false),
            item("CHECK_C", "Success", true),
        ];
        let upgraded = from_version_0(json!({"precheck_items": items, "name": "orders"}));
        assert_eq!(
            upgraded,
            json!({
                "precheck_items": {"CHECK_A": "Success", "CHECK_B": "Failed", "CHECK_C": "Success"},
                "failed_precheck_items": [items[1], items[3]],
                "name": "orders",
            })
        );
    }

    #[test]
    fn objects_of_a_fixed_type_get_their_type() {
        let upgraded =
            from_version_1(json!({"objects": {"orders": {"rename": null, "tables": null}}, "name": "orders"}));
        let ty = json!(["object", {"orders": ["object", {"all": "bool"}]}]);
        assert_eq!(upgraded, json!({"objects": {"type": ty, "value": {"orders": {"all": true}}}, "name": "orders"}));
        assert_eq!(from_version_1(json!({"objects": null})), json!({"objects": null}));
    }

    #[test]
    fn a_state_without_a_precheck_stays_without_one() {
        let stored = json!({"precheck_items": null, "request_preview": {"DbList": "{}", "JobType": "MIGRATION"}});
        let upgraded = from_version_0(stored);
        assert_eq!(upgraded, json!({"precheck_items": null, "request_preview": {"JobType": "MIGRATION"}}));
    }
}
