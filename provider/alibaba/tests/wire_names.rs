//! Every name that this crate sends or reads is in Alibaba Cloud's SDK, and is sent in the same place.
//!
//! `schemas/alibaba/actions/*.json` is extracted from the official Python SDKs by `acceptance-tests/fidelity/extract_actions.py`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::{collections::BTreeMap, fs, path::Path};

use alibaba::{ActionShape, DTS, SERVICES, Service, catalogue};
use serde_json::Value as Json;

fn sdk(service: &Service) -> Json {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/alibaba/actions/{}.json", service.key));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

/// Follows a dotted key through objects and, without a trace in the key, through lists.
fn has_key(answer: &Json, dotted: &str) -> bool {
    dotted.split('.').try_fold(answer, |node, name| list_element(node).get(name)).is_some()
}

fn list_element(node: &Json) -> &Json {
    match node {
        Json::Array(elements) => elements.first().map_or(&Json::Null, list_element),
        other => other,
    }
}

fn mismatches(shape: &ActionShape, sdk: &Json) -> Vec<String> {
    let action = &sdk["actions"][shape.action];
    if action.is_null() {
        return vec![format!("{} {} is not in the SDK", shape.service, shape.action)];
    }
    let sent = shape.query.iter().map(|name| (*name, "query")).chain(shape.form.iter().map(|name| (*name, "body")));
    let parameters = sent.filter_map(|(name, place)| match action["parameters"][name]["in"].as_str() {
        Some(there) if there == place => None,
        Some(there) => Some(format!("{} sends {name} in the {place}, the SDK in the {there}", shape.action)),
        None => Some(format!("{} sends {name}, which is not in the SDK", shape.action)),
    });
    let unread = shape.answer_keys.iter().filter(|key| !has_key(&action["answer"], key));
    parameters.chain(unread.map(|key| format!("{} reads {key}, which is not in the SDK", shape.action))).collect()
}

#[test]
fn names_and_places_are_those_of_the_sdk() {
    let sdks: BTreeMap<_, _> = SERVICES.map(|service| (service, sdk(service))).into();
    let found: Vec<String> = catalogue().iter().flat_map(|shape| mismatches(shape, &sdks[&shape.service])).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_api_versions_are_those_of_the_sdk() {
    for service in SERVICES {
        assert_eq!(sdk(service)["api_version"], service.version, "{service}");
    }
}

#[test]
fn one_wrong_letter_is_found() {
    let sdk = sdk(&DTS);
    let mut shape = catalogue().into_iter().find(|shape| shape.action == "ConfigureDtsJob").unwrap();
    assert!(mismatches(&shape, &sdk).is_empty());
    let name = shape.query.iter_mut().find(|name| **name == "DestinationEndpointDataBaseName").unwrap();
    *name = "DestinationEndpointDatabaseName";
    shape.answer_keys.push("DtsJobID".to_owned());
    shape.form.push("SourceEndpointRole");
    assert_eq!(mismatches(&shape, &sdk).len(), 3, "{:?}", mismatches(&shape, &sdk));
}
