//! Every name that this crate sends or reads is in Tencent Cloud's API description, and what the API requires is sent.
//!
//! `schemas/tencent/actions/*.json` is extracted from `tccli` by `acceptance-tests/fidelity/extract_tencent_actions.py`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value as Json;
use tencent::{ActionShape, SERVICES, Service, catalogue};

fn api(service: &Service) -> Json {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/tencent/actions/{}.json", service.key));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

/// The object that a type names, or the elements of a list of such objects.
fn object<'a>(api: &'a Json, kind: &'a Json) -> Option<&'a Json> {
    let name = kind.get(0).unwrap_or(kind).as_str()?;
    api["objects"].get(name)
}

/// The type behind a dotted name, whose first part is looked up in `fields`.
fn kind<'a>(api: &'a Json, fields: &'a Json, dotted: &str) -> Option<&'a Json> {
    let (first, rest) = dotted.split_once('.').map_or((dotted, None), |(first, rest)| (first, Some(rest)));
    let field = fields.get(first)?;
    let found = field.get("type").unwrap_or(field);
    match rest {
        Some(rest) => kind(api, object(api, found)?, rest),
        None => Some(found),
    }
}

fn mismatches(shape: &ActionShape, api: &Json) -> Vec<String> {
    let action = &api["actions"][shape.action];
    let sent = shape.parameters.iter().filter(|name| kind(api, &action["parameters"], name).is_none());
    let read = shape.answer_keys.iter().filter(|name| kind(api, &action["answer"], name).is_none());
    let sent = sent.map(|name| format!("{} sends {name}, which is not in the API", shape.action));
    sent.chain(read.map(|name| format!("{} reads {name}, which is not in the API", shape.action))).collect()
}

fn apis() -> BTreeMap<&'static str, Json> {
    SERVICES.map(|service| (service.key, api(service))).into()
}

#[test]
fn names_are_those_of_the_api() {
    let apis = apis();
    let found: Vec<String> = catalogue().iter().flat_map(|shape| mismatches(shape, &apis[shape.service.key])).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_required_parameter_can_be_sent() {
    let apis = apis();
    for shape in catalogue() {
        let parameters = apis[shape.service.key]["actions"][shape.action]["parameters"].as_object().unwrap();
        for (name, _) in parameters.iter().filter(|(_, parameter)| parameter["required"] == true) {
            let sent = shape.parameters.iter().any(|sent| sent == name || sent.starts_with(&format!("{name}.")));
            assert!(sent, "{} requires {name}", shape.action);
        }
    }
}

#[test]
fn the_api_versions_are_those_of_the_description() {
    for service in SERVICES {
        assert_eq!(api(service)["api_version"], service.version, "{service}");
    }
}

#[test]
fn one_wrong_letter_is_found() {
    let api = api(&tencent::DTS);
    let mut shape = catalogue().into_iter().find(|shape| shape.action == "ModifyMigrationJob").unwrap();
    assert!(mismatches(&shape, &api).is_empty());
    let name = shape.parameters.iter_mut().find(|name| *name == "SrcInfo.Info.TmpSecretId").unwrap();
    "SrcInfo.Info.TmpSecretID".clone_into(name);
    shape.parameters.push("MigrateOption.DatabaseTable.Databases.Tables.Name".to_owned());
    shape.answer_keys.push("JobId".to_owned());
    assert_eq!(mismatches(&shape, &api).len(), 3, "{:?}", mismatches(&shape, &api));
}
