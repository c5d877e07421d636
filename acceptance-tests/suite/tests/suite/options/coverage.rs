//! Checks that every optional argument of the exported schema has a row.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::rows;
use crate::support::case::Case;

/// Options of a task that have a separate test instead of a row, and the name of the test.
const ELSEWHERE: [(&str, &str); 1] = [("precheck.ignore", "options::precheck")];

/// Paths of the arguments that a user can set; `*` is the key of a map.
pub(crate) fn arguments(block: &Json, prefix: &str, found: &mut BTreeSet<String>) {
    for (name, attribute) in block["attributes"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        if attribute["optional"] == true || attribute["required"] == true {
            let nested = &attribute["nested_type"];
            let step = if nested["nesting_mode"] == "map" { ".*." } else { "." };
            arguments(nested, &format!("{path}{step}"), found);
            found.insert(path);
        }
    }
    for (name, inner) in block["block_types"].as_object().into_iter().flatten() {
        arguments(&inner["block"], &format!("{prefix}{name}."), found);
    }
}

/// The arguments of a resource, or of the provider.
pub(crate) async fn exported(case: &Case, resource: Option<&str>) -> BTreeSet<String> {
    case.terraform.write("main.tf", crate::support::hcl::providers().text()).unwrap();
    let run = case.terraform.run(&["providers", "schema", "-json"]).await.unwrap().success().unwrap();
    let schemas = run.json().unwrap()["provider_schemas"].clone();
    let provider = schemas.as_object().unwrap().values().next().unwrap().clone();
    let schema = match resource {
        Some(name) => &provider["resource_schemas"][name],
        None => &provider["provider"],
    };
    let mut found = BTreeSet::new();
    arguments(&schema["block"], "", &mut found);
    assert!(found.len() > 5, "{schema:#}");
    found
}

/// The tests of the support matrix cover the engine and the access method.
const MATRIX: [&str; 4] = ["source.engine", "source.access_method", "destination.engine", "destination.access_method"];

#[tokio::test]
async fn every_argument_of_a_task_has_a_row() {
    let case = Case::start().await;
    let expected = exported(&case, Some("dts_migration_task")).await;
    let rows = rows::all();
    let covered: BTreeSet<String> = rows
        .iter()
        .map(|row| row.option.clone())
        // The type of `objects` is dynamic: the schema has no arguments inside it.
        .filter(|option| !option.starts_with("objects."))
        .chain(ELSEWHERE.map(|(option, _)| option.to_owned()))
        .chain(MATRIX.map(str::to_owned))
        .collect();
    assert_eq!(expected.difference(&covered).collect::<Vec<_>>(), [""; 0], "arguments without a row");
    assert_eq!(covered.difference(&expected).collect::<Vec<_>>(), [""; 0], "rows whose argument does not exist");
}
