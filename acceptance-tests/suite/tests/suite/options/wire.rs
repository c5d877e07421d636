//! Splits requests into parameters, and compares two requests.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// Parameters that hold JSON.
const JSON: [&str; 3] = ["DbList", "Reserve", "DataCheckConfigure"];

/// A request: parameters by name, and values inside JSON by `parameter/key`.
pub(crate) type Request = BTreeMap<String, Json>;

/// Splits the parameters of a call. The job ID is left out, because only later configurations have it.
pub(crate) fn taken_apart(parameters: &Json) -> Request {
    let mut request = Request::new();
    for (name, value) in parameters.as_object().into_iter().flatten().filter(|(name, _)| *name != "DtsJobId") {
        let json =
            JSON.contains(&name.as_str()).then(|| value.as_str().and_then(|text| serde_json::from_str(text).ok()));
        match json.flatten() {
            Some(json) => flatten(name, &json, &mut request),
            None => _ = request.insert(name.clone(), value.clone()),
        }
    }
    request
}

fn flatten(place: &str, json: &Json, request: &mut Request) {
    match json {
        Json::Object(keys) if !keys.is_empty() => {
            for (key, value) in keys {
                flatten(&format!("{place}/{key}"), value, request);
            }
        }
        other => _ = request.insert(place.to_owned(), other.clone()),
    }
}

/// Places that differ, with the new value; null if the value was removed.
pub(crate) fn differences(before: &Request, after: &Request) -> Request {
    let places = before.keys().chain(after.keys());
    let differing = places.filter(|place| before.get(*place) != after.get(*place));
    differing.map(|place| (place.clone(), after.get(place).cloned().unwrap_or(Json::Null))).collect()
}
