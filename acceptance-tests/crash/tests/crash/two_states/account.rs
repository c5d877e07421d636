//! An emulator, what is in its accounts, and what the states of several folders hold.

use std::collections::BTreeSet;

use acceptance_harness::built_in;
use acceptance_harness::emulator::Control;
use acceptance_harness::hcl::Hcl;
use acceptance_harness::terraform::{Run, Terraform};
use dts_emulator::{Emulator, Options};
use serde_json::Value as Json;

/// Accounts that several folders use.
pub(crate) struct Accounts {
    emulator: Emulator,
    pub(crate) control: Control,
}

/// The IDs of the objects in all accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Objects {
    pub(crate) roles: Vec<String>,
    pub(crate) jobs: Vec<String>,
    pub(crate) instances: Vec<String>,
}

impl Objects {
    /// How many there are of each kind.
    pub(crate) fn counts(&self) -> [usize; 3] {
        [self.roles.len(), self.jobs.len(), self.instances.len()]
    }
}

impl Accounts {
    pub(crate) async fn start() -> Self {
        let emulator = dts_emulator::start(Options { strict: true, polls: 1, ..Options::default() }).await.unwrap();
        let control = Control::new(&emulator.url());
        Self { emulator, control }
    }

    /// A folder with this configuration.
    pub(crate) fn folder(&self, configuration: &Hcl) -> Terraform {
        let terraform = built_in::folder(&self.emulator.url()).unwrap_or_else(|error| panic!("{error}"));
        terraform.write("main.tf", configuration.text()).unwrap();
        terraform
    }

    pub(crate) async fn objects(&self) -> Objects {
        let state = self.control.state().await.unwrap();
        let ids = |kind: &str, id: &str| -> Vec<String> {
            let accounts = state["accounts"].as_array().unwrap().iter();
            accounts.flat_map(|account| account[kind].as_array().unwrap()).map(|found| text(&found[id])).collect()
        };
        Objects { roles: ids("roles", "role_id"), jobs: ids("jobs", "id"), instances: ids("instances", "id") }
    }

    /// How many calls have created a job.
    pub(crate) async fn created_jobs(&self) -> usize {
        let calls = self.control.requests().await.unwrap();
        calls.iter().filter(|call| call["action"] == "ConfigureDtsJob" && call["outcome"] == "OK").count()
    }

    pub(crate) async fn end(self) {
        self.emulator.shutdown().await;
    }
}

/// The types and IDs of the resources in the state of a folder.
pub(crate) fn held(terraform: &Terraform) -> BTreeSet<(String, String)> {
    let Ok(text_of_state) = std::fs::read_to_string(terraform.directory().join("terraform.tfstate")) else {
        return BTreeSet::new();
    };
    let state: Json = serde_json::from_str(&text_of_state).unwrap();
    let resources = state["resources"].as_array().unwrap().iter();
    let instances = resources.flat_map(|resource| {
        let instances = resource["instances"].as_array().unwrap().iter();
        instances.map(|instance| (text(&resource["type"]), text(&instance["attributes"]["id"])))
    });
    instances.collect()
}

/// Checks that a run failed, and that each of its errors shows how to import what exists.
pub(crate) fn expect_imports(run: &Run) {
    let errors = run.errors();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert!(!errors.is_empty(), "{}", run.output());
    for error in errors {
        assert!(error.detail.contains("import {"), "{error:#?}");
    }
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_else(|| panic!("{json} is not a text")).to_owned()
}
