//! The changes that a plan after an import may show: arguments that no cloud returns are written to the state.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// Arguments that only the provider knows.
const PROVIDER_ONLY: [&str; 6] =
    ["password_wo_version", "wait_for", "on_destroy", "max_delay_ms", "force_detach_policies", "rerun"];

/// The other changes of a plan: resources that are not updated in place, and arguments that the import did not read.
///
/// `plan` is a saved plan as `terraform show -json` has it. Each entry has the resource's address.
#[must_use]
pub fn unexpected_changes(plan: &Json) -> Vec<String> {
    let mut found = BTreeSet::new();
    for resource in plan["resource_changes"].as_array().into_iter().flatten() {
        let (change, address) = (&resource["change"], resource["address"].as_str().unwrap_or_default());
        let actions = change["actions"].to_string();
        if actions != r#"["no-op"]"# && actions != r#"["update"]"# {
            found.insert(format!("{address}: {actions}"));
        }
        let other = differences(change).into_iter().filter(|name| !PROVIDER_ONLY.contains(&name.as_str()));
        found.extend(other.map(|name| format!("{address}: {name}")));
    }
    found.into_iter().collect()
}

/// Last steps of the paths at which a resource's `change` has two values.
#[must_use]
pub fn differences(change: &Json) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    differing(&change["before"], &change["after"], &change["after_unknown"], "", &mut names);
    names
}

/// Last steps of the paths at which two values differ. Values that are not known yet are not compared.
fn differing(before: &Json, after: &Json, unknown: &Json, name: &str, found: &mut BTreeSet<String>) {
    if *unknown == Json::Bool(true) || before == after {
        return;
    }
    match (before, after) {
        (Json::Object(old), Json::Object(new)) => {
            for key in old.keys().chain(new.keys()) {
                differing(&before[key], &after[key], &unknown[key], key, found);
            }
        }
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
            for (at, (old, new)) in old.iter().zip(new).enumerate() {
                differing(old, new, &unknown[at], name, found);
            }
        }
        _ => {
            found.insert(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plan(actions: &Json, before: &Json, after: &Json) -> Json {
        json!({"resource_changes": [{"address": "a.b", "change": {
            "actions": actions, "before": before, "after": after, "after_unknown": {"progress": true},
        }}]})
    }

    #[test]
    fn only_changes_of_other_arguments_are_unexpected() {
        let before = json!({"source": [{"password_wo_version": null, "region": "x"}], "wait_for": null, "progress": 1});
        let after = |region: &str| json!({"source": [{"password_wo_version": 1, "region": region}], "wait_for": "w"});
        assert_eq!(unexpected_changes(&plan(&json!(["update"]), &before, &after("x"))), Vec::<String>::new());
        assert_eq!(unexpected_changes(&plan(&json!(["no-op"]), &before, &before)), Vec::<String>::new());
        assert_eq!(unexpected_changes(&plan(&json!(["update"]), &before, &after("y"))), ["a.b: region"]);
        let replaced = unexpected_changes(&plan(&json!(["delete", "create"]), &before, &before));
        assert_eq!(replaced, [r#"a.b: ["delete","create"]"#]);
    }
}
