//! The example of a scenario in a separate folder, on a separate emulator.

use std::path::Path;

use acceptance_harness::built_in;
use acceptance_harness::emulator::Control;
use acceptance_harness::hcl::Hcl;
use acceptance_harness::terraform::{Run, Running, StateServer, Terraform};
use dts_emulator::{Emulator, Options};
use serde_json::{Value as Json, json};

use crate::kill_matrix::case::StateLocation;
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::foreign::Foreign;
use crate::kill_matrix::scenario::Scenario;

const REPOSITORY: &str = "../..";
const VALUES: &str = "-var-file=example.tfvars";
/// The name of the state on the server.
const STATE: &str = "orders";

pub(crate) const APPLY: [&str; 3] = ["apply", "-json", "-auto-approve"];
pub(crate) const PLAN: [&str; 3] = ["plan", "-json", "-detailed-exitcode"];
pub(crate) const DESTROY: [&str; 3] = ["destroy", "-json", "-auto-approve"];

pub(crate) struct Fixture {
    pub(crate) scenario: &'static Scenario,
    emulator: Emulator,
    pub(crate) control: Control,
    pub(crate) terraform: Terraform,
    states: StateServer,
    pub(crate) foreign: Foreign,
    /// The orders of the other user.
    foreign_purchases: usize,
}

impl Fixture {
    /// With the state in a file or on a server, and with objects of another user in the accounts or without.
    pub(crate) async fn new(scenario: &'static Scenario, state: StateLocation, crowded: bool) -> Self {
        let options = Options { strict: true, polls: 2, ..Options::default() };
        let emulator = dts_emulator::start(options).await.unwrap();
        let control = Control::new(&emulator.url());
        let terraform = folder(scenario, &emulator.url());
        let states = StateServer::start().await.unwrap();
        if state == StateLocation::Server {
            // Before the configuration is there: the development override of the provider does not work with `init`.
            terraform.keep_state_on(&states, STATE).await.unwrap_or_else(|error| panic!("{error}"));
        }
        write_configuration(&terraform, scenario);
        let foreign =
            if crowded { Foreign::create(scenario, &emulator.url(), &control).await } else { Foreign::default() };
        let mut fixture = Self { scenario, emulator, control, terraform, states, foreign, foreign_purchases: 0 };
        fixture.foreign_purchases = fixture.purchases().await;
        fixture
    }

    /// Sets `restart_on_loss`.
    pub(crate) fn allow_restart(&self) {
        edit(&self.terraform, self.scenario.restart);
    }

    /// The cloud shows a new role only at the third poll.
    pub(crate) async fn slow_roles(&self) {
        let (code, status) = self.scenario.no_role;
        let rule = json!({
            "match": {"action": "GetRole"}, "since": {"action": "CreateRole"},
            "kind": "error", "code": code, "http_status": status, "times": 2,
        });
        self.control.fault(&rule).await.unwrap();
    }

    pub(crate) async fn run(&self, arguments: &[&str]) -> Run {
        run(&self.terraform, arguments).await
    }

    /// The same configuration in another directory, with a local state.
    pub(crate) fn another_directory(&self) -> Terraform {
        let terraform = folder(self.scenario, &self.url());
        write_configuration(&terraform, self.scenario);
        terraform
    }

    /// How often the state was uploaded to the server.
    pub(crate) fn uploads(&self) -> usize {
        self.states.uploads(STATE)
    }

    /// Answers uploads with HTTP 507, from this one on.
    pub(crate) fn fail_uploads_from(&self, number: usize) {
        self.states.fail_uploads_from(STATE, number);
    }

    pub(crate) fn accept_uploads(&self) {
        self.states.accept_uploads(STATE);
    }

    pub(crate) fn start(&self, command: &str) -> Running {
        self.terraform.start(&[command, "-json", "-auto-approve", VALUES]).unwrap()
    }

    /// The calls so far.
    pub(crate) async fn calls(&self) -> Vec<Json> {
        self.control.requests().await.unwrap()
    }

    /// What Terraform has created, according to the emulator.
    pub(crate) async fn counts(&self) -> Counts {
        Counts::of(&self.control.state().await.unwrap(), |found| self.foreign.is(found))
    }

    /// How often money was spent: the orders that the cloud received, without those of the other user.
    pub(crate) async fn purchases(&self) -> usize {
        let calls = self.calls().await;
        let orders = calls.iter().filter(|call| call["action"] == self.scenario.purchase);
        orders.filter(|call| call["outcome"] != "DROPPED_BEFORE").count() - self.foreign_purchases
    }

    pub(crate) fn url(&self) -> String {
        self.emulator.url()
    }

    pub(crate) async fn end(self) {
        self.emulator.shutdown().await;
    }
}

/// Runs a command with the example's values.
pub(crate) async fn run(terraform: &Terraform, arguments: &[&str]) -> Run {
    terraform.run(&[arguments, &[VALUES]].concat()).await.unwrap()
}

/// A new folder with the keys and passwords of a scenario.
fn folder(scenario: &Scenario, url: &str) -> Terraform {
    let mut terraform = built_in::folder(url).unwrap_or_else(|error| panic!("{error}"));
    let [source, destination] = scenario.passwords;
    terraform.set("TF_VAR_source_password", source);
    terraform.set("TF_VAR_destination_password", destination);
    terraform
}

fn write_configuration(terraform: &Terraform, scenario: &Scenario) {
    terraform.copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(REPOSITORY).join(scenario.folder)).unwrap();
    edit(terraform, scenario.edits);
}

fn edit(terraform: &Terraform, edits: &[(&str, &str)]) {
    let text = std::fs::read_to_string(terraform.directory().join("main.tf")).unwrap();
    let edited = edits.iter().fold(Hcl::new(text), |text, (from, to)| text.with(from, to));
    terraform.write("main.tf", edited.text()).unwrap();
}
