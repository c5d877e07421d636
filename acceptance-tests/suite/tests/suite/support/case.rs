//! One test's surroundings: a separate emulator and a separate Terraform folder.

use std::time::{Duration, Instant};

use acceptance_harness::built_in;
pub(crate) use acceptance_harness::built_in::{DESTINATION_PASSWORD, SOURCE_PASSWORD};
use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_harness::terraform::{Diagnostic, Run, Terraform};
use dts_emulator::{Emulator, Options};
use serde_json::Value as Json;

use crate::support::hcl::Hcl;

/// Names of the actions that only read.
const READING: [&str; 3] = ["Describe", "Get", "List"];

/// An emulator in this process, and one Terraform folder that is pointed at it.
pub(crate) struct Case {
    pub(crate) emulator: Emulator,
    pub(crate) control: Control,
    pub(crate) terraform: Terraform,
}

impl Case {
    /// On the built-in world; stages of a job take one poll.
    pub(crate) async fn start() -> Self {
        Self::with(Options { polls: 1, ..Options::default() }).await
    }

    /// On an emulator with other options; strict always.
    pub(crate) async fn with(options: Options) -> Self {
        let emulator = dts_emulator::start(Options { strict: true, ..options }).await.unwrap();
        let control = Control::new(&emulator.url());
        let terraform = folder(&emulator.url());
        Self { emulator, control, terraform }
    }

    /// Whether the number of held calls is as expected within a second.
    pub(crate) async fn until_held(&self, is_expected: impl Fn(usize) -> bool) -> bool {
        let limit = Instant::now() + Duration::from_secs(1);
        while Instant::now() < limit {
            if is_expected(self.control.held().await.unwrap().len()) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        false
    }

    /// Another team's folder, on the same cloud.
    pub(crate) fn another_folder(&self) -> Terraform {
        folder(&self.emulator.url())
    }

    /// Writes the configuration.
    pub(crate) fn write(&self, configuration: &Hcl) {
        self.terraform.write("main.tf", configuration.text()).unwrap();
    }

    /// Applies a configuration that must work, and checks that the next plan is empty. Returns the apply's output.
    pub(crate) async fn apply(&self, configuration: &Hcl) -> Run {
        self.write(configuration);
        let run = applied(&self.terraform).await;
        assert_no_changes(&self.terraform).await;
        run
    }

    /// Plans a configuration that must fail at plan, and returns its errors.
    pub(crate) async fn refused_plan(&self, configuration: &Hcl) -> Vec<Diagnostic> {
        self.write(configuration);
        let run = self.terraform.plan().await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        run.errors()
    }

    /// Applies a configuration that must fail, and returns its errors.
    pub(crate) async fn refused_apply(&self, configuration: &Hcl) -> Vec<Diagnostic> {
        self.write(configuration);
        refused(&self.terraform).await
    }

    /// Destroys, and checks that the cloud is empty.
    pub(crate) async fn destroy(&self) {
        self.terraform.destroy().await.unwrap().success().unwrap();
        self.is_empty().await;
    }

    /// Checks that no account has a role, job or instance, and the accounts of Tencent Cloud no custom policy.
    pub(crate) async fn is_empty(&self) {
        let state = self.control.state().await.unwrap();
        for account in state["accounts"].as_array().unwrap() {
            for kind in ["roles", "jobs", "instances"] {
                assert_eq!(account[kind], Json::Array(Vec::new()), "left in account {}: {account:#}", account["id"]);
            }
            if [TENCENT_SOURCE.account, TENCENT_TARGET.account].iter().any(|id| account["id"] == **id) {
                assert_eq!(account["policies"], Json::Array(Vec::new()), "left: {account:#}");
            }
        }
    }

    /// The number of calls so far: the mark for [`Case::mutations_since`].
    pub(crate) async fn mark(&self) -> usize {
        self.control.requests().await.unwrap().len()
    }

    /// Actions since a mark that do not only read, in order.
    pub(crate) async fn mutations_since(&self, mark: usize) -> Vec<String> {
        changes(&self.control.requests().await.unwrap()[mark..])
    }

    /// What an account holds.
    pub(crate) async fn account(&self, id: &str) -> Json {
        let state = self.control.state().await.unwrap();
        let account = state["accounts"].as_array().unwrap().iter().find(|account| account["id"] == id);
        account.unwrap_or_else(|| panic!("no account {id} in {state:#}")).clone()
    }

    /// The only job of the destination owner.
    pub(crate) async fn job(&self) -> Json {
        let account = self.account(DESTINATION_OWNER.account).await;
        let jobs = account["jobs"].as_array().unwrap();
        assert_eq!(jobs.len(), 1, "{account:#}");
        jobs[0].clone()
    }

    /// The only role of the source owner.
    pub(crate) async fn role(&self) -> Json {
        let account = self.account(SOURCE_OWNER.account).await;
        let roles = account["roles"].as_array().unwrap();
        assert_eq!(roles.len(), 1, "{account:#}");
        roles[0].clone()
    }
}

/// A Terraform folder with the profiles, endpoints and passwords of the built-in world.
fn folder(url: &str) -> Terraform {
    built_in::folder(url).unwrap_or_else(|error| panic!("{error}"))
}

/// The actions of calls that do not only read, in order.
pub(crate) fn changes(calls: &[Json]) -> Vec<String> {
    let actions = calls.iter().map(|call| call["action"].as_str().unwrap().to_owned());
    actions.filter(|action| !READING.iter().any(|prefix| action.starts_with(prefix))).collect()
}

/// Applies; it must work.
pub(crate) async fn applied(terraform: &Terraform) -> Run {
    terraform.apply().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"))
}

/// Applies; it must fail. Returns the errors.
pub(crate) async fn refused(terraform: &Terraform) -> Vec<Diagnostic> {
    let run = terraform.apply().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    assert!(!errors.is_empty(), "{}", run.output());
    errors
}

/// Plans; there must be nothing to do.
pub(crate) async fn assert_no_changes(terraform: &Terraform) {
    let run = terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(0), "the plan is not empty: {:?}\n{}", run.planned_changes(), run.output());
}

/// Returns the only error, and checks its title.
pub(crate) fn only_error<'e>(errors: &'e [Diagnostic], summary: &str) -> &'e Diagnostic {
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].summary, summary, "{errors:#?}");
    &errors[0]
}

/// Checks that a text contains all of these pieces. Terraform's own line breaks do not count.
pub(crate) fn assert_detail(diagnostic: &Diagnostic, pieces: &[&str]) {
    for piece in pieces {
        assert!(diagnostic.detail.contains(piece), "{piece:?} is missing in:\n{}", diagnostic.detail);
    }
}

/// Checks that the diagnostic points at this line of `main.tf`.
pub(crate) fn assert_line(diagnostic: &Diagnostic, configuration: &Hcl, piece: &str) {
    let place = diagnostic.place.as_ref().unwrap_or_else(|| panic!("no place: {diagnostic:#?}"));
    assert_eq!((place.file.as_str(), place.line), ("main.tf", configuration.line_of(piece)), "{diagnostic:#?}");
}
