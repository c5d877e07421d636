//! The first scenario's example in a separate folder, on a separate emulator.

use std::path::Path;

use acceptance_harness::built_in;
use acceptance_harness::emulator::Control;
use acceptance_harness::hcl::Hcl;
use acceptance_harness::terraform::{Run, Running, StateServer, Terraform};
use dts_emulator::{Emulator, Options};
use serde_json::{Value as Json, json};

use crate::case::StateLocation;
use crate::foreign::Foreign;

const EXAMPLE: &str = "../../examples/cross-account-source";
const VALUES: &str = "-var-file=example.tfvars";
/// The name of the state on the server.
const STATE: &str = "orders";

pub(crate) const APPLY: [&str; 3] = ["apply", "-json", "-auto-approve"];
pub(crate) const PLAN: [&str; 3] = ["plan", "-json", "-detailed-exitcode"];
pub(crate) const DESTROY: [&str; 3] = ["destroy", "-json", "-auto-approve"];

/// The change of the example for the matrix: a short wait.
const SHORT_WAIT: [(&str, &str); 1] = [("  wait_for       = \"caught_up\"\n", "  wait_for       = \"running\"\n")];
/// A job whose release has begun is created again.
const RESTART: [(&str, &str); 2] = [
    ("  wait_for       = \"running\"\n", "  wait_for       = \"running\"\n  restart_on_loss = true\n"),
    ("  conflict_mode   = \"report\"\n", "  conflict_mode   = \"report\"\n  restart_on_loss = true\n"),
];

/// How many roles, jobs and instances there are, without those of another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) roles: usize,
    pub(crate) jobs: usize,
    pub(crate) instances: usize,
}

impl Counts {
    pub(crate) const ONE_OF_EACH: Self = Self { roles: 1, jobs: 1, instances: 1 };
    pub(crate) const NONE: Self = Self { roles: 0, jobs: 0, instances: 0 };
}

pub(crate) struct Fixture {
    emulator: Emulator,
    pub(crate) control: Control,
    pub(crate) terraform: Terraform,
    states: StateServer,
    pub(crate) foreign: Foreign,
}

impl Fixture {
    /// With the state in a file or on a server, and with objects of another user in the accounts or without.
    pub(crate) async fn new(state: StateLocation, crowded: bool) -> Self {
        let options = Options { strict: true, polls: 2, ..Options::default() };
        let emulator = dts_emulator::start(options).await.unwrap();
        let control = Control::new(&emulator.url());
        let terraform = built_in::folder(&emulator.url()).unwrap_or_else(|error| panic!("{error}"));
        let states = StateServer::start().await.unwrap();
        if state == StateLocation::Server {
            terraform.keep_state_on(&states, STATE).await.unwrap_or_else(|error| panic!("{error}"));
        }
        write_configuration(&terraform);
        let foreign = if crowded { Foreign::create(&emulator.url(), &control).await } else { Foreign::default() };
        Self { emulator, control, terraform, states, foreign }
    }

    /// Sets `restart_on_loss` on the task and the instance.
    pub(crate) fn allow_restart(&self) {
        edit(&self.terraform, &RESTART);
    }

    /// RAM shows a new role only at the third poll.
    pub(crate) async fn slow_roles(&self) {
        let rule = json!({
            "match": {"action": "GetRole"}, "since": {"action": "CreateRole"},
            "kind": "error", "code": "EntityNotExist.Role", "http_status": 404, "times": 2,
        });
        self.control.fault(&rule).await.unwrap();
    }

    pub(crate) async fn run(&self, arguments: &[&str]) -> Run {
        run(&self.terraform, arguments).await
    }

    /// The same configuration in another directory, with a local state.
    pub(crate) fn another_directory(&self) -> Terraform {
        let terraform = built_in::folder(&self.url()).unwrap_or_else(|error| panic!("{error}"));
        write_configuration(&terraform);
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
        let state = self.control.state().await.unwrap();
        let count = |kind: &str| {
            let all =
                state["accounts"].as_array().unwrap().iter().flat_map(|account| account[kind].as_array().unwrap());
            all.filter(|found| !self.foreign.is(found)).count()
        };
        Counts { roles: count("roles"), jobs: count("jobs"), instances: count("instances") }
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

fn write_configuration(terraform: &Terraform) {
    terraform.copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE)).unwrap();
    edit(terraform, &SHORT_WAIT);
}

fn edit(terraform: &Terraform, edits: &[(&str, &str)]) {
    let text = std::fs::read_to_string(terraform.directory().join("main.tf")).unwrap();
    let edited = edits.iter().fold(Hcl::new(text), |text, (from, to)| text.with(from, to));
    terraform.write("main.tf", edited.text()).unwrap();
}
