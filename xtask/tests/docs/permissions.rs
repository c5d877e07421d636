//! The policies of the guide allow what the clients can call, and nothing else.

use std::collections::BTreeSet;

use acceptance_harness::repository::root;
use serde_json::Value as Json;
use xtask::docs::sources::Row;

use crate::{made, sources};

const TABLE: &str = "schemas/terraform/permissions.toml";
const SERVICES: [(&str, &str); 4] = [("alibaba", "dts"), ("alibaba", "ram"), ("tencent", "cam"), ("tencent", "dts")];

fn names(row: &Row, column: &str) -> Vec<String> {
    row.list(column).iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// The rows under a key that are about a service.
fn rows(key: &str, (cloud, service): (&str, &str)) -> Vec<Row> {
    let rows = sources().rows_of(TABLE, key).unwrap();
    rows.into_iter().filter(|row| row.text("cloud") == cloud && row.text("service") == service).collect()
}

/// The actions of a client, each with whether it only reads.
fn of_the_client((cloud, service): (&str, &str)) -> Vec<(String, bool)> {
    let path = root().join(format!("provider/{cloud}/actions/{service}.toml"));
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let text = |action: &toml::Value, key: &str| action[key].as_str().unwrap().to_owned();
    table["action"].as_array().unwrap().iter().map(|one| (text(one, "name"), text(one, "safety") == "read")).collect()
}

#[test]
fn every_action_of_a_client_is_in_a_policy_or_is_not_called() {
    for service in SERVICES {
        let policies = rows("policy", service);
        let mut listed: BTreeSet<(String, bool)> = BTreeSet::new();
        for (column, reads) in [("read", true), ("change", false)] {
            listed.extend(policies.iter().flat_map(|row| names(row, column)).map(|name| (name, reads)));
        }
        let not_called: BTreeSet<String> =
            rows("not_called", service).iter().flat_map(|row| names(row, "actions")).collect();
        let client = of_the_client(service);
        for name in &not_called {
            assert!(client.iter().any(|(action, _)| action == name), "no client has {name}");

            assert!(!is_in_the_provider(name), "the provider names {name}");
        }
        let called: BTreeSet<_> = client.into_iter().filter(|(name, _)| !not_called.contains(name)).collect();
        assert_eq!(listed, called, "{service:?}");
    }
}

/// Whether a source file of the provider names this action.
fn is_in_the_provider(name: &str) -> bool {
    let mut folders = vec![root().join("provider/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).unwrap().split(|c: char| !c.is_alphanumeric()).any(|w| w == name) {
                return true;
            }
        }
    }
    false
}

#[test]
fn actions_of_few_configurations_are_in_a_policy() {
    let all: BTreeSet<String> = SERVICES
        .iter()
        .flat_map(|service| rows("policy", *service))
        .flat_map(|row| [names(&row, "read"), names(&row, "change")].concat())
        .collect();
    for row in sources().rows_of(TABLE, "only_for").unwrap() {
        for name in names(&row, "actions") {
            assert!(all.contains(&name), "{name} is in no policy");
        }
    }
}

#[test]
fn the_guide_has_every_policy_as_json() {
    let page = made().remove("docs/guides/permissions.md").unwrap();
    let blocks = page.split("```json\n").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    let documents: Vec<Json> = blocks.map(|block| serde_json::from_str(block).unwrap()).collect();
    assert_eq!(documents.len(), sources().rows_of(TABLE, "policy").unwrap().len());
    assert!(documents.iter().all(|document| document["Version"] == "1" || document["version"] == "2.0"));
}
