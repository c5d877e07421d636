//! An instance and its task in separate folders, so that changes to one do not affect the other.

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::terraform::{Diagnostic, Run, Terraform};
use alibaba::dts::{CreateDtsInstance, DeleteDtsJob};
use dts_emulator::Options;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_no_changes, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

pub(crate) const INSTANCE: &str = "dts_migration_instance.orders";

/// A task that passed its precheck, and a folder for its instance.
pub(crate) struct StandaloneInstance {
    /// The emulator, and the folder of the task.
    pub(crate) case: Case,
    /// The folder of the instance.
    pub(crate) terraform: Terraform,
    /// Id of the task.
    pub(crate) job: String,
}

impl StandaloneInstance {
    pub(crate) async fn start(polls: u32) -> Self {
        Self::of_task(polls, &hcl::trust_and_task()).await
    }

    pub(crate) async fn of_task(polls: u32, task: &Hcl) -> Self {
        let case = Case::with(Options { polls, ..Options::default() }).await;
        case.apply(task).await;
        let job = case.job().await["id"].as_str().unwrap().to_owned();
        let terraform = case.another_folder();
        Self { case, terraform, job }
    }

    /// The instance with more arguments.
    pub(crate) fn with(&self, arguments: &str) -> Hcl {
        let literal = hcl::instance().with("dts_migration_task.orders.id", &format!("{:?}", self.job));
        hcl::providers().and(&literal.with("  instance_class = ", &format!("{arguments}\n  instance_class = ")))
    }

    pub(crate) fn write(&self, configuration: &Hcl) {
        self.terraform.write("main.tf", configuration.text()).unwrap();
    }

    /// Applies what must work, and checks that the next plan is empty.
    pub(crate) async fn apply(&self, configuration: &Hcl) -> Run {
        self.write(configuration);
        let run = applied(&self.terraform).await;
        assert_no_changes(&self.terraform).await;
        run
    }

    /// Plans what must fail at plan; the errors.
    pub(crate) async fn refused_plan(&self, configuration: &Hcl) -> Vec<Diagnostic> {
        self.write(configuration);
        self.errors_of(&["plan", "-json"]).await
    }

    /// Applies what must fail; the errors.
    pub(crate) async fn refused_apply(&self, configuration: &Hcl) -> Vec<Diagnostic> {
        self.write(configuration);
        refused(&self.terraform).await
    }

    /// The errors of a command that must fail.
    pub(crate) async fn errors_of(&self, arguments: &[&str]) -> Vec<Diagnostic> {
        let run = self.terraform.run(arguments).await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        run.errors()
    }

    /// Forces the job.
    pub(crate) async fn force(&self, what: Json) {
        self.case.control.force(&self.job, &what).await.unwrap();
    }

    /// Applies while the emulator holds the first poll after the purchase (or after a start), and forces the job
    /// meanwhile.
    pub(crate) async fn apply_while_forcing(&self, since: &str, what: Json) -> Run {
        let rule = json!({"match": {"action": "DescribeDtsJobs"}, "kind": "hold_before", "since": {"action": since}});
        self.case.control.fault(&rule).await.unwrap();
        let external_change = async {
            self.until_held().await;
            self.force(what).await;
            self.case.control.release().await.unwrap();
        };
        let (run, ()) = tokio::join!(self.terraform.apply(), external_change);
        run.unwrap()
    }

    /// Waits until a call is held.
    pub(crate) async fn until_held(&self) {
        let begun = std::time::Instant::now();
        while self.case.control.held().await.unwrap().is_empty() {
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "no call was held");
        }
    }

    pub(crate) fn external(&self) -> ExternalClient {
        ExternalClient::new(&self.case.emulator.url(), DESTINATION_OWNER)
    }

    /// Another user buys an instance of this class, which starts.
    pub(crate) async fn purchased_by_someone_else(&self, class: &str) {
        let order = CreateDtsInstance {
            region_id: Some("cn-hangzhou".to_owned()),
            dts_region: Some("cn-hangzhou".to_owned()),
            pay_type: "PostPaid".to_owned(),
            job_id: Some(self.job.clone()),
            auto_start: Some(true),
            instance_class: Some(class.to_owned()),
            ..CreateDtsInstance::default()
        };
        self.external().call(order).await;
    }

    /// Another user releases the job.
    pub(crate) async fn released_by_another_user(&self) {
        let release = DeleteDtsJob {
            region_id: Some("cn-hangzhou".to_owned()),
            dts_job_id: Some(self.job.clone()),
            ..DeleteDtsJob::default()
        };
        self.external().call(release).await;
    }

    /// The instance in the state; null when there is none.
    pub(crate) async fn state(&self) -> Json {
        self.terraform.attributes(INSTANCE).await.unwrap()
    }
}

/// Titles of a run's warnings about resources.
pub(crate) fn warnings(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|one| one.severity == "warning" && !one.address.is_empty());
    warnings.map(|one| one.summary).collect()
}
