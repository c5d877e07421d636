//! States that older versions have stored.

use std::path::{Path, PathBuf};

use acceptance_harness::profiles::SOURCE_OWNER;
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::{DynamicValue, RawState, upgrade_resource_state};

use crate::support::case::{Case, assert_no_changes};
use crate::support::grpc::{GrpcProvider, only_diagnostic};
use crate::support::hcl;

/// A state, as a file of `states` has it.
struct Stored {
    type_name: String,
    name: String,
    version: i64,
    attributes: Json,
}

/// All of them.
fn all() -> Vec<Stored> {
    let files = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let folders = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("states"));
    let paths = folders.iter().filter(|path| path.is_dir()).flat_map(|folder| files(folder));
    let text = |part: Option<&std::ffi::OsStr>| part.unwrap().to_str().unwrap().to_owned();
    let read = |path: PathBuf| {
        let stored: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        Stored {
            type_name: text(path.parent().unwrap().file_name()),
            name: text(path.file_stem()),
            version: stored["schema_version"].as_i64().unwrap(),
            attributes: stored["attributes"].clone(),
        }
    };
    paths.map(read).collect()
}

impl Stored {
    /// The same state, of a version that has more arguments.
    fn later<'s>(&self, all: &'s [Self]) -> Option<&'s Self> {
        let (name, _) = self.name.split_once("-before-")?;
        all.iter().find(|other| (other.type_name.as_str(), other.name.as_str()) == (&self.type_name, name))
    }
}

impl GrpcProvider {
    async fn upgrade(&self, type_name: &str, version: i64, attributes: &Json) -> upgrade_resource_state::Response {
        let raw_state = Some(RawState { json: attributes.to_string().into_bytes(), ..RawState::default() });
        let request = upgrade_resource_state::Request { type_name: type_name.to_owned(), version, raw_state };
        self.client.clone().upgrade_resource_state(request).await.unwrap().into_inner()
    }

    /// The state a stored one becomes.
    async fn upgraded(&self, stored: &Stored) -> DynamicValue {
        let answer = self.upgrade(&stored.type_name, stored.version, &stored.attributes).await;
        assert_eq!(answer.diagnostics, [], "{} {}", stored.type_name, stored.name);
        answer.upgraded_state.unwrap()
    }
}

#[tokio::test]
async fn every_stored_state_is_read_and_missing_arguments_have_their_defaults() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let all = all();
    assert!(all.len() >= 9, "only {} states: were they read?", all.len());
    let mut older = 0;
    for stored in &all {
        let upgraded = grpc.upgraded(stored).await;
        if let Some(later) = stored.later(&all) {
            older += 1;
            assert_ne!(stored.attributes, later.attributes);
            assert_eq!(upgraded, grpc.upgraded(later).await, "{} {}", stored.type_name, stored.name);
        }
    }
    assert!(older >= 5, "only {older} of them are older");
}

#[tokio::test]
async fn a_state_of_a_newer_version_is_refused_with_the_place() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let all = all();
    for stored in &all {
        let mut newer = stored.attributes.clone();
        newer["colour"] = json!("red");
        let answer = grpc.upgrade(&stored.type_name, stored.version, &newer).await;
        let reported = only_diagnostic(
            &answer.diagnostics,
            "there is no attribute \"colour\". Another version of the provider wrote it",
        );
        assert!(reported.detail.contains(&stored.type_name) && answer.upgraded_state.is_none(), "{reported:?}");
        let of_type = all.iter().filter(|other| other.type_name == stored.type_name);
        let latest = of_type.map(|other| other.version).max().unwrap();
        let answer = grpc.upgrade(&stored.type_name, latest + 1, &stored.attributes).await;
        only_diagnostic(
            &answer.diagnostics,
            &format!("this provider supports version {latest}. Another version of the provider wrote it"),
        );
        if stored.type_name == "dts_migration_task" {
            let mut newer = stored.attributes.clone();
            newer["source"]["cross_account"]["colour"] = json!("red");
            let answer = grpc.upgrade(&stored.type_name, stored.version, &newer).await;
            only_diagnostic(&answer.diagnostics, "source.cross_account: there is no attribute \"colour\"");
        }
    }
}

/// Takes out of a state file what the older of two stored states does not have.
fn aged(text: &str) -> String {
    let all = all();
    let mut state: Json = serde_json::from_str(text).unwrap();
    let mut taken = 0;
    for resource in state["resources"].as_array_mut().unwrap() {
        let type_name = resource["type"].as_str().unwrap().to_owned();
        let of_type = |stored: &&Stored| stored.type_name == type_name && stored.name == "plain-before-restarts";
        let Some(older) = all.iter().find(of_type) else { continue };
        let instance = &mut resource["instances"][0];
        let attributes = instance["attributes"].as_object_mut().unwrap();
        let before = attributes.len();
        attributes.retain(|name, _| older.attributes.get(name).is_some());
        taken += before - attributes.len();
        if instance["schema_version"] != older.version {
            // The precheck of an earlier schema version, with all details.
            instance["attributes"]["precheck_items"] = older.attributes["precheck_items"].clone();
            // The same objects with a fixed type.
            instance["attributes"]["objects"] = older.attributes["objects"].clone();
            instance["schema_version"] = older.version.into();
        }
    }
    assert!(taken >= 4, "only {taken} attributes are newer");
    state.to_string()
}

#[tokio::test]
async fn after_an_update_of_the_provider_there_is_nothing_to_do() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let file = case.terraform.directory().join("terraform.tfstate");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, aged(&text)).unwrap();
    assert_no_changes(&case.terraform).await;
    for arguments in [&["plan", "-detailed-exitcode", "-refresh=false"][..], &["plan", "-detailed-exitcode"]] {
        let run = case.terraform.run(arguments).await.unwrap();
        assert_eq!(run.code, Some(0), "{}", run.output());
    }
}
