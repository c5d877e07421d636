//! The changes of a plan, by path.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// Attributes whose value differs at every read.
const VOLATILE: [&str; 7] =
    ["status", "precheck_state", "precheck_items", "failed_precheck_items", "progress", "delay_ms", "caught_up"];

/// Paths of the leaves that differ or are not known yet. A block that is added or removed is one path.
pub(crate) fn changed(change: &Json) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    compare("", &change["before"], &change["after"], &change["after_unknown"], &mut found);
    found.retain(|path| !VOLATILE.contains(&path.split('.').next().unwrap_or_default()));
    found
}

fn compare(path: &str, before: &Json, after: &Json, unknown: &Json, found: &mut BTreeSet<String>) {
    if *unknown == Json::Bool(true) {
        found.insert(path.to_owned());
        return;
    }
    if let (Json::Object(old), Json::Object(new)) = (before, after) {
        let unknown_keys = unknown.as_object().into_iter().flat_map(|keys| keys.keys());
        for key in old.keys().chain(new.keys()).chain(unknown_keys) {
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            compare(&inner, &before[key], &after[key], &unknown[key], found);
        }
    } else if before != after {
        found.insert(path.to_owned());
    }
}

/// Whether a changed path belongs to an option: it is inside the option, or is an added or removed block around it.
pub(crate) fn is_about(path: &str, option: &str) -> bool {
    path.split('.').zip(option.split('.')).all(|(word, pattern)| pattern == "*" || word == pattern)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_leaf_that_differs_is_found() {
        let change = json!({
            "before": {"name": "a", "retry": null, "objects": {"x": {"rename": "y"}}, "status": "s"},
            "after": {"name": "a", "retry": {"other_minutes": 1}, "objects": {"x": {"rename": "z"}}, "status": "t"},
            "after_unknown": {"id": true},
        });
        assert_eq!(changed(&change).into_iter().collect::<Vec<_>>(), ["id", "objects.x.rename", "retry"]);
        assert!(is_about("retry", "retry.other_minutes") && is_about("objects.x.rename", "objects.*.rename"));
        assert!(is_about("reserve.key", "reserve") && !is_about("retry.other_minutes", "retry.connection_minutes"));
    }
}
